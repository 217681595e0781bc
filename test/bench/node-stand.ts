import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Bytes } from '../../shared/base/bytes';
import { keysFrom } from './keys';
import { readOctets } from './read-octets';
import { obey, type Order, Stand } from './stand';

/** A stand in a Node process of its own: orders come as lines of JSON, answers go out the same way. */
async function main(keysFile: string): Promise<void> {
  const stand = await Stand.create(keysFrom(readFileSync(keysFile, 'utf8')));
  const messages = {
    read: (from: string) => Promise.resolve(readOctets(from)),
    write: (to: string, message: string | Bytes) => writeFileSync(to, message, 'latin1'),
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await obey(stand, JSON.parse(line) as Order, messages);
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

void main(process.argv[2] ?? '');
