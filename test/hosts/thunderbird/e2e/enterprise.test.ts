import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseEntity, toBase64, type Bytes } from '../../../../shared/index';
import { PAGE } from '../popups';
import { builtAddOn, missingPrograms, Session, stopSessions } from '../session';
import { ADD_ON_ID } from '../thunderbird';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();

interface Example {
  readonly policies: {
    readonly ExtensionSettings: Record<string, { install_url: string }>;
    readonly '3rdparty': { readonly Extensions: Record<string, { readonly settings: Record<string, unknown> }> };
  };
}

/** The example of the documentation, with the add-on's own file and what only the test world has. */
function policiesOf(world: TestWorld, addOn: string, more: object = {}): object {
  const text = readFileSync(resolve(__dirname, '../../../../docs/policy.md'), 'utf8');
  const [, block = ''] = /```json\n([^`]*"ExtensionSettings"[^`]*)```/.exec(text) ?? [];
  const { policies } = JSON.parse(block) as Example;
  const [installed, known] = [policies.ExtensionSettings[ADD_ON_ID], policies['3rdparty'].Extensions[ADD_ON_ID]];
  if (!installed || !known) throw new Error('the example is of another add-on');
  installed.install_url = pathToFileURL(addOn).href;
  known.settings['anchors.added'] = { value: [toBase64(world.anchor)] };
  known.settings['identities'] = { value: [{ pfx: toBase64(world.pfx), passphrase: world.passphrase }] };
  Object.assign(known, more);
  return policies;
}

const kindOf = (octets: Bytes | undefined): string => parseEntity(octets ?? new Uint8Array(0)).contentType.value;

(missing.length > 0 ? describe.skip : describe)('policies.json of an administrator', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start(
      { ...world, messages: [] },
      { managed: 'none', policies: (addOn) => policiesOf(world, addOn) },
    );
  }, 80_000);
  afterAll(stopSessions, 30_000);
  afterEach(() => session.chrome.tidy());

  it('installs the add-on, which nobody can take away or switch off', async () => {
    const found = await session.thunderbird.remote.run<readonly [boolean, boolean, boolean]>(
      `
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      for (let i = 0; i < 200; i++) {
        const addon = await AddonManager.getAddonByID(args[0]);
        if (addon?.isActive) {
          const may = (permission) => (addon.permissions & permission) !== 0;
          return [addon.isActive, may(AddonManager.PERM_CAN_UNINSTALL), may(AddonManager.PERM_CAN_DISABLE)];
        }
        await new Promise((r) => setTimeout(r, 50));
      }
      return [false, true, true];`,
      ADD_ON_ID,
    );
    expect(found).toEqual([true, false, false]);
  });

  it('finds nothing in its manifest that this Thunderbird does not know', async () => {
    const found = await session.chrome.run<readonly string[]>(
      `const { extension } = WebExtensionPolicy.getByID(args[0]);
      const { ExtensionData } = ChromeUtils.importESModule("resource://gre/modules/Extension.sys.mjs");
      const data = new ExtensionData(extension.rootURI);
      await data.loadManifest();
      return [...data.errors, ...data.warnings, ...extension.errors, ...extension.warnings];`,
      ADD_ON_ID,
    );
    expect(found).toEqual([]);
  });

  it('takes from the updates.json of a server of your own what is newer, and only with its hash', async () => {
    const script = pathToFileURL(resolve(__dirname, '../../../../scripts/xpi.mjs')).href;
    const manifest = readFileSync(resolve(__dirname, '../../../../manifests/thunderbird/manifest.json'), 'utf8');
    const code = `import(${JSON.stringify(script)}).then((m) => {
      const own = m.withUpdateUrl({ ...${manifest}, version: '9.0' }, 'https://addons.example/updates.json');
      console.log(JSON.stringify(m.updatesOf(own, Buffer.from('octets'), 'signet-9.0.xpi')));
    });`;
    const updates = execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    const server = createServer((_request, response) => response.end(updates)).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const found = await session.chrome.run<Record<string, unknown>>(
        `const { AddonUpdateChecker } = ChromeUtils.importESModule("resource://gre/modules/addons/AddonUpdateChecker.sys.mjs");
        const addon = await ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs").AddonManager.getAddonByID(args[0]);
        const all = await new Promise((done, failed) => AddonUpdateChecker.checkForUpdates(args[0], args[1], { onUpdateCheckComplete: done, onUpdateCheckError: failed }));
        const { version, updateURL, updateHash } = await AddonUpdateChecker.getNewestCompatibleUpdate(all, addon);
        return { version, updateURL, updateHash };`,
        ADD_ON_ID,
        `http://127.0.0.1:${port}/updates.json`,
      );
      const hash = createHash('sha256').update('octets').digest('hex');
      const updateURL = 'https://addons.example/signet-9.0.xpi';
      expect(found).toEqual({ version: '9.0', updateURL, updateHash: `sha256:${hash}` });
    } finally {
      server.close();
    }
  });

  it('has everything signed, which the sender cannot change', async () => {
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'By policies.json', body: '<p>signed</p>' });
    await session.chrome.openComposePopup();
    const locked = await session.chrome.inComposePopup<string>(
      `${PAGE} await until("the lock", () => find(".sg-toggle[disabled]")); await until("the words", () => find(".sg-decision")); return text();`,
    );
    expect(locked).toContain('Everything we send is signed.');
    await session.chrome.closePopups();
    await session.chrome.pressSend();
    const all = await session.mail.submitted(before + 1);
    await session.chrome.composeWindowClosed();
    expect(kindOf(all.at(-1)?.octets)).toBe('multipart/signed');
  });

  const inForce = async (): Promise<string> => {
    await session.chrome.openOptions();
    const said = await session.chrome.inOptions<string>(
      `${PAGE} return (await until("the rules", () => find(".sg-policy[aria-busy=false]"))).innerText;`,
    );
    await session.chrome.closeTab();
    return said;
  };

  it('keeps its rule, in its words', async () => {
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'someone@partner.example', subject: 'Partner', body: '<p>plain</p>' });
    await session.chrome.pressSend();
    const said = await session.chrome.inComposePopup<string>(
      `${PAGE} await until("the refusal", () => find("main", "Not sent")); return text();`,
    );
    expect(said).toContain('Mail to partners is encrypted.');
    expect(said).toContain('desk@example.org');
    expect(session.mail.submissions).toHaveLength(before);
  });

  it('gives way to a newer one', async () => {
    await session.restart({ policies: policiesOf(world, builtAddOn(), { serial: 5, name: 'Newer Ltd.' }) });
    const said = await inForce();
    expect(said).toContain('Newer Ltd.');
    expect(said).not.toContain('could not be used');
  }, 60_000);

  it('stays in force where one with a fault comes in its place', async () => {
    const faulty = { serial: 6, settings: { sign: { value: 'perhaps' } } };
    await session.restart({ policies: policiesOf(world, builtAddOn(), faulty) });
    const said = await inForce();
    expect(said).toContain('Newer Ltd.');
    expect(said).toContain('have a fault and cannot be read');
    expect(said).toContain('Everything we send is signed.');
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'Still', body: '<p>still signed</p>' });
    await session.chrome.pressSend();
    expect(kindOf((await session.mail.submitted(before + 1)).at(-1)?.octets)).toBe('multipart/signed');
    await session.chrome.composeWindowClosed();
  }, 120_000);
});
