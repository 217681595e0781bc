import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface ServerOptions {
  readonly port: number;
  readonly stateFolder: string;
  readonly reset: boolean;
  readonly open: boolean;
}

export const DEFAULT_PORT = 8443;
export const USAGE = 'npm start -- [--port N] [--state FOLDER] [--reset] [--no-open]';

/** A sentence for the person at the terminal; nothing else is printed and the program ends with 1. */
export class StartError extends Error {}

/** Reads the command line. Throws `StartError` for an option or a port that does not exist. */
export function parseOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ServerOptions {
  const values = readArguments(args);
  const portText = values.port ?? String(DEFAULT_PORT);
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN;
  if (!(port >= 0 && port <= 65_535)) throw new StartError(`${portText} is not a port. Give a number up to 65535.`);
  return {
    port,
    stateFolder: resolve(values.state ?? env['SIGNET_STATE'] ?? '.signet/playground'),
    reset: values.reset ?? false,
    open: !(values['no-open'] ?? false),
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        state: { type: 'string' },
        reset: { type: 'boolean' },
        'no-open': { type: 'boolean' },
      },
    }).values;
  } catch (thrown) {
    const problem = thrown instanceof Error ? (thrown.message.split('.')[0] ?? '') : String(thrown);
    throw new StartError(`${problem}. Usage: ${USAGE}`);
  }
}
