import { concat, type Bytes, type Der } from '../base/bytes';
import { contextTag, der, octets, oid, sequence } from '../asn1/der';
import { digest, type DigestName } from './digest';
import { type AlgorithmIdentifier } from './syntax/algorithm-identifier';

/** Hashes that HKDF is named with (RFC 8418 2.2, RFC 8619). */
export type HkdfHash = 'sha256' | 'sha384' | 'sha512';

const WEB_HASHES: Readonly<Record<HkdfHash, string>> = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

/** What a key-encryption key is derived for. */
export interface KeyUse {
  /** The key wrap as the message has it. */
  readonly wrap: AlgorithmIdentifier;
  readonly ukm: Bytes | undefined;
  /** Octets of the key. */
  readonly length: number;
}

/** HKDF (RFC 5869); no salt is a salt of zeros. */
export async function hkdf(
  hash: HkdfHash,
  secret: Bytes,
  info: Bytes,
  length: number,
  salt: Bytes = new Uint8Array(0),
): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const parameters = { name: 'HKDF', hash: WEB_HASHES[hash], salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, length * 8));
}

/** ECC-CMS-SharedInfo, RFC 5753 7.2; also what HKDF is given (RFC 8418 2.2). */
export function eccSharedInfo({ wrap, ukm, length }: KeyUse): Der {
  const entityUInfo = ukm ? [der(contextTag(0), octets(ukm))] : [];
  return sequence(wrap.der, ...entityUInfo, der(contextTag(2), octets(bigEndian32(length * 8))));
}

/** ANSI X9.63 key derivation over ECC-CMS-SharedInfo. */
export function x963(hash: DigestName, secret: Bytes, use: KeyUse): Promise<Bytes> {
  const sharedInfo = eccSharedInfo(use);
  return counted(hash, use.length, (counter) => concat([secret, bigEndian32(counter), sharedInfo]));
}

/** ANSI X9.42 key derivation over OtherInfo, RFC 2631 2.1.2. */
export function x942(secret: Bytes, { wrap, ukm, length }: KeyUse): Promise<Bytes> {
  const partyAInfo = ukm ? [der(contextTag(0), octets(ukm))] : [];
  const suppPubInfo = der(contextTag(2), octets(bigEndian32(length * 8)));
  const otherInfo = (counter: number): Der =>
    sequence(sequence(oid(wrap.oid), octets(bigEndian32(counter))), ...partyAInfo, suppPubInfo);
  return counted('sha1', length, (counter) => concat([secret, otherInfo(counter)]));
}

/** Digests of what `block` gives for 1, 2, …, one behind the other, as far as they are needed. */
async function counted(hash: DigestName, length: number, block: (counter: number) => Bytes): Promise<Bytes> {
  const blocks: Bytes[] = [];
  for (let counter = 1, have = 0; have < length; counter++) {
    const made = await digest(hash, block(counter));
    blocks.push(made);
    have += made.length;
  }
  return concat(blocks).slice(0, length);
}

function bigEndian32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
