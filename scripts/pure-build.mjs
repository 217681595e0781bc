import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packXpi, PURE_UPDATES } from './xpi.mjs';

// Not from build.mjs, which awaits this module while it is being run.
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs in messages' documents, which the Experiment alone leaves empty for it. */
const MESSAGE_SCRIPT = 'message-display';

/**
 * The manifest without the Experiment and without what only the Experiment has a use for. The verdict stands at a button in
 * the toolbar too. No last version of Thunderbird is named: what is left are interfaces that Thunderbird keeps.
 */
export function pureManifest(full) {
  const { experiment_apis: _, message_display_scripts: __, ...manifest } = full;
  const { id, strict_min_version } = full.browser_specific_settings.gecko;
  return {
    ...manifest,
    browser_specific_settings: { gecko: { id, strict_min_version } },
    permissions: full.permissions.filter((one) => one !== 'messagesModify'),
    action: { ...full.message_display_action, default_windows: ['normal', 'messageDisplay'] },
  };
}

/** Makes of the built add-on FROM the one that is called NAME, and packs it. */
export function makePureBuild(from, name) {
  const folder = join(root, 'dist', name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, 'dist', from), folder, { recursive: true });
  for (const path of ['experiment', `${MESSAGE_SCRIPT}.js`, `${MESSAGE_SCRIPT}.css`]) {
    rmSync(join(folder, path), { recursive: true });
  }
  const full = JSON.parse(readFileSync(join(root, 'manifests/thunderbird/manifest.json'), 'utf8'));
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(pureManifest(full), null, 2)}\n`);
  packXpi(name, PURE_UPDATES);
}
