import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Bytes, release } from '../../shared/base/bytes';
import { signet } from './adapters/signet';
import { keysFrom } from './keys';
import { type Cipher } from './operations';
import { readOctets } from './read-octets';

/** Once so much was given back, glibc keeps smaller pieces for the next one; before, it asks the system for each anew. */
const KEPT = 1 << 22;

/** One operation from file to file, in a process of its own: `node whole.cjs OPERATION IN OUT`. */
async function main([operation, from = '', to = '']: readonly string[]): Promise<void> {
  release(new Uint8Array(KEPT));
  const adapter = await signet(keysFrom(readFileSync('keys.json', 'utf8')));
  const input = readOctets(from);
  const cipher = operation?.slice(-3) as Cipher;
  if (operation === 'verify') await adapter.verify(input);
  else if (operation?.startsWith('decrypt')) await adapter.decrypt(input);
  else {
    const made = operation === 'sign' ? await adapter.sign(input) : await adapter.encrypt(input, cipher);
    write(to, [made].flat() as readonly Bytes[]);
  }
}

function write(path: string, parts: readonly Bytes[]): void {
  const file = openSync(path, 'w');
  for (const part of parts) for (let at = 0; at < part.length;) at += writeSync(file, part, at);
  closeSync(file);
}

void main(process.argv.slice(2));
