import { relative } from 'node:path';
import { openBrowser } from './open-browser';
import { parseOptions, StartError } from './options';
import { startPlayground } from './playground';

/** The program behind `npm start`: its address on standard output, a hint, where the policy editor is, and nothing else unless something is wrong. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), process.env);
  const playground = await startPlayground({ ...options, root: process.cwd() });
  console.log(playground.address);
  const below = relative(process.cwd(), playground.authorityPath);
  const authority = below.startsWith('..') ? playground.authorityPath : below;
  console.log(`Emulated Outlook, for trying and testing. Your browser warns once: go on, or trust ${authority}.`);
  console.log(`For administrators, a policy editor: ${playground.address}addin/policy-editor.html`);
  if (options.open) openBrowser(playground.address);
  const stop = (): void => {
    void playground.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof StartError ? thrown.message : thrown);
  process.exitCode = 1;
});
