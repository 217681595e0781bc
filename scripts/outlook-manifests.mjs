import { createRequire } from 'node:module';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';

const require = createRequire(import.meta.url);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'manifests/outlook');
const target = join(root, 'dist/outlook');

/** The app package that holds the unified manifest: the same files give the same octets. */
function packApp(files) {
  const texts = [...files].filter(([name]) => name.endsWith('.json')).map(([name, text]) => [name, Buffer.from(text)]);
  const icons = ['color-192.png', 'outline-32.png'].map((name) => [name, readFileSync(join(folder, 'icons', name))]);
  const options = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 };
  return zipSync(Object.fromEntries([...texts, ...icons].map(([name, octets]) => [name, [octets, options]])));
}

/**
 * Writes both Outlook manifests for PUBLIC_URL beside the files that they name, and the app package of the unified one.
 * POLICY_URL and POLICY_KEYS (separated by commas) name the organisation's policy and who signs it (docs/policy.md).
 * OUTLOOK_SEND_MODE=Block is for tenants that enforce protection, OUTLOOK_PERMISSION=ReadWriteMailbox for EWS on premises.
 */
export function writeManifests(publicUrl = process.env.PUBLIC_URL) {
  const { OUTLOOK_SEND_MODE: sendMode, OUTLOOK_PERMISSION: permission } = process.env;
  const { POLICY_URL: url, POLICY_KEYS: keys = '' } = process.env;
  const { DEFAULT_VARIANT, manifestFiles, variantFor } = require(join(root, 'dist/outlook-manifests/generate.cjs'));
  const files = manifestFiles(
    variantFor(publicUrl ?? DEFAULT_VARIANT.publicUrl, {
      ...(sendMode && { sendMode }),
      ...(permission && { permission }),
      ...((url || keys) && { policy: { url, keys: keys.split(/[\s,]+/).filter(Boolean) } }),
    }),
  );
  for (const [name, content] of files) writeFileSync(join(target, name), content);
  writeFileSync(join(target, 'signet-outlook-app.zip'), packApp(files));
  cpSync(join(folder, 'pages'), target, { recursive: true });
}
