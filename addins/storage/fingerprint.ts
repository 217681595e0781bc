import { asDer, hex, type Der } from '../../shared/index';

/** SHA-256 of a certificate, hexadecimal: the name of every entry that holds one. */
export async function fingerprint(certificate: Der): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', certificate)));
}

/** Octets with a buffer of their own: storing a range of a message would store the whole message with it. */
export function ownOctets(certificate: Der): Der {
  return asDer(certificate.slice());
}
