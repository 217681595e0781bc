import { fromBase64, toBase64 } from '../../shared/base/base64';
import { type Bytes } from '../../shared/base/bytes';
import { type Keys } from './operations';

/** Keys as JSON, which every engine takes. */
export function keysJson({ authority, certificate, pkcs8 }: Keys): string {
  return JSON.stringify({
    authority: toBase64(authority),
    certificate: toBase64(certificate),
    pkcs8: toBase64(pkcs8),
  });
}

export function keysFrom(json: string): Keys {
  const stored = JSON.parse(json) as Record<keyof Keys, string>;
  const octets = (name: keyof Keys): Bytes => fromBase64(stored[name]) ?? new Uint8Array(0);
  return { authority: octets('authority'), certificate: octets('certificate'), pkcs8: octets('pkcs8') };
}
