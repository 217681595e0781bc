import { type Bytes, type Der, hex } from '../base/bytes';

/** SHA-256 over the whole certificate, hexadecimal, lower case: what people compare. */
export function certificateFingerprint(certificate: Der): Promise<string> {
  return sha256(certificate);
}

/** The name of a key that has no certificate yet: the same over its SubjectPublicKeyInfo. */
export function keyFingerprint(spki: Der): Promise<string> {
  return sha256(spki);
}

async function sha256(octets: Bytes): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)));
}
