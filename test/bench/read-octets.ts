import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type Bytes } from '../../shared/base/bytes';

/** A file in one array of its length: `readFileSync` would leave pooled buffers behind. */
export function readOctets(path: string): Bytes {
  const out = new Uint8Array(statSync(path).size);
  const file = openSync(path, 'r');
  for (let at = 0; at < out.length;) at += readSync(file, out, at, Math.min(1 << 20, out.length - at), null);
  closeSync(file);
  return out;
}
