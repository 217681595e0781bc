import { utf8Bytes, type Bytes } from '../../shared/index';
import { type Sealed, type WrappedKey } from './schema';

/** Wraps and unwraps private keys under one protection. */
export interface Keeper {
  /** Of the protection. */
  readonly id: string;
  /** `owner` is bound as additional data: a wrapped key opens under no other name. */
  wrap(privateKey: Bytes, owner: string): Promise<WrappedKey>;
  /** Rejects with `storage` (`lost`) where the key that wrapped it is gone or is another. */
  unwrap(wrapped: WrappedKey, owner: string): Promise<Bytes>;
}

/** Octets under AES-256-GCM, with a nonce of their own; `bound` is authenticated with them. */
export async function sealed(key: CryptoKey, octets: Bytes, bound: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, ciphertext: new Uint8Array(await crypto.subtle.encrypt(parameters(iv, bound), key, octets)) };
}

/** Undefined where the key or what is bound is another, or the octets were changed. */
export async function openSealed(
  key: CryptoKey,
  { iv, ciphertext }: Sealed,
  bound: string,
): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, bound), key, ciphertext));
  } catch {
    return undefined;
  }
}

function parameters(iv: Bytes, bound: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: utf8Bytes(bound) };
}
