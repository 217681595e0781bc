import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { fileURLToPath } from 'node:url';

// Not from build.mjs, which awaits this module while it is being run.
const root = dirname(dirname(fileURLToPath(import.meta.url)));

function* relativeFiles(folder, prefix = '') {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* relativeFiles(path, `${prefix}${name}/`);
    else yield `${prefix}${name}`;
  }
}

/**
 * Packs a folder. The same files give the same octets on any machine: sorted names, one fixed time (fflate takes it as
 * local time), fixed attributes.
 */
export function packFolder(folder, archive) {
  const entries = {};
  for (const file of relativeFiles(folder)) {
    entries[file] = [readFileSync(join(folder, file)), { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 }];
  }
  writeFileSync(archive, zipSync(entries, { level: 9 }));
}

/** Packs a built add-on: `dist/signet-NAME-VERSION.xpi`. */
export function packXpi(name) {
  const folder = join(root, 'dist', name);
  const { version } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  packFolder(folder, join(root, 'dist', `signet-${name}-${version}.xpi`));
}
