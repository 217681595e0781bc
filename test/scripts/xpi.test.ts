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
});
