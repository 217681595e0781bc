/** What our side of the add-on asks of the running Thunderbird's Experiment. */
const real: { find: (address: string, milliseconds: number) => Promise<readonly ArrayBuffer[]> } = {
  find: () => Promise.reject(new Error('no session')),
};
jest.mock('webextension-polyfill', () => ({
  __esModule: true,
  default: { signetLdap: { find: (address: string, milliseconds: number) => real.find(address, milliseconds) } },
}));

import { createServer, type AddressInfo, type Socket } from 'node:net';
import { ldapSource } from '../../../../addins/thunderbird/host/ldap-directory';
import { concat, parseEntity, toBase64, type Bytes } from '../../../../shared/index';
import { lookUpSourceContract } from '../../../ports/look-up-source.contract';
import { startCertificateServer, type CertificateServer } from '../../../support/certificate-server';
import { LDAP_READER, LdapServer } from '../../../support/ldap-server';
import { RESOLVER_HOST, SignedZones } from '../../../support/signed-zone';
import { TestCa } from '../../../support/test-ca';
import { certificateOf, type DemoPerson } from '../../demo/demo-people';
import { Internet, resolveNames } from '../internet';
import { type Submission } from '../mail-server';
import { answerPermission, PAGE } from '../popups';
import { managedValues, missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt } from './judges';
import { correspondent } from './letters';
import { createTestWorld } from './world';

const missing = missingPrograms();
const WHOLE = Uint8Array.of(3, 0, 0);
const KEYS_HOST = 'keys.signet.example';
const RESOLVER = `https://${RESOLVER_HOST}/dns-query`;
/** Who is where; nobody is known to the add-on before. */
const NAMES = ['in-card', 'in-store', 'in-ldap', 'in-dns', 'in-web'] as const;
type Name = (typeof NAMES)[number];

(missing.length > 0 ? describe.skip : describe)('certificates of recipients in Thunderbird', () => {
  let internet: Internet;
  let ldap: LdapServer;
  let zones: SignedZones;
  let web: CertificateServer;
  let session: Session;
  const people = new Map<Name, DemoPerson>();
  const person = (name: Name): DemoPerson => people.get(name) as DemoPerson;

  beforeAll(async () => {
    const world = await createTestWorld();
    const authority = await TestCa.create('Public Root CA');
    for (const name of NAMES) people.set(name, await correspondent(authority, name));
    const stranger = await correspondent(await TestCa.create('Stranger'), 'stranger');
    internet = await Internet.start();
    ldap = await LdapServer.start([
      { uid: 'in-ldap', mail: person('in-ldap').address, certificates: [certificateOf(person('in-ldap'))] },
      { uid: 'stranger', mail: stranger.address, certificates: [certificateOf(stranger)] },
    ]);
    zones = await SignedZones.start([
      {
        name: 'signet.example',
        manner: 'signed',
        records: [{ address: person('in-dns').address, data: concat([WHOLE, certificateOf(person('in-dns'))]) }],
      },
    ]);
    internet.host(RESOLVER_HOST, zones.port);
    web = await startCertificateServer(
      KEYS_HOST,
      new Map([[person('in-web').address, certificateOf(person('in-web'))]]),
    );
    internet.host(KEYS_HOST, web.port);
    session = await Session.start(
      { ...world, messages: [] },
      {
        extraPreferences: { ...internet.preferences, ...ldap.preferences() },
        managed: {
          ...managedValues(world),
          anchors: [toBase64(world.anchor), toBase64(authority.certificate)],
          certificates: [],
        },
      },
    );
    await resolveNames(session.chrome, { [RESOLVER_HOST]: '203.0.113.53', [KEYS_HOST]: '203.0.113.54' });
    await session.chrome.run(
      `const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
      database.addCertFromBase64(args[0], "CT,,");
      database.addCertFromBase64(args[1], "CT,,");
      database.addCertFromBase64(args[2], ",,");
      return true;`,
      toBase64(zones.tlsAuthority),
      toBase64(web.tlsAuthority),
      toBase64(certificateOf(person('in-store'))),
    );
    await addCard(person('in-card'));
  }, 120_000);
  afterEach(() => session.chrome.tidy());
  afterAll(async () => {
    await stopSessions();
    await zones.stop();
    await web.stop();
    await ldap.stop();
    await internet.stop();
  }, 30_000);

  /** What was asked on the network, without what Thunderbird asks for itself. */
  const asked = (): readonly string[] =>
    internet.requests.map(({ url }) => url).filter((url) => /\.example:/.test(url));

  /** A card as another program hands it over, with a picture and a KEY. */
  function addCard({ name, address, party }: DemoPerson): Promise<unknown> {
    const key = toBase64(party?.certificate ?? new Uint8Array(0));
    const card = [
      'BEGIN:VCARD',
      'VERSION:4.0',
      `FN:${name}`,
      `EMAIL:${address}`,
      `PHOTO:data:image/gif;base64,${toBase64(new Uint8Array(70_000))}`,
      `KEY:data:application/pkix-cert;base64,${key}`,
      'END:VCARD',
      '',
    ].join('\r\n');
    return session.chrome.run(
      `const { VCardUtils } = ChromeUtils.importESModule("resource:///modules/VCardUtils.sys.mjs");
      const book = MailServices.ab.directories.find((one) => one.dirType === 101);
      book.addCard(VCardUtils.vCardToAbCard(args[0]));
      return true;`,
      card,
    );
  }

  async function compose(to: string): Promise<number> {
    const tab = await session.chrome.compose({ to, subject: 'Found', body: '<p>for your eyes</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    return tab;
  }

  /** Presses Send and answers what left. */
  async function send(): Promise<Submission> {
    const before = session.mail.submissions.length;
    await session.chrome.pressSend();
    const all = await session.mail.submitted(before + 1);
    await session.chrome.composeWindowClosed();
    return all[before] as Submission;
  }

  async function isRead(octets: Bytes, name: Name): Promise<boolean> {
    return (await opensslDecrypt(octets, person(name))).accepted;
  }

  /** Switches a place on in the settings, as a person does. */
  async function switchOn(name: string, address?: { readonly field: string; readonly value: string }): Promise<void> {
    await session.chrome.openOptions();
    // No window manager gives the focus back after a compose window; Thunderbird asks in the window that has it.
    await session.chrome.run(
      'mainWindow.focus(); await until("the focus", () => Services.focus.activeWindow === mainWindow); return true;',
    );
    await session.chrome.inOptions(
      `${PAGE}
      const [name, address] = args;
      const box = await until("the place", () => find(".sg-look-up[aria-busy=false] input[name=look-up-" + name + "]"));
      if (!box.checked) press(box);
      if (address) {
        const field = await until("its address", () => find(".sg-look-up input[name=" + address.field + "]"));
        field.value = address.value;
        field.dispatchEvent(new content.Event("input", { bubbles: true }));
      }
      press(await until("the button", () => find(".sg-look-up button[type=submit]:not([disabled])")));`,
      name,
      address ?? null,
    );
  }
  const saved = (): Promise<unknown> =>
    session.chrome.inOptions(`${PAGE} await until("that it is saved", () => find(".sg-look-up", "Saved."));`);

  it('come from a card of the address book, and nobody is asked', async () => {
    await compose(person('in-card').address);
    const sent = await send();
    expect(parseEntity(sent.octets).contentType.value).toBe('application/pkcs7-mime');
    expect(await isRead(sent.octets, 'in-card')).toBe(true);
    expect(asked()).toEqual([]);
  });

  it('come from Thunderbird’s own certificate store, and nobody is asked', async () => {
    await compose(person('in-store').address);
    expect(await isRead((await send()).octets, 'in-store')).toBe(true);
    expect(asked()).toEqual([]);
  });

  it('are not looked for anywhere else before that was switched on', async () => {
    const sent = session.mail.submissions.length;
    for (const name of ['in-ldap', 'in-dns'] as const) {
      await compose(person(name).address);
      await session.chrome.pressSend();
      await session.chrome.inComposePopup(`${PAGE} await until("the refusal", () => find(".sg-notice", "${name}"));`);
      await session.chrome.tidy();
    }
    expect(session.mail.submissions).toHaveLength(sent);
    expect(asked()).toEqual([]);
  });

  it('come from an LDAP directory of Thunderbird’s, once that is switched on', async () => {
    await switchOn('ldap');
    await saved();
    session.picture('look-up-light');
    await session.chrome.closeTab();
    await compose(person('in-ldap').address);
    expect(await isRead((await send()).octets, 'in-ldap')).toBe(true);
  });

  it('change nothing where an LDAP directory has one of an unknown authority', async () => {
    await compose('stranger@signet.example');
    await session.chrome.pressSend();
    await session.chrome.inComposePopup(`${PAGE} await until("the refusal", () => find(".sg-notice", "stranger"));`);
  });

  it('come from signed DNS, by the resolver that the user named and let Signet reach', async () => {
    await switchOn('dns', { field: 'resolver', value: RESOLVER });
    expect(await answerPermission(session.chrome, 'allow')).toContain('Signet');
    await saved();
    session.picture('look-up-dns-light');
    await session.chrome.closeTab();
    expect(asked()).toEqual([]);
    await compose(person('in-dns').address);
    expect(await isRead((await send()).octets, 'in-dns')).toBe(true);
    expect([...new Set(asked())]).toEqual([`${RESOLVER_HOST}:443`]);
  });

  it('come from a web address, once Thunderbird let Signet reach it', async () => {
    const before = asked().length;
    await switchOn('web', { field: 'template', value: `https://${KEYS_HOST}/certificates/{address}.cer` });
    await answerPermission(session.chrome, 'allow');
    await saved();
    await session.chrome.closeTab();
    await compose(person('in-web').address);
    expect(await isRead((await send()).octets, 'in-web')).toBe(true);
    expect(web.asked).toEqual([`/certificates/${encodeURIComponent(person('in-web').address)}.cer`]);
    expect(asked().slice(before)).toContain(`${KEYS_HOST}:443`);
  });

  it('are not asked for again once they are known', async () => {
    const before = asked().length;
    await compose(`${person('in-dns').address}, ${person('in-ldap').address}`);
    const sent = await send();
    expect(await isRead(sent.octets, 'in-ldap')).toBe(true);
    expect(asked()).toHaveLength(before);
  });

  describe('in an LDAP directory', () => {
    /** What the Experiment finds of somebody, or why not. */
    const find = (address: string, milliseconds = 4_000): Promise<number | string> =>
      session.chrome.background<number | string>(
        'return page.browser.signetLdap.find(args[0], args[1]).then(({ length }) => length, ({ message }) => message);',
        address,
        milliseconds,
      );
    const prefer = (values: Readonly<Record<string, string>>): Promise<unknown> =>
      session.chrome.run(
        `for (const [name, value] of Object.entries(args[0])) Services.prefs.setStringPref("ldap_2.servers.signet." + name, value);
        return true;`,
        values,
      );
    const keepPassword = (password: string): Promise<unknown> =>
      session.chrome.run(
        `const url = MailServices.ab.directories.find((one) => one.dirType === 0).QueryInterface(Ci.nsIAbLDAPDirectory).lDAPURL;
        const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
        login.init(url.prePath, null, url.spec, "", args[0], "", "");
        for (const old of await Services.logins.searchLoginsAsync({ origin: url.prePath })) await Services.logins.removeLoginAsync(old);
        await Services.logins.addLoginAsync(login);
        return true;`,
        password,
      );

    it('stand under the attribute, whatever the case of the address, and for nobody else', async () => {
      expect(await find(person('in-ldap').address)).toBe(1);
      expect(await find(person('in-ldap').address.toUpperCase())).toBe(1);
      expect(await find('nobody@signet.example')).toBe(0);
    });

    it('are read with the password that Thunderbird kept, and with none that is wrong or missing', async () => {
      await prefer({ 'auth.dn': LDAP_READER.dn });
      expect(await find(person('in-ldap').address)).toBe('not-authenticated');
      await keepPassword('wrong');
      expect(await find(person('in-ldap').address)).toBe('not-authenticated');
      await keepPassword(LDAP_READER.password);
      expect(await find(person('in-ldap').address)).toBe(1);
      expect(await session.chrome.run('return [...Services.wm.getEnumerator(null)].length;')).toBe(1);
    });

    // What cannot happen at OpenLDAP is in the test of our side; silence takes longer than its own time.
    lookUpSourceContract('LDAP directories: OpenLDAP, by the client of the running Thunderbird', {
      name: 'ldap',
      cannot: ['silent', 'broken', 'flooding'],
      async start({ people: listed }) {
        const entries = listed.map((one, i) => ({
          uid: `listed${i}`,
          mail: one.address,
          certificates: one.certificates,
        }));
        const server = await LdapServer.start(entries);
        await prefer({ 'auth.dn': '', uri: String(server.preferences()['ldap_2.servers.signet.uri']) });
        let asked = 0;
        // What drives Thunderbird gives one order at a time.
        let before: Promise<unknown> = Promise.resolve();
        real.find = async (address, milliseconds) => {
          asked++;
          const asking = before.then(() =>
            session.chrome.background<readonly (readonly number[])[]>(
              `const found = await page.browser.signetLdap.find(args[0], args[1]);
              return found.map((one) => page.Array.from(new page.Uint8Array(one)));`,
              address,
              milliseconds,
            ),
          );
          before = asking.catch(() => undefined);
          return (await asking).map((one) => Uint8Array.from(one).buffer);
        };
        return { source: ldapSource, asked: () => asked, stop: () => server.stop() };
      },
    });

    it('are no answer in time where the server is silent, and none where there is no server', async () => {
      const silent = await silentServer();
      await prefer({ 'auth.dn': '', uri: `ldap://127.0.0.1:${silent.port}/dc=signet,dc=example??sub?` });
      const begun = performance.now();
      expect(await find(person('in-ldap').address, 500)).toBe('too-slow');
      expect(performance.now() - begun).toBeLessThan(3_000);
      await silent.stop();
      expect(await find(person('in-ldap').address)).toBe('no-answer');
    });
  });
});

/** Takes connections and says nothing. */
async function silentServer(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
