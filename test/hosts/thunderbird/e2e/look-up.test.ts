import { concat, parseEntity, toBase64, type Bytes } from '../../../../shared/index';
import { LdapServer } from '../../../support/ldap-server';
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
const RESOLVER = `https://${RESOLVER_HOST}/dns-query`;
/** Who is where; nobody is known to the add-on before. */
const NAMES = ['in-card', 'in-store', 'in-ldap', 'in-dns', 'in-web'] as const;
type Name = (typeof NAMES)[number];

(missing.length > 0 ? describe.skip : describe)('certificates of recipients in Thunderbird', () => {
  let internet: Internet;
  let ldap: LdapServer;
  let zones: SignedZones;
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
    await resolveNames(session.chrome, { [RESOLVER_HOST]: '203.0.113.53' });
    await session.chrome.run(
      `const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
      database.addCertFromBase64(args[0], "CT,,");
      database.addCertFromBase64(args[1], ",,");
      return true;`,
      toBase64(zones.tlsAuthority),
      toBase64(certificateOf(person('in-store'))),
    );
    await addCard(person('in-card'));
  }, 120_000);
  afterEach(() => session.chrome.tidy());
  afterAll(async () => {
    await stopSessions();
    await zones.stop();
    await ldap.stop();
    await internet.stop();
  }, 30_000);

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
    expect(internet.requests).toEqual([]);
  });

  it('come from Thunderbird’s own certificate store, and nobody is asked', async () => {
    await compose(person('in-store').address);
    expect(await isRead((await send()).octets, 'in-store')).toBe(true);
    expect(internet.requests).toEqual([]);
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
    expect(internet.requests).toEqual([]);
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
    expect(internet.requests).toEqual([]);
    await compose(person('in-dns').address);
    expect(await isRead((await send()).octets, 'in-dns')).toBe(true);
    expect([...new Set(internet.requests.map(({ url }) => url))]).toEqual([`${RESOLVER_HOST}:443`]);
  });

  it('are not asked for again once they are known', async () => {
    const asked = internet.requests.length;
    await compose(`${person('in-dns').address}, ${person('in-ldap').address}`);
    const sent = await send();
    expect(await isRead(sent.octets, 'in-ldap')).toBe(true);
    expect(internet.requests).toHaveLength(asked);
  });
});
