import { concat, type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import {
  bitString,
  contextTag,
  der,
  integer,
  octets,
  oid,
  readOid,
  readTlv,
  sequence,
  TAG,
  type Tlv,
} from '../asn1/der';
import { OID } from '../asn1/oids';
import { bitStringOctets, ElementReader } from '../asn1/structure';
import { type Certificate } from '../pkix/certificate';
import { digest, type DigestName } from './digest';
import { keyAgreementDigest } from './key-agreement-schemes';
import { unwrapKey, wrapKey, wrapKeyOctets } from './key-wrap';
import { algorithmIdentifier } from './syntax/algorithm-identifier';
import { privateKeyAlgorithm } from './syntax/private-key-info';
import {
  keyAgreementParts,
  type KeyAgreementParts,
  type RecipientIdentifier,
  type RecipientInfo,
} from './syntax/recipient-info';

interface Curve {
  readonly id: string;
  readonly name: 'P-256' | 'P-384' | 'P-521';
  readonly octets: number;
}

const CURVES: readonly Curve[] = [
  { id: OID.p256, name: 'P-256', octets: 32 },
  { id: OID.p384, name: 'P-384', octets: 48 },
  { id: OID.p521, name: 'P-521', octets: 66 },
];

/** What is written to a recipient of each curve (RFC 8551 2.3: as strong as the curve). */
const SCHEMES: Readonly<Record<string, { readonly curve: Curve; readonly scheme: string; readonly hash: DigestName }>> =
  {
    'ec-p256': { curve: CURVES[0] as Curve, scheme: OID.dhSinglePassStdDhSha256Kdf, hash: 'sha256' },
    'ec-p384': { curve: CURVES[1] as Curve, scheme: OID.dhSinglePassStdDhSha384Kdf, hash: 'sha384' },
    'ec-p521': { curve: CURVES[2] as Curve, scheme: OID.dhSinglePassStdDhSha512Kdf, hash: 'sha512' },
  };

/**
 * A KeyAgreeRecipientInfo (RFC 5652 6.2.2, RFC 5753 3.1) for one recipient: ephemeral-static ECDH, AES-256 key wrap, no
 * ukm. Rejects with `recipient-certificate` where the curve is not one of P-256, P-384, P-521.
 */
export async function agreeKey(recipient: Certificate, key: Bytes): Promise<Der> {
  const { algorithm, spki } = recipient.publicKey;
  const choice = SCHEMES[algorithm];
  if (!choice) throw new SignetError('recipient-certificate', 'a key that cannot be encrypted to', algorithm);
  const ecdh = { name: 'ECDH', namedCurve: choice.curve.name };
  const [ephemeral, theirs] = await Promise.all([
    crypto.subtle.generateKey(ecdh, false, ['deriveBits']),
    crypto.subtle.importKey('spki', spki, ecdh, false, []),
  ]);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey));
  const wrap = algorithmIdentifier(OID.aes256Wrap);
  const secret = await sharedSecret(ephemeral.privateKey, theirs, choice.curve);
  const kek = await deriveKey(secret, choice.hash, wrap, undefined, 32);
  const originatorKey = der(contextTag(1), algorithmIdentifier(OID.ecPublicKey), bitString(point));
  const rid = sequence(recipient.issuer.der, recipient.serialDer);
  return der(
    contextTag(1),
    integer(3),
    der(contextTag(0), originatorKey),
    algorithmIdentifier(choice.scheme, wrap),
    sequence(sequence(rid, octets(await wrapKey(kek, key)))),
  );
}

/**
 * The content key in a KeyAgreeRecipientInfo, of the first recipientEncryptedKey that `isNamed` accepts and that opens;
 * undefined where none does. RFC 5753 3.1, with and without ukm. Rejects with `unsupported` for other schemes, key
 * wraps and originators, and with `malformed-der`.
 */
export async function openAgreement(
  recipient: RecipientInfo,
  pkcs8: Bytes,
  isNamed: (id: RecipientIdentifier) => boolean,
): Promise<Bytes | undefined> {
  const parts = keyAgreementParts(readTlv(recipient.der));
  const hash = keyAgreementDigest(parts.algorithm.oid);
  const size = parts.wrap && wrapKeyOctets(parts.wrap.oid);
  if (!hash || !parts.wrap || size === undefined) {
    throw new SignetError('unsupported', 'this key agreement', recipient.keyEncryptionAlgorithm);
  }
  const secret = await agreedSecret(parts.originator, pkcs8);
  if (!secret) return undefined;
  const kek = await deriveKey(secret, hash, parts.wrap.der, parts.ukm, size);
  return firstOpened(parts, parts.wrap.oid, kek, isNamed);
}

async function firstOpened(
  { keys }: KeyAgreementParts,
  wrap: string,
  kek: Bytes,
  isNamed: (id: RecipientIdentifier) => boolean,
): Promise<Bytes | undefined> {
  for (const { rid, encryptedKey } of keys) {
    const key = isNamed(rid) ? await unwrapKey(wrap, kek, encryptedKey) : undefined;
    if (key) return key;
  }
  return undefined;
}

/** Undefined where the originator's key is not a point of our curve. */
async function agreedSecret(originator: Tlv, pkcs8: Bytes): Promise<Bytes | undefined> {
  if (originator.tag !== contextTag(1)) {
    throw new SignetError('unsupported', 'key agreement with a static originator key', 'static-static');
  }
  const curve = curveOf(pkcs8);
  const reader = new ElementReader(originator, 'OriginatorPublicKey', contextTag(1));
  reader.take('algorithm', TAG.sequence);
  const point = bitStringOctets(reader.take('publicKey', TAG.bitString));
  const spki = sequence(algorithmIdentifier(OID.ecPublicKey, oid(curve.id)), bitString(point));
  const ecdh = { name: 'ECDH', namedCurve: curve.name };
  try {
    const theirs = await crypto.subtle.importKey('spki', spki, ecdh, false, []);
    const ours = await crypto.subtle.importKey('pkcs8', pkcs8, ecdh, false, ['deriveBits']);
    return await sharedSecret(ours, theirs, curve);
  } catch {
    return undefined;
  }
}

function curveOf(pkcs8: Bytes): Curve {
  const { parameters } = privateKeyAlgorithm(pkcs8);
  const id = parameters?.tag === TAG.oid ? readOid(parameters) : '';
  const curve = CURVES.find((one) => one.id === id);
  if (!curve) throw new SignetError('unsupported', 'this elliptic curve', id);
  return curve;
}

async function sharedSecret(ours: CryptoKey, theirs: CryptoKey, curve: Curve): Promise<Bytes> {
  const bits = curve.octets * 8;
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours, bits));
}

/** ANSI X9.63 key derivation over ECC-CMS-SharedInfo (RFC 5753 7.2); `wrap` stands in it as the message has it. */
async function deriveKey(
  secret: Bytes,
  hash: DigestName,
  wrap: Der,
  ukm: Bytes | undefined,
  length: number,
): Promise<Bytes> {
  const entityUInfo = ukm ? [der(contextTag(0), octets(ukm))] : [];
  const suppPubInfo = der(contextTag(2), octets(bigEndian32(length * 8)));
  const sharedInfo = sequence(wrap, ...entityUInfo, suppPubInfo);
  const blocks: Bytes[] = [];
  for (let counter = 1, have = 0; have < length; counter++) {
    const block = await digest(hash, concat([secret, bigEndian32(counter), sharedInfo]));
    blocks.push(block);
    have += block.length;
  }
  return concat(blocks).slice(0, length);
}

function bigEndian32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
