import { type Bytes } from '../base/bytes';
import { AES_192_OCTETS, decryptCbc192 } from '../cms/aes-192';

/**
 * AES-CBC with the padding of RFC 8018 6.1.1; undefined where the padding shows that the key was the wrong one. Keys of
 * 192 bits, which Chromium lacks, in script.
 */
export async function decryptAesCbc(key: Bytes, iv: Bytes, ciphertext: Bytes): Promise<Bytes | undefined> {
  try {
    if (key.length === AES_192_OCTETS) return await decryptCbc192(key, iv, ciphertext, true);
    const imported = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['decrypt']);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, imported, ciphertext));
  } catch {
    return undefined;
  }
}
