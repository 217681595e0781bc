import { concat, type Bytes, type Der, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { contextTag, der, integer, octets, sequence } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate } from '../pkix/certificate';
import { digest, isWebDigest, WEB_DIGESTS, type DigestName, type WebDigest } from './digest';
import { digestOf } from './algorithms';
import {
  readRsaPrivateKey,
  readRsaPublicKey,
  rsaPrivate,
  rsaPublic,
  toNumber,
  toOctets,
  type RsaPrivateKey,
} from './rsa';
import { algorithmIdentifier, algorithmWithNull } from './syntax/algorithm-identifier';
import { type OaepParameters } from './syntax/recipient-info';

/** How a key is put under an RSA key: RSAES-PKCS1-v1_5 or RSAES-OAEP with SHA-256 for digest and mask. */
export type KeyTransport = 'pkcs1' | 'oaep-sha256';

/**
 * A KeyTransRecipientInfo (RFC 5652 6.2.1) with issuer and serial number. Rejects with `recipient-certificate` where the
 * certificate's key is not one for RSA encryption.
 */
export async function transportKey(recipient: Certificate, key: Bytes, how: KeyTransport): Promise<Der> {
  if (recipient.publicKey.algorithm !== 'rsa') {
    throw new SignetError('recipient-certificate', 'a key that cannot be encrypted to', recipient.publicKey.algorithm);
  }
  const { spki } = recipient.publicKey;
  const encrypted = how === 'pkcs1' ? encryptPkcs1(spki, key) : await encryptOaep(recipient, key);
  const algorithm = how === 'pkcs1' ? algorithmWithNull(OID.rsaEncryption) : oaepSha256();
  return sequence(integer(0), sequence(recipient.issuer.der, recipient.serialDer), algorithm, octets(encrypted));
}

/** RSAES-OAEP with SHA-256 for digest and mask, RFC 4055 4.1. */
export function oaepSha256(): Der {
  const hash = algorithmWithNull(OID.sha256);
  const mask = algorithmIdentifier(OID.mgf1, hash);
  return algorithmIdentifier(OID.rsaesOaep, sequence(der(contextTag(0), hash), der(contextTag(1), mask)));
}

/** Imported keys live as long as the certificates, which are few: `parseCertificate` keeps them. */
const oaepKeys = new WeakMap<Certificate, Promise<CryptoKey>>();

async function encryptOaep(recipient: Certificate, key: Bytes): Promise<Bytes> {
  const name = 'RSA-OAEP';
  const { spki } = recipient.publicKey;
  const imported =
    oaepKeys.get(recipient) ?? crypto.subtle.importKey('spki', spki, { name, hash: 'SHA-256' }, false, ['encrypt']);
  oaepKeys.set(recipient, imported);
  return new Uint8Array(await crypto.subtle.encrypt({ name }, await imported, key));
}

/** RSAES-PKCS1-v1_5, RFC 8017 7.2.1. */
function encryptPkcs1(spki: Der, message: Bytes): Bytes {
  const key = readRsaPublicKey(spki);
  const padding = key.octets - message.length - 3;
  if (padding < 8) throw new SignetError('recipient-certificate', 'an RSA key too short for a content key', 'rsa');
  const block = concat([Uint8Array.of(0, 2), nonZeroRandom(padding), Uint8Array.of(0), message]);
  return toOctets(rsaPublic(key, toNumber(block)), key.octets);
}

function nonZeroRandom(length: number): Bytes {
  const out = crypto.getRandomValues(new Uint8Array(length));
  for (let i = 0; i < length; i++) {
    while (out[i] === 0) crypto.getRandomValues(out.subarray(i, i + 1));
  }
  return out;
}

/**
 * Opens RSAES-PKCS1-v1_5 (RFC 8017 7.2.2) to a key of `length` octets with implicit rejection: whatever is wrong with
 * the padding or the length of what was inside, the result is a key that depends on private key and ciphertext alone
 * and looks like any other. The caller must let it fail where a wrong key fails, at the content. RFC 3218 2.3.2.
 */
export async function openPkcs1(pkcs8: Bytes, ciphertext: Bytes, length: number): Promise<Bytes> {
  const key = readRsaPrivateKey(pkcs8);
  const other = await syntheticKey(key, ciphertext, length);
  const fits = ciphertext.length <= key.octets && key.octets >= length + 11;
  const opened = fits ? rsaPrivate(key, toNumber(ciphertext)) : undefined;
  if (opened === undefined) return other;
  return selectMessage(toOctets(opened, key.octets), other);
}

/** The message at the end of the padded block, or `other`: chosen without a branch on the block. */
function selectMessage(block: Bytes, other: Bytes): Bytes {
  const from = block.length - other.length;
  let bad = (block[0] as number) | ((block[1] as number) ^ 2) | (block[from - 1] as number);
  for (let i = 2; i < from - 1; i++) bad |= (((block[i] as number) - 1) >>> 8) & 1;
  const good = ((bad - 1) >>> 8) & 0xff;
  return other.map((octet, i) => ((block[from + i] as number) & good) | (octet & ~good));
}

/** Pseudo-random octets of private key and ciphertext, as irtf-cfrg-rsa-guidance derives them. */
async function syntheticKey(key: RsaPrivateKey, ciphertext: Bytes, length: number): Promise<Bytes> {
  const secret = await digest('sha256', toOctets(key.privateExponent, key.octets));
  const derivationKey = await hmac(secret, ciphertext);
  const blocks: Bytes[] = [];
  for (let i = 0; i * 32 < length; i++) {
    blocks.push(await hmac(derivationKey, concat([Uint8Array.of(i >> 8, i), utf8Bytes('message')])));
  }
  return concat(blocks).slice(0, length);
}

async function hmac(key: Bytes, octetsOfMessage: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, octetsOfMessage));
}

/**
 * Opens RSAES-OAEP (RFC 8017 7.1.2). WebCrypto does it where digest and mask use one hash that it has; the rest is done
 * here. Undefined where it does not open, for whatever reason; rejects with `unsupported` for hashes we do not have.
 */
export async function openOaep(
  pkcs8: Bytes,
  ciphertext: Bytes,
  parameters: OaepParameters,
  imported?: ImportedKeys,
): Promise<Bytes | undefined> {
  const hash = digestOf(parameters.hash);
  const maskHash = digestOf(parameters.maskHash);
  if (!hash || !maskHash) throw new SignetError('unsupported', 'a hash of RSAES-OAEP', parameters.hash);
  if (hash === maskHash && isWebDigest(hash)) {
    const key = await oaepKey(pkcs8, hash, imported);
    return openWebOaep(key, ciphertext, parameters.label);
  }
  return openOwnOaep(readRsaPrivateKey(pkcs8), ciphertext, hash, maskHash, parameters.label);
}

/** One private key as WebCrypto has it, by the hash of RSAES-OAEP: non-extractable, and at most one for each hash. */
export type ImportedKeys = Map<WebDigest, CryptoKey>;

async function oaepKey(pkcs8: Bytes, hash: WebDigest, imported: ImportedKeys | undefined): Promise<CryptoKey> {
  const algorithm = { name: 'RSA-OAEP', hash: WEB_DIGESTS[hash] };
  const key = imported?.get(hash) ?? (await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['decrypt']));
  imported?.set(hash, key);
  return key;
}

async function openWebOaep(key: CryptoKey, ciphertext: Bytes, label: Bytes): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'RSA-OAEP', label }, key, ciphertext));
  } catch {
    return undefined;
  }
}

async function openOwnOaep(
  key: RsaPrivateKey,
  ciphertext: Bytes,
  hash: DigestName,
  maskHash: DigestName,
  label: Bytes,
): Promise<Bytes | undefined> {
  const labelHash = await digest(hash, label);
  const size = labelHash.length;
  const opened = ciphertext.length === key.octets ? rsaPrivate(key, toNumber(ciphertext)) : undefined;
  if (opened === undefined || key.octets < 2 * size + 2) return undefined;
  const block = toOctets(opened, key.octets);
  const seed = xor(block.subarray(1, size + 1), await mask(maskHash, block.subarray(size + 1), size));
  const data = xor(block.subarray(size + 1), await mask(maskHash, seed, key.octets - size - 1));
  return unpad(block[0] as number, data, labelHash);
}

/** The message after label hash, zeros and 01: one answer for every fault, found without an early end (RFC 8017 7.1.2 note). */
function unpad(first: number, data: Bytes, labelHash: Bytes): Bytes | undefined {
  let bad = first;
  for (let i = 0; i < labelHash.length; i++) bad |= (data[i] as number) ^ (labelHash[i] as number);
  let searching = 1;
  let from = 0;
  for (let i = labelHash.length; i < data.length; i++) {
    const octet = data[i] as number;
    const isOne = ((octet ^ 1) - 1) >>> 31;
    const isZero = (octet - 1) >>> 31;
    from |= -(searching & isOne) & (i + 1);
    bad |= searching & ~(isOne | isZero);
    searching &= ~isOne;
  }
  return (bad | searching) === 0 ? data.slice(from) : undefined;
}

function xor(a: Bytes, b: Bytes): Bytes {
  return a.map((octet, i) => octet ^ (b[i] as number));
}

/** MGF1, RFC 8017 B.2.1. */
async function mask(hash: DigestName, seed: Bytes, length: number): Promise<Bytes> {
  const blocks: Bytes[] = [];
  for (let counter = 0, have = 0; have < length; counter++) {
    const block = await digest(hash, concat([seed, Uint8Array.of(0, 0, counter >> 8, counter)]));
    blocks.push(block);
    have += block.length;
  }
  return concat(blocks).subarray(0, length);
}
