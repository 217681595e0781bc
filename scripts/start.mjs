import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, root } from './build.mjs';

/** The playground: builds what is stale and serves it. Arguments go to the server. */
await ensureBuilt(['outlook-playground', 'playground']);
const server = spawn(process.execPath, [join(root, 'dist/playground/server/server.cjs'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => {
  process.exitCode = signal ? 0 : (code ?? 1);
});
