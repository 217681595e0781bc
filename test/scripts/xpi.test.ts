import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { latin1Text } from '../../shared/index';
import { ScratchFolder } from '../support/openssl';

const SCRIPT = join(__dirname, '../../scripts/xpi.mjs');
const folder = new ScratchFolder();
afterAll(() => folder.remove());

/** Runs in another process, where `m` is the script. */
function run(code: string, zone = 'UTC'): { readonly said: string; readonly failure: string } {
  const whole = `import(${JSON.stringify(SCRIPT)}).then(async (m) => { ${code} })`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', whole], {
    cwd: folder.path,
    env: { ...process.env, TZ: zone },
  });
  return { said: stdout.toString(), failure: stderr.toString() };
}

/** Packs `add-on` with its own time zone; gives the hash of the archive. */
function pack(zone: string): string {
  expect(run(`m.packFolder('add-on', 'add-on.xpi'); m.writeHash('add-on.xpi');`, zone).failure).toBe('');
  return createHash('sha256')
    .update(readFileSync(join(folder.path, 'add-on.xpi')))
    .digest('hex');
}

const GECKO = { id: 'a@b', strict_min_version: '153.0', strict_max_version: '153.*' };
const MANIFEST = JSON.stringify({ version: '1.2.0', browser_specific_settings: { gecko: GECKO } });

describe('the add-on archive', () => {
  it('has the same octets whenever and wherever it is packed', () => {
    folder.run('mkdir', ['-p', 'add-on/icons']);
    const manifest = folder.write('add-on/manifest.json', '{"version":"1.0.0"}');
    folder.write('add-on/icons/a.svg', '<svg/>');
    const first = pack('UTC');
    utimesSync(manifest, 1, 1);
    expect(pack('Pacific/Kiritimati')).toBe(first);
    expect(Object.keys(unzipSync(folder.read('add-on.xpi')))).toEqual(['icons/a.svg', 'manifest.json']);
  });
  it('has a hash beside it that the usual program checks', () => {
    const hash = pack('UTC');
    expect(latin1Text(folder.read('add-on.xpi.sha256'))).toBe(`${hash}  add-on.xpi\n`);
    expect(folder.run('sha256sum', ['--check', 'add-on.xpi.sha256']).status).toBe(0);
  });
});

describe('an add-on that is looked for on a server of your own', () => {
  it('says where, and what lies there names the add-on beside it with its hash and the programs it is for', () => {
    const { said } = run(`
      const manifest = m.withUpdateUrl(${MANIFEST}, 'https://addons.example/signet/updates.json');
      const updates = m.updatesOf(manifest, Buffer.from('octets'), 'dist/signet-1.2.0.xpi');
      console.log(JSON.stringify({ manifest, updates }));`);
    const update_hash = `sha256:${createHash('sha256').update('octets').digest('hex')}`;
    expect(JSON.parse(said)).toEqual({
      manifest: {
        version: '1.2.0',
        browser_specific_settings: { gecko: { ...GECKO, update_url: 'https://addons.example/signet/updates.json' } },
      },
      updates: {
        addons: {
          'a@b': {
            updates: [
              {
                version: '1.2.0',
                update_link: 'https://addons.example/signet/signet-1.2.0.xpi',
                update_hash,
                applications: { gecko: { strict_min_version: '153.0', strict_max_version: '153.*' } },
              },
            ],
          },
        },
      },
    });
  });

  it('is not built for an address that anybody on the way can answer for', () => {
    expect(run(`m.withUpdateUrl(${MANIFEST}, 'http://addons.example/updates.json');`).failure).toContain(
      'UPDATE_URL is not an https address',
    );
  });

  it.each([
    ['UPDATES', 'UPDATE_URL', 'updates.json', 'updates-pure.json'],
    ['PURE_UPDATES', 'UPDATE_URL_PURE', 'updates-pure.json', 'updates.json'],
  ])('is looked for at the file of its own build alone: %s', (build, setting, own, other) => {
    const at = (file: string) => run(`m.withUpdateUrl(${MANIFEST}, 'https://addons.example/${file}', m.${build});`);
    expect(at(own).failure).toBe('');
    expect(at(other).failure).toContain(`${setting} is not the address of a file ${own}`);
  });

  it('is packed with the address of its own build, whatever the other is told', () => {
    const scripts = join(__dirname, '../../scripts');
    folder.run('mkdir', ['-p', 'root/dist/full', 'root/dist/pure']);
    folder.run('cp', ['-r', scripts, 'root/scripts']);
    folder.run('ln', ['-s', join(scripts, '../node_modules'), 'root/node_modules']);
    for (const name of ['full', 'pure']) folder.write(`root/dist/${name}/manifest.json`, MANIFEST);
    const [full, pure] = ['updates.json', 'updates-pure.json'].map((file) => `https://addons.example/${file}`);
    const { failure, said } = run(`
      const { packXpi, PURE_UPDATES } = await import(${JSON.stringify(join(folder.path, 'root/scripts/xpi.mjs'))});
      const pack = (name, updates) => {
        packXpi(name, updates);
        const path = ${JSON.stringify(join(folder.path, 'root/dist'))} + '/' + name + '/manifest.json';
        return JSON.parse(process.getBuiltinModule('fs').readFileSync(path)).browser_specific_settings.gecko.update_url;
      };
      delete process.env.UPDATE_URL;
      process.env.UPDATE_URL_PURE = '${pure}';
      const untold = pack('full') ?? null;
      process.env.UPDATE_URL = '${full}';
      console.log(JSON.stringify([untold, pack('full'), pack('pure', PURE_UPDATES)]));`);
    expect(failure).toBe('');
    expect(JSON.parse(said)).toEqual([null, full, pure]);
    expect(latin1Text(folder.read('root/dist/updates.json'))).toContain('signet-full-1.2.0.xpi');
    expect(latin1Text(folder.read('root/dist/updates-pure.json'))).toContain('signet-pure-1.2.0.xpi');
  });
});
