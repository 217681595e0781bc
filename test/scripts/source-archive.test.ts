import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { ScratchFolder } from '../support/openssl';

const ROOT = resolve(__dirname, '../..');
const folder = new ScratchFolder();
afterAll(() => folder.remove());

/** Where packages really lie, which links would hide. */
const packages = dirname(realpathSync(join(ROOT, 'node_modules/webpack')));

function packedSources(): Readonly<Record<string, Uint8Array>> {
  const script = JSON.stringify(join(ROOT, 'scripts/source-archive.mjs'));
  const archive = join(folder.path, 'source.zip');
  const code = `import(${script}).then((m) => m.packSources(${JSON.stringify(archive)}))`;
  expect(spawnSync(process.execPath, ['-e', code], { cwd: ROOT }).stderr.toString()).toBe('');
  return unzipSync(new Uint8Array(readFileSync(archive)));
}

/** As a stranger would in a folder of their own; the hash of what comes of it. */
function builtIn(name: string, sources: Readonly<Record<string, Uint8Array>>): string {
  const root = join(folder.path, name);
  for (const [path, octets] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), octets);
  }
  const copy = (how: string): boolean => spawnSync('cp', [how, packages, join(root, 'node_modules')]).status === 0;
  expect(copy('-al') || copy('-a')).toBe(true);
  const { stderr } = spawnSync(process.execPath, ['scripts/build.mjs', 'thunderbird'], {
    cwd: root,
    env: { PATH: process.env['PATH'], TZ: 'Pacific/Kiritimati' },
  });
  expect(stderr.toString()).toBe('');
  return hashIn(root);
}

const hashIn = (root: string): string =>
  createHash('sha256')
    .update(readFileSync(join(root, 'dist/signet-thunderbird-0.1.0.xpi')))
    .digest('hex');

/** As it was built here; built in another folder where it was not, or with packages that lie elsewhere. */
const builtHere = (sources: Readonly<Record<string, Uint8Array>>): string =>
  process.env['SIGNET_BUILT'] === '1' && packages === join(ROOT, 'node_modules')
    ? hashIn(ROOT)
    : builtIn('somewhere/deep/below', sources);

describe('the source archive', () => {
  const sources = packedSources();

  it('has what is built, what tests it, and how; and neither packages nor pictures of the documentation', () => {
    const paths = Object.keys(sources);
    expect(paths).toEqual(
      expect.arrayContaining(['BUILDING.md', 'LICENSE', 'package-lock.json', 'test/scripts/source-archive.test.ts']),
    );
    expect(paths.filter((path) => /^(node_modules|dist|docs\/pictures)\//.test(path))).toEqual([]);
  });

  it('gives the same add-on in any folder', () => {
    expect(builtIn('here', sources)).toBe(builtHere(sources));
  }, 300_000);
});

describe('BUILDING.md', () => {
  it('names every variable that changes a build', () => {
    const [, list = ''] =
      /const SETTINGS = \[([^\]]*)\]/.exec(readFileSync(join(ROOT, 'scripts/build.mjs'), 'utf8')) ?? [];
    const names = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name);
    const [, told = ''] = /Only these variables:([^.]*)\./.exec(readFileSync(join(ROOT, 'BUILDING.md'), 'utf8')) ?? [];
    const toldNames = [...told.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect([...toldNames].sort()).toEqual([...names, 'OUTLOOK_POLICY'].sort());
  });
});
