import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { manifestFiles, variantFor } from '../../../manifests/outlook/generate';
import { spawnSync } from 'node:child_process';
import { withFolder } from '../../support/openssl';

const FOLDER = resolve(__dirname, '../../../manifests/outlook');
const text = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

interface Control {
  readonly id: string;
  readonly actionId?: string;
  readonly icons: readonly { readonly size: number; readonly url: string }[];
  readonly items?: readonly Control[];
}
interface Extension {
  readonly runtimes: readonly {
    readonly id: string;
    readonly code: { readonly page: string; readonly script?: string };
    readonly actions: readonly { readonly id: string; readonly type: string }[];
  }[];
  readonly ribbons: readonly {
    readonly tabs: readonly { readonly groups: readonly { readonly controls: readonly Control[] }[] }[];
  }[];
  readonly alternates: readonly { readonly hide: { readonly customOfficeAddin: { readonly officeAddinId: string } } }[];
  readonly autoRunEvents: readonly {
    readonly events: readonly {
      readonly type: string;
      readonly actionId: string;
      readonly options?: { readonly sendMode: string };
    }[];
  }[];
}
const manifest = JSON.parse(text('manifest.json')) as {
  readonly id: string;
  readonly version: string;
  readonly validDomains: readonly string[];
  readonly authorization: { readonly permissions: { readonly resourceSpecific: readonly { readonly name: string }[] } };
  readonly extensions: readonly [Extension];
};
const german = JSON.parse(text('de-de.json')) as Readonly<Record<string, string>>;
const [extension] = manifest.extensions;
const xml = text('manifest.xml');
const controls = extension.ribbons
  .flatMap(({ tabs }) => tabs.flatMap(({ groups }) => groups.flatMap((group) => group.controls)))
  .flatMap((control) => [control, ...(control.items ?? [])]);
const actions = new Map(
  extension.runtimes.flatMap((runtime) => runtime.actions.map((action) => [action.id, { action, runtime }])),
);

const VALIDATOR = resolve(FOLDER, '../../node_modules/office-addin-manifest/cli.js');

/** Microsoft's own validator; the schema comes with the package, so it needs no network. */
function isValid(json: string): Promise<boolean> {
  return withFolder((folder) => {
    const run = spawnSync(process.execPath, [VALIDATOR, 'validate', folder.write('manifest.json', json)]);
    return run.status === 0;
  });
}

describe('the unified manifest', () => {
  it('is valid by its schema', async () => {
    expect(await isValid(text('manifest.json'))).toBe(true);
  });

  it('is valid where the add-in is served elsewhere and blocks', async () => {
    const files = manifestFiles(variantFor('https://addin.example.org/signet', { sendMode: 'Block' }));
    expect(await isValid(files.get('manifest.json') ?? '')).toBe(true);
  });

  it('is not valid with a nonsense in it', async () => {
    expect(await isValid(text('manifest.json').replace('"softBlock"', '"nonsense"'))).toBe(false);
  });

  it('has every action that a control or an event names, and no other', () => {
    const events = extension.autoRunEvents.flatMap((group) => group.events.map(({ actionId }) => actionId));
    const used = [...controls.flatMap(({ actionId }) => actionId ?? []), ...events];
    expect([...actions.keys()].sort()).toEqual([...used].sort());
  });

  it('gives events a script for classic Outlook, and a mode to the send events alone', () => {
    for (const { type, actionId, options } of extension.autoRunEvents.flatMap((group) => group.events)) {
      expect(actions.get(actionId)?.runtime.code.script).toMatch(/launch-event\.js$/);
      expect(options?.sendMode).toBe(type.endsWith('Sending') ? 'softBlock' : undefined);
    }
  });

  it('has a runtime of its own for each page that opens', () => {
    for (const { actions: own } of extension.runtimes) {
      expect(own.filter(({ type }) => type === 'openPage').length).toBeLessThanOrEqual(1);
    }
  });

  it('has three sizes of each icon, by https', () => {
    for (const { icons } of controls) {
      expect(icons.map(({ size }) => size)).toEqual([16, 32, 80]);
      for (const { url } of icons) expect(url).toMatch(/^https:/);
    }
  });

  it('names domains without scheme and path', () => {
    for (const domain of manifest.validDomains) expect(domain).toMatch(/^[^/]+$/);
  });

  it('translates only what is there', () => {
    for (const path of Object.keys(german).filter((key) => key !== '$schema')) {
      const names = path.replace(/\[(\d+)\]/g, '.$1').split('.');
      const found = names.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], manifest);
      expect(typeof found).toBe('string');
    }
    for (const required of ['name.short', 'description.short', 'description.full'])
      expect(german).toHaveProperty([required]);
  });
});

describe('both manifests', () => {
  const recent = xml.slice(xml.indexOf('xsi:type="VersionOverridesV1_1"'));
  const all = (pattern: RegExp): string[] => [...recent.matchAll(pattern)].map(([, found]) => found ?? '');

  it('have the same controls', () => {
    expect(controls.map(({ id }) => id).sort()).toEqual(all(/<(?:Control|Item) [^>]*id="([^"]+)"/g).sort());
  });

  it('have the same handlers', () => {
    const events = extension.autoRunEvents.flatMap((group) => group.events.map(({ actionId }) => actionId));
    expect(events.sort()).toEqual(all(/<LaunchEvent [^>]*FunctionName="([^"]+)"/g).sort());
    expect(events).toHaveLength(4);
  });

  it('have the same addresses', () => {
    const addresses = all(/<bt:(?:Image|Url) id="[^"]+" DefaultValue="([^"]+)"/g);
    for (const address of addresses) expect(JSON.stringify(manifest)).toContain(address);
  });

  it('have the same version and the same rights', () => {
    expect(xml).toContain(`<Version>${manifest.version}<`);
    expect(xml).toContain('<Permissions>ReadWriteItem<');
    expect(manifest.authorization.permissions.resourceSpecific).toEqual([
      { name: 'MailboxItem.ReadWrite.User', type: 'Delegated' },
      { name: 'Mailbox.SharedFolder', type: 'Delegated' },
    ]);
    expect(xml.match(/<SupportsSharedFolders>true</g)).toHaveLength(1);
  });

  it('are two add-ins of which one hides the other', () => {
    const [, id = ''] = /<Id>(.*?)<\/Id>/.exec(xml) ?? [];
    expect(manifest.id).not.toBe(id);
    expect(extension.alternates[0]?.hide.customOfficeAddin.officeAddinId).toBe(id);
  });
});
