import { transformFileSync } from '@swc/core';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build.mjs';

const folder = join(root, 'manifests', 'outlook');

/** Runs a TypeScript module of the manifests' folder; they import one another and nothing else. */
function load(path, loaded = new Map()) {
  if (loaded.has(path)) return loaded.get(path);
  const { code } = transformFileSync(`${path}.ts`, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const module = { exports: {} };
  loaded.set(path, module.exports);
  const run = new Function('module', 'exports', 'require', code);
  run(module, module.exports, (name) => load(resolve(dirname(path), name), loaded));
  return module.exports;
}

function write(target, files) {
  mkdirSync(target, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(target, name), text);
}

/** The manifests of the production build, for PUBLIC_URL. OUTLOOK_SEND_MODE=Block for tenants that enforce protection. */
export async function writeManifests() {
  const { manifestFiles, variantFor, DEFAULT_VARIANT } = load(join(folder, 'generate'));
  const sendMode = process.env.OUTLOOK_SEND_MODE ?? DEFAULT_VARIANT.sendMode;
  const variant = variantFor(process.env.PUBLIC_URL ?? DEFAULT_VARIANT.publicUrl, { sendMode });
  write(join(root, 'dist', 'outlook'), manifestFiles(variant));
}

/** `node scripts/outlook-manifests.mjs` writes the committed ones anew. */
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  write(folder, load(join(folder, 'generate')).manifestFiles());
}
