import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, root } from './build.mjs';

/** Thunderbird with the add-on in a throw-away profile: builds what is stale, then starts it. */
await ensureBuilt(['thunderbird', 'thunderbird-start']);
const { version } = JSON.parse(readFileSync(join(root, 'dist/thunderbird/manifest.json'), 'utf8'));
const addOn = join(root, 'dist', `signet-thunderbird-${version}.xpi`);
const child = spawn(process.execPath, [join(root, 'dist/thunderbird-start/start.cjs'), addOn], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 0 : (code ?? 1);
});
