import { readTlv } from '../asn1/der';
import { hex, type Der } from '../base/bytes';
import { readName } from './name';

/** An encoded Name for people; hexadecimal where it cannot be read, because one hostile name must not hide the rest. */
export function nameText(name: Der): string {
  try {
    return readName(readTlv(name)).text;
  } catch {
    return hex(name);
  }
}
