import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { ScratchFolder } from '../support/openssl';

const SCRIPT = join(__dirname, '../../scripts/xpi.mjs');
const folder = new ScratchFolder();
afterAll(() => folder.remove());

/** Packs `add-on` in another process with its own time zone; gives the hash of the archive. */
function pack(zone: string): string {
  const code = `import(${JSON.stringify(SCRIPT)}).then((m) => m.packFolder('add-on', 'add-on.xpi'))`;
  const run = spawnSync(process.execPath, ['-e', code], { cwd: folder.path, env: { ...process.env, TZ: zone } });
  expect(run.stderr.toString()).toBe('');
  return createHash('sha256')
    .update(readFileSync(join(folder.path, 'add-on.xpi')))
    .digest('hex');
}

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
});
