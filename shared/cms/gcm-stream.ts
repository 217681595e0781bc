import { equal, release, type Bytes } from '../base/bytes';
import { blockNumber, blockOctets, multiply, raise } from '../base/galois-field';
import { advance, type Work } from '../base/work';
import { CHUNK } from './chunks';

/** Octets of the nonce that can be streamed (NIST SP 800-38D 7.1: others are hashed first). */
export const STREAM_NONCE = 12;
const BLOCK = 16;

/**
 * AES-GCM in chunks, from native parts: AES-CTR for the content, GMAC for the hash of each chunk, and one multiplication
 * in GF(2^128) to join a chunk's hash to those before it. Octet for octet what one call of AES-GCM gives.
 */
class GcmStream {
  readonly #ctr: CryptoKey;
  readonly #gcm: CryptoKey;
  readonly #nonce: Bytes;
  /** Another nonce than the message's; what is made under it never leaves this class. */
  readonly #ownNonce: Bytes;
  readonly #hashKey: bigint;
  readonly #ownMask: bigint;
  readonly #mask: bigint;
  readonly #powers = new Map<number, bigint>();
  #hash = 0n;

  private constructor(keys: readonly [CryptoKey, CryptoKey], nonce: Bytes, parts: readonly Bytes[]) {
    [this.#ctr, this.#gcm] = keys;
    this.#nonce = nonce;
    this.#ownNonce = otherNonce(nonce);
    [this.#hashKey, this.#ownMask, this.#mask] = parts.map(blockNumber) as [bigint, bigint, bigint];
  }

  static async create(key: Bytes, nonce: Bytes): Promise<GcmStream> {
    const [ctr, gcm] = await Promise.all([
      crypto.subtle.importKey('raw', key, 'AES-CTR', false, ['encrypt']),
      crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']),
    ]);
    const zeros = new Uint8Array(BLOCK);
    const parts = await Promise.all([
      crypto.subtle.encrypt({ name: 'AES-CTR', counter: zeros, length: 128 }, ctr, zeros),
      tagOf(gcm, otherNonce(nonce), new Uint8Array(0)),
      tagOf(gcm, nonce, new Uint8Array(0)),
    ]);
    return new GcmStream(
      [ctr, gcm],
      nonce,
      parts.map((part) => new Uint8Array(part)),
    );
  }

  /** Encrypts or decrypts the chunk that stands at `at` of the content. */
  async crypt(at: number, chunk: Bytes): Promise<Bytes> {
    const counter = new Uint8Array(BLOCK);
    counter.set(this.#nonce);
    new DataView(counter.buffer).setUint32(12, 2 + at / BLOCK);
    return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CTR', counter, length: 32 }, this.#ctr, chunk));
  }

  /** The hash of a chunk as a tag under our own nonce. */
  tag(chunk: Bytes): Promise<ArrayBuffer> {
    return tagOf(this.#gcm, this.#ownNonce, chunk);
  }

  /** Adds the chunk whose tag it is, in the order of the content; only the last may end within a block. */
  join(tag: ArrayBuffer, length: number): void {
    const blocks = Math.ceil(length / BLOCK);
    const power = this.#powers.get(blocks) ?? raise(this.#hashKey, blocks);
    this.#powers.set(blocks, power);
    const lengths = multiply(BigInt(length * 8) << 64n, this.#hashKey);
    this.#hash = multiply(this.#hash, power) ^ blockNumber(new Uint8Array(tag)) ^ this.#ownMask ^ lengths;
  }

  /** The tag of the whole. */
  finish(additional: number, length: number): Bytes {
    const lengths = (BigInt(additional * 8) << 64n) | BigInt(length * 8);
    return blockOctets(this.#hash ^ multiply(lengths, this.#hashKey) ^ this.#mask);
  }
}

function otherNonce(nonce: Bytes): Bytes {
  const other = nonce.slice();
  other[0] = (other[0] as number) ^ 0x80;
  return other;
}

function tagOf(key: CryptoKey, iv: Bytes, additionalData: Bytes): Promise<ArrayBuffer> {
  return crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, new Uint8Array(0));
}

/** Hands the ciphertext of `content` out in order and gives the tag of 16 octets. The nonce has 12 octets. */
export async function sealStream(
  key: Bytes,
  nonce: Bytes,
  content: Bytes,
  write: (octets: Bytes) => void,
  work: Work,
): Promise<Bytes> {
  const stream = await GcmStream.create(key, nonce);
  const total = content.length;
  const encryptAt = (at: number): Promise<Bytes> | undefined =>
    at < total ? stream.crypt(at, content.subarray(at, at + CHUNK)) : undefined;
  let current = encryptAt(0);
  for (let at = 0; current; at += CHUNK) {
    const chunk = await current;
    const tag = stream.tag(chunk);
    const { length } = chunk;
    current = encryptAt(at + CHUNK);
    current?.catch(() => undefined);
    write(chunk);
    stream.join(await tag, length);
    advance(work, at + length, total);
  }
  return stream.finish(0, total);
}

export interface StreamedSeal {
  readonly ciphertext: Bytes;
  readonly mac: Bytes;
  readonly additional: Bytes;
}

/**
 * Decrypts into `out`, which may be the ciphertext itself. True where the MAC is right; `out` holds zeros where it is not,
 * and where the work was cancelled or failed.
 */
export async function openStream(
  key: Bytes,
  nonce: Bytes,
  { ciphertext, mac, additional }: StreamedSeal,
  out: Bytes,
  work: Work,
): Promise<boolean> {
  const total = ciphertext.length;
  let isRight = false;
  try {
    const stream = await GcmStream.create(key, nonce);
    if (additional.length > 0) stream.join(await stream.tag(additional), additional.length);
    const decryptAt = (at: number): Promise<readonly [ArrayBuffer, Bytes]> | undefined => {
      const chunk = ciphertext.subarray(at, at + CHUNK);
      return at < total ? Promise.all([stream.tag(chunk), stream.crypt(at, chunk)]) : undefined;
    };
    let current = decryptAt(0);
    for (let at = 0; current; at += CHUNK) {
      const next = decryptAt(at + CHUNK);
      next?.catch(() => undefined);
      const [tag, chunk] = await current;
      const { length } = chunk;
      out.set(chunk, at);
      release(chunk);
      stream.join(tag, length);
      advance(work, at + length, total);
      current = next;
    }
    isRight = equal(stream.finish(additional.length, total).subarray(0, mac.length), mac);
  } finally {
    if (!isRight) out.fill(0);
  }
  return isRight;
}
