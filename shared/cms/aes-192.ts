import { type Bytes } from '../base/bytes';

/**
 * AES with keys of 192 bits, which Chromium's WebCrypto lacks. Rare, so its code is loaded when it is met, and it takes
 * its input in one piece. Each rejects where WebCrypto would.
 */
export const AES_192_OCTETS = 24;

/** AES-CBC with the padding of RFC 5652 6.3, or over whole blocks without. */
export async function decryptCbc192(key: Bytes, iv: Bytes, ciphertext: Bytes, padding: boolean): Promise<Bytes> {
  const { cbc } = await import('@noble/ciphers/aes.js');
  return new Uint8Array(cbc(key, iv, { disablePadding: !padding }).decrypt(ciphertext));
}

/** AES-GCM over ciphertext and MAC, which must have 16 octets. */
export async function openGcm192(key: Bytes, nonce: Bytes, sealed: Bytes, additional?: Bytes): Promise<Bytes> {
  const { gcm } = await import('@noble/ciphers/aes.js');
  return new Uint8Array(gcm(key, nonce, additional).decrypt(sealed));
}

/** AES key wrap, RFC 3394. */
export async function unwrapKey192(kek: Bytes, wrapped: Bytes): Promise<Bytes> {
  const { aeskw } = await import('@noble/ciphers/aes.js');
  return new Uint8Array(aeskw(kek).decrypt(wrapped));
}
