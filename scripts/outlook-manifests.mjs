import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

const require = createRequire(import.meta.url);

/** Writes both Outlook manifests for PUBLIC_URL beside the files that they name. */
export function writeManifests(publicUrl = process.env.PUBLIC_URL) {
  const { DEFAULT_VARIANT, manifestFiles, variantFor } = require(join(root, 'dist/outlook-manifests/generate.cjs'));
  const variant = publicUrl === undefined ? DEFAULT_VARIANT : variantFor(publicUrl);
  for (const [name, content] of manifestFiles(variant)) writeFileSync(join(root, 'dist/outlook', name), content);
}
