import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(__dirname, '../../..');
const FOLDER = join(ROOT, 'manifests/thunderbird');
const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(FOLDER, path), 'utf8')) as Record<string, unknown>;

interface Manifest {
  readonly version: string;
  readonly permissions: readonly string[];
  readonly optional_permissions: readonly string[];
  readonly optional_host_permissions: readonly string[];
  readonly content_security_policy: { readonly extension_pages: string };
  readonly browser_specific_settings: { readonly gecko: { readonly id: string; readonly strict_max_version: string } };
  readonly experiment_apis: Readonly<
    Record<string, { readonly schema: string; readonly parent: { readonly script: string } }>
  >;
}
const manifest = json('manifest.json') as unknown as Manifest;

describe('the manifest for Thunderbird', () => {
  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(manifest.version).toBe(version);
  });

  it('names files of the Experiment that exist, and the last Thunderbird it was tried in', () => {
    for (const { schema, parent } of Object.values(manifest.experiment_apis)) {
      for (const path of [schema, parent.script]) expect(existsSync(join(ROOT, 'addins/thunderbird', path))).toBe(true);
    }
    expect(manifest.browser_specific_settings.gecko.strict_max_version).toMatch(/^\d+\.\*$/);
  });

  it('says in each language what it says in English', () => {
    const keys = Object.keys(json('_locales/en/messages.json'));
    expect(Object.keys(json('_locales/de/messages.json'))).toEqual(keys);
    const compose = readFileSync(join(ROOT, 'addins/thunderbird/experiment/compose.js'), 'utf8');
    const used = [
      ...readFileSync(join(FOLDER, 'manifest.json'), 'utf8').matchAll(/__MSG_(\w+)__/g),
      ...compose.matchAll(/refuse\('(\w+)'\)/g),
    ].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual([...keys].sort());
  });

  it('may be let reach other hosts, and reaches none before', () => {
    expect(manifest.optional_host_permissions).toEqual(['http://*/*', 'https://*/*']);
    expect(manifest).not.toHaveProperty('host_permissions');
  });

  it('runs no script but its own, and leaves http addresses as they are: lists are mostly there', () => {
    expect(manifest.content_security_policy.extension_pages).toBe("script-src 'self' 'wasm-unsafe-eval'");
  });

  it('asks for what is listed with a reason, and for no more', () => {
    expect(rowsOf('Permissions')).toEqual([
      ...manifest.permissions,
      ...manifest.optional_permissions,
      ...manifest.optional_host_permissions,
    ]);
    expect(rowsOf('Experiments')).toEqual(Object.keys(manifest.experiment_apis));
  });
});

describe('the manifest of the build without the Experiment', () => {
  const script = pathToFileURL(join(ROOT, 'scripts/pure-build.mjs')).href;
  const code = `import(${JSON.stringify(script)}).then((m) => console.log(JSON.stringify(m.pureManifest(${JSON.stringify(manifest)}))))`;
  const pure = JSON.parse(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })) as Manifest;

  it('has no Experiment, nothing that only the Experiment has a use for, and a button in the toolbar', () => {
    for (const key of ['experiment_apis', 'message_display_scripts']) expect(pure).not.toHaveProperty(key);
    expect(pure).toMatchObject({ version: manifest.version, action: { default_popup: 'message-action.html' } });
  });

  it('is of the same add-on, whose keys and policy stay, and of no last Thunderbird', () => {
    const { id } = manifest.browser_specific_settings.gecko;
    expect(pure.browser_specific_settings.gecko).toEqual({ id, strict_min_version: '153.0' });
  });

  it('asks for no more than the other, and not for what is said to be the other’s alone', () => {
    expect(rowsOf('Only in the build with the Experiment')).toEqual(
      manifest.permissions.filter((one) => !pure.permissions.includes(one)),
    );
    expect(manifest.permissions).toEqual(expect.arrayContaining([...pure.permissions]));
    expect(pure.optional_permissions).toEqual(manifest.optional_permissions);
  });
});

/** What the rows of a table in docs/thunderbird-permissions.md are about; each has text in every column. */
function rowsOf(section: string): readonly (string | undefined)[] {
  const text = readFileSync(join(ROOT, 'docs/thunderbird-permissions.md'), 'utf8');
  const [, table = ''] = new RegExp(`^## ${section}\n([^#]*)`, 'm').exec(text) ?? [];
  const rows = [...table.matchAll(/^\| `([^`]+)` +\| +\S[^|]* \| +\S[^|]* \|$/gm)].map(([, name]) => name);
  expect(rows).toHaveLength([...table.matchAll(/^\| `/gm)].length);
  return rows;
}
