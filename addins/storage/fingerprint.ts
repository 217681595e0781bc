import { hex, type Der } from '../../shared/index';

/** SHA-256 of a certificate, hexadecimal: the name of every entry that holds one. */
export async function fingerprint(certificate: Der): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', certificate)));
}
