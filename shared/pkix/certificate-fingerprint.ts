import { type Der, hex } from '../base/bytes';

/** SHA-256 over the whole certificate, hexadecimal, lower case: what people compare. */
export async function certificateFingerprint(certificate: Der): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', certificate)));
}
