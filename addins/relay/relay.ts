import { readFileSync } from 'node:fs';
import { createDirectNetwork } from '../revocation/direct-network';
import { readRelayCommand, type RelaySettings, USAGE } from './command-line';
import { createPinnedFetch } from './pinned-fetch';
import { type RunningServer, startServer } from './server';

/** Starts the relay. Throws where a file cannot be read; rejects where it cannot listen. */
function start({ tls, denied, ...settings }: RelaySettings): Promise<RunningServer> {
  const read = (path: string): string => readFileSync(path, 'utf8');
  const pem = tls && { tls: { certificate: read(tls.certificate), key: read(tls.key) } };
  const network = createDirectNetwork({ fetch: createPinnedFetch({ denied }) });
  return startServer({ ...settings, ...pem, network });
}

async function main(args: readonly string[]): Promise<void> {
  const command = readRelayCommand(args);
  if (command.mode === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  if (command.mode === 'wrong') {
    process.stderr.write(`relay: ${command.message}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const { settings } = command;
  const server = await start(settings);
  const scheme = settings.tls ? 'https' : 'http';
  process.stdout.write(`relay: listening on ${scheme}, ${settings.host}, port ${server.port}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  const { code, message } = thrown as NodeJS.ErrnoException;
  process.stderr.write(`relay: it did not start: ${code ?? message}\n`);
  process.exitCode = 1;
});
