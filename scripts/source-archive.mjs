import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build.mjs';
import { packFiles, writeHash } from './xpi.mjs';

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

/** Pictures of the documentation are 16 MB, and nothing is built of them. */
const isSource = (path) => !path.startsWith('docs/pictures/') && existsSync(join(root, path));

/** Everything that the add-ons are built of, and what tests them, as it lies here; the same files give the same octets. */
export function packSources(archive) {
  packFiles(root, git('ls-files', '-z').split('\0').filter(Boolean).filter(isSource), archive);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (git('status', '--porcelain') !== '') {
    process.stderr.write('There are changes that are not committed: nobody could get at these sources again.\n');
    process.exit(1);
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const archive = join(root, 'dist', `signet-source-${version}.zip`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  packSources(archive);
  writeHash(archive);
}
