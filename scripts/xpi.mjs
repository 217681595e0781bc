import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { fileURLToPath } from 'node:url';

// Not from build.mjs, which awaits this module while it is being run.
const root = dirname(dirname(fileURLToPath(import.meta.url)));

function* relativeFiles(folder, prefix = '') {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* relativeFiles(path, `${prefix}${name}/`);
    else yield `${prefix}${name}`;
  }
}

/** The order of octets, which no language setting changes. */
const inOrder = (paths) => [...paths].sort((a, b) => (a < b ? -1 : 1));

/**
 * Packs files of a folder. The same files give the same octets on any machine: one order, one fixed time (fflate takes it
 * as local time), fixed attributes.
 */
export function packFiles(folder, paths, archive) {
  const entries = {};
  for (const path of inOrder(paths)) {
    entries[path] = [readFileSync(join(folder, path)), { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 }];
  }
  writeFileSync(archive, zipSync(entries, { level: 9 }));
}

/** Packs all of a folder. */
export function packFolder(folder, archive) {
  packFiles(folder, relativeFiles(folder), archive);
}

const sha256 = (octets) => createHash('sha256').update(octets).digest('hex');

/** Writes beside a file what `sha256sum --check` reads. */
export function writeHash(file) {
  writeFileSync(`${file}.sha256`, `${sha256(readFileSync(file))}  ${basename(file)}\n`);
}

/** What Thunderbird reads to find a newer version; the add-on lies beside it. Mozilla's form of it, "updates.json". */
export function updatesOf({ version, browser_specific_settings: { gecko } }, archive, file) {
  const { id, strict_min_version, strict_max_version, update_url } = gecko;
  const update = {
    version,
    update_link: new URL(basename(file), update_url).href,
    update_hash: `sha256:${sha256(archive)}`,
    applications: { gecko: { strict_min_version, strict_max_version } },
  };
  return { addons: { [id]: { updates: [update] } } };
}

/**
 * Where each build is told its address, and what lies there. Both builds have one id: an installation that finds the other
 * build's file becomes the other build.
 */
export const UPDATES = { setting: 'UPDATE_URL', file: 'updates.json' };
export const PURE_UPDATES = { setting: 'UPDATE_URL_PURE', file: 'updates-pure.json' };

/** The manifest of an add-on that is looked for at `updateUrl`. Throws where that is no https address of the build's own file. */
export function withUpdateUrl(manifest, updateUrl, { setting, file } = UPDATES) {
  const { protocol, pathname } = new URL(updateUrl);
  if (protocol !== 'https:') throw new Error(`${setting} is not an https address: ${updateUrl}`);
  if (basename(pathname) !== file) throw new Error(`${setting} is not the address of a file ${file}: ${updateUrl}`);
  const { gecko, ...others } = manifest.browser_specific_settings;
  return { ...manifest, browser_specific_settings: { ...others, gecko: { ...gecko, update_url: updateUrl } } };
}

/**
 * Packs a built add-on: `dist/signet-NAME-VERSION.xpi` and its hash; with an address for updates, which it then carries, what
 * Thunderbird is to find there as well.
 */
export function packXpi(name, updates = UPDATES) {
  const folder = join(root, 'dist', name);
  const path = join(folder, 'manifest.json');
  const built = JSON.parse(readFileSync(path, 'utf8'));
  const updateUrl = process.env[updates.setting];
  const manifest = updateUrl ? withUpdateUrl(built, updateUrl, updates) : built;
  if (updateUrl) writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  const archive = join(root, 'dist', `signet-${name}-${manifest.version}.xpi`);
  packFolder(folder, archive);
  writeHash(archive);
  if (!updateUrl) return;
  const found = updatesOf(manifest, readFileSync(archive), archive);
  writeFileSync(join(root, 'dist', updates.file), `${JSON.stringify(found, null, 2)}\n`);
}
