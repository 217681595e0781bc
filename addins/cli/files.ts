import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Bytes, SignetError } from '../../shared/index';

/** `npm run` changes to the project's folder; names are meant from where it was called. */
const base = (): string =>
  process.env['npm_lifecycle_event'] === 'inspect' ? (process.env['INIT_CWD'] ?? process.cwd()) : process.cwd();

const LARGEST = 1 << 30;

/** The octets of a file. Throws `host` where it cannot be opened, `limit` above 1 GiB. */
export function readFile(path: string): Bytes {
  const full = resolve(base(), path);
  try {
    const { size } = statSync(full);
    if (size > LARGEST) throw new SignetError('limit', 'a file of more than 1 GiB', 'file size');
    const octets = readFileSync(full);
    return new Uint8Array(octets.buffer, octets.byteOffset, octets.length);
  } catch (thrown) {
    if (thrown instanceof SignetError) throw thrown;
    const cause = (thrown as NodeJS.ErrnoException).code ?? 'unknown cause';
    throw new SignetError('host', `${path} could not be opened (${cause})`, path);
  }
}
