import { concat, release, type Bytes } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { advance, checkCancelled, type Work } from '../base/work';
import { AES_192_OCTETS, decryptCbc192, openGcm192 } from './aes-192';
import { CHUNK, ONE_CALL } from './chunks';
import { openStream, sealStream, STREAM_NONCE } from './gcm-stream';

const BLOCK = 16;

/** The one failure of content decryption: it tells no cause. */
export function decryptionFailed(): SignetError {
  return new SignetError('decryption-failed', 'the content could not be decrypted');
}

/** Every fault of decrypting as the one failure; that it was cancelled is none. */
export async function failingAlike<Result>(decrypt: () => Promise<Result>): Promise<Result> {
  try {
    return await decrypt();
  } catch (thrown) {
    throw errorCode(thrown) === 'cancelled' ? thrown : decryptionFailed();
  }
}

/** How content is decrypted. */
export interface DecryptWork extends Work {
  /** The ciphertext's octets belong to the caller, who needs them no more: the content may take their place. */
  readonly inPlace?: boolean;
}

function aesKey(name: 'AES-CBC' | 'AES-GCM', key: Bytes, usages: KeyUsage[]): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, name, false, usages);
}

/** Takes the next octets of what is being made. They are the taker's, with the whole of their buffer. */
export type Write = (octets: Bytes) => void;

/** Octets of the ciphertext of AES-CBC with the padding of RFC 5652 6.3. */
export function cbcLength(content: number): number {
  return content - (content % BLOCK) + BLOCK;
}

/**
 * AES-CBC with the padding of RFC 5652 6.3, in chunks: each is encrypted under the last block of the one before it, while
 * that one is being written.
 */
export async function streamCbc(key: Bytes, iv: Bytes, content: Bytes, write: Write, work: Work = {}): Promise<void> {
  checkCancelled(work);
  const aes = await aesKey('AES-CBC', key, ['encrypt']);
  const size = content.length <= ONE_CALL ? ONE_CALL : CHUNK;
  const encryptAt = (at: number, chain: Bytes): Promise<ArrayBuffer> =>
    crypto.subtle.encrypt({ name: 'AES-CBC', iv: chain }, aes, content.subarray(at, at + size));
  let current: Promise<ArrayBuffer> | undefined = encryptAt(0, iv);
  for (let at = 0; current; at += size) {
    const chunk: Bytes = new Uint8Array(await current);
    const isLast = at + size >= content.length;
    current = isLast ? undefined : encryptAt(at + size, chunk.slice(size - BLOCK, size));
    current?.catch(() => undefined);
    write(isLast ? chunk : chunk.subarray(0, size));
    advance(work, Math.min(at + size, content.length), content.length);
  }
}

/** The same in one array. */
export async function encryptCbc(key: Bytes, iv: Bytes, content: Bytes, work: Work = {}): Promise<Bytes> {
  const parts: Bytes[] = [];
  await streamCbc(key, iv, content, (part) => parts.push(part), work);
  return concat(parts);
}

/** Rejects with `decryption-failed`, whatever the cause, and with `cancelled`. */
export async function decryptCbc(key: Bytes, iv: Bytes, ciphertext: Bytes, work: DecryptWork = {}): Promise<Bytes> {
  checkCancelled(work);
  if (ciphertext.length === 0 || ciphertext.length % BLOCK !== 0 || iv.length !== BLOCK) throw decryptionFailed();
  return failingAlike(async () => {
    if (key.length === AES_192_OCTETS) return decryptCbc192(key, iv, ciphertext, true);
    const aes = await aesKey('AES-CBC', key, ['encrypt', 'decrypt']);
    return ciphertext.length <= ONE_CALL
      ? new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, aes, ciphertext))
      : await decryptChunks(aes, iv, ciphertext, work);
  });
}

/** Two chunks are under way at a time. */
async function decryptChunks(aes: CryptoKey, iv: Bytes, ciphertext: Bytes, work: DecryptWork): Promise<Bytes> {
  const out = work.inPlace === true ? ciphertext : new Uint8Array(ciphertext.length);
  const room = new Uint8Array(CHUNK + BLOCK);
  const decryptAt = (at: number): Promise<Bytes> | undefined =>
    at < ciphertext.length
      ? decryptChunk(aes, at === 0 ? iv : ciphertext.slice(at - BLOCK, at), ciphertext.subarray(at), room)
      : undefined;
  let length = 0;
  let current = decryptAt(0);
  for (let at = 0; current; at += CHUNK) {
    const next = decryptAt(at + CHUNK);
    next?.catch(() => undefined);
    const chunk = await current;
    out.set(chunk, at);
    length = at + chunk.length;
    release(chunk);
    advance(work, Math.min(at + CHUNK, ciphertext.length), ciphertext.length);
    current = next;
  }
  return out.subarray(0, length);
}

/** The first chunk of what is left; one that is not the last has no padding of its own. */
async function decryptChunk(aes: CryptoKey, iv: Bytes, left: Bytes, room: Bytes): Promise<Bytes> {
  if (left.length > CHUNK) return decryptUnpadded(aes, iv, left.subarray(0, CHUNK), room);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, aes, left));
}

/**
 * One block of padding is added, encrypted to follow the blocks, because WebCrypto takes no content without. `room` has
 * a block more than `blocks`; it is free again as soon as the call is made, which copies it (Web Cryptography 14.3.2).
 */
async function decryptUnpadded(aes: CryptoKey, iv: Bytes, blocks: Bytes, room: Bytes): Promise<Bytes> {
  const chain = blocks.slice(-BLOCK);
  const padding = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: chain }, aes, new Uint8Array(0));
  room.set(blocks);
  room.set(new Uint8Array(padding), blocks.length);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, aes, room));
}

/** AES-CBC over whole blocks without padding: what RFC 3211 wraps keys with. Rejects where lengths are wrong. */
export async function decryptCbcBlocks(key: Bytes, iv: Bytes, blocks: Bytes): Promise<Bytes> {
  if (key.length === AES_192_OCTETS) return decryptCbc192(key, iv, blocks, false);
  const aes = await aesKey('AES-CBC', key, ['encrypt', 'decrypt']);
  return decryptUnpadded(aes, iv, blocks, new Uint8Array(blocks.length + BLOCK));
}

export interface Sealed {
  readonly ciphertext: Bytes;
  readonly mac: Bytes;
}

/** AES-GCM with a nonce of 12 octets and a MAC of 16 (RFC 5084 3.2), which is what comes back. */
export async function streamGcm(
  key: Bytes,
  nonce: Bytes,
  content: Bytes,
  write: Write,
  work: Work = {},
): Promise<Bytes> {
  checkCancelled(work);
  if (content.length > ONE_CALL) return sealStream(key, nonce, content, write, work);
  const aes = await aesKey('AES-GCM', key, ['encrypt']);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, aes, content));
  const mac = sealed.slice(content.length);
  write(sealed.subarray(0, content.length));
  advance(work, content.length, content.length);
  return mac;
}

/** The same with the ciphertext in one array. */
export async function sealGcm(key: Bytes, nonce: Bytes, content: Bytes, work: Work = {}): Promise<Sealed> {
  const parts: Bytes[] = [];
  const mac = await streamGcm(key, nonce, content, (part) => parts.push(part), work);
  return { ciphertext: concat(parts), mac };
}

export interface SealedWith extends Sealed {
  /** Octets that the MAC covers besides the ciphertext. */
  readonly additional?: Bytes | undefined;
}

/**
 * Nothing of the content is handed out before the MAC has been found right. Rejects with `decryption-failed`, whatever the
 * cause, and with `cancelled`.
 */
export async function openGcm(key: Bytes, nonce: Bytes, sealed: SealedWith, work: DecryptWork = {}): Promise<Bytes> {
  checkCancelled(work);
  const { ciphertext, mac, additional = new Uint8Array(0) } = sealed;
  return failingAlike(async () => {
    if (key.length === AES_192_OCTETS) {
      return openGcm192(key, nonce, concat([ciphertext, mac]), sealed.additional);
    }
    if (ciphertext.length <= ONE_CALL || nonce.length !== STREAM_NONCE) return openAtOnce(key, nonce, sealed);
    const out = work.inPlace === true ? ciphertext : new Uint8Array(ciphertext.length);
    if (!(await openStream(key, nonce, { ciphertext, mac, additional }, out, work))) throw decryptionFailed();
    return out;
  });
}

async function openAtOnce(key: Bytes, nonce: Bytes, { ciphertext, mac, additional }: SealedWith): Promise<Bytes> {
  const aes = await aesKey('AES-GCM', key, ['decrypt']);
  const parameters = {
    name: 'AES-GCM',
    iv: nonce,
    tagLength: mac.length * 8,
    ...(additional ? { additionalData: additional } : {}),
  };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, aes, concat([ciphertext, mac])));
}
