import { hex, type Bytes, type Der } from '../../base/bytes';
import {
  boundedChildren,
  contents,
  contextTag,
  encoded,
  octetString,
  readOid,
  readSmallInteger,
  TAG,
  type Tlv,
} from '../../asn1/der';
import { OID } from '../../asn1/oids';
import { ElementReader, inside } from '../../asn1/structure';
import { algorithmName } from '../algorithms';
import { keyAgreementScheme, schemeName } from '../key-agreement-schemes';
import { malformedCms } from '../malformed';
import { type AlgorithmIdentifier, parameterSequence, readAlgorithm } from './algorithm-identifier';

/** Who a RecipientInfo is for (RFC 5652 6.2.1, 6.2.2). */
export type RecipientIdentifier =
  | { readonly kind: 'issuer-serial'; readonly issuer: Der; readonly serial: string }
  | { readonly kind: 'ski'; readonly keyIdentifier: Bytes };

/** One RecipientInfo, read as far as choosing a key needs; `der` is the whole of it as received. RFC 5652 6.2. */
export interface RecipientInfo {
  readonly kind: 'ktri' | 'kari' | 'kekri' | 'pwri' | 'kemri' | 'other';
  readonly der: Der;
  /** One for ktri and kemri, one for each recipientEncryptedKey for kari, none otherwise. */
  readonly identifiers: readonly RecipientIdentifier[];
  /** By the names of the inspector contract; unknown: dotted. */
  readonly keyEncryptionAlgorithm: string;
  /** Octets of the key that is inside; left out where the content encryption is not one that this project reads. */
  readonly contentKeyOctets?: number | undefined;
  /** keyIdentifier of a KEKRecipientInfo. */
  readonly keyIdentifier?: Bytes;
}

/** Reads one RecipientInfo. Throws `malformed-der`, `malformed-cms`. */
export function readRecipientInfo(value: Tlv, contentKeyOctets: number | undefined): RecipientInfo {
  const common = { der: encoded(value), contentKeyOctets };
  switch (value.tag) {
    case TAG.sequence:
      return { ...common, kind: 'ktri', ...readKeyTransport(value) };
    case contextTag(1):
      return { ...common, kind: 'kari', ...readKeyAgreement(value) };
    case contextTag(2):
      return { ...common, kind: 'kekri', ...readKeyEncryptionKey(value) };
    case contextTag(3):
      return { ...common, kind: 'pwri', ...readPassword(value) };
    case contextTag(4):
      return { ...common, ...readOther(value) };
    default:
      throw malformedCms('a RecipientInfo of unknown form');
  }
}

type Parts = Pick<RecipientInfo, 'identifiers' | 'keyEncryptionAlgorithm'>;

function readKeyTransport(value: Tlv): Parts {
  const { rid, algorithm } = keyTransportParts(value);
  return { identifiers: [rid], keyEncryptionAlgorithm: keyTransportName(algorithm) };
}

export interface KeyTransportParts {
  readonly rid: RecipientIdentifier;
  readonly algorithm: AlgorithmIdentifier;
  readonly encryptedKey: Bytes;
}

/** KeyTransRecipientInfo, RFC 5652 6.2.1. */
export function keyTransportParts(value: Tlv): KeyTransportParts {
  const reader = new ElementReader(value, 'KeyTransRecipientInfo');
  reader.take('version', TAG.integer);
  return {
    rid: readIdentifier(reader.take('rid')),
    algorithm: readAlgorithm(reader.take('keyEncryptionAlgorithm')),
    encryptedKey: octetString(reader.take('encryptedKey', TAG.octetString, 0x24)),
  };
}

export interface KeyAgreementParts {
  readonly originator: Tlv;
  readonly ukm: Bytes | undefined;
  readonly algorithm: AlgorithmIdentifier;
  readonly wrap: AlgorithmIdentifier | undefined;
  readonly keys: readonly { readonly rid: RecipientIdentifier; readonly encryptedKey: Bytes }[];
}

/** KeyAgreeRecipientInfo, RFC 5652 6.2.2. Throws `malformed-der`, and `limit` for more keys than are read. */
export function keyAgreementParts(value: Tlv): KeyAgreementParts {
  const reader = new ElementReader(value, 'KeyAgreeRecipientInfo', contextTag(1));
  reader.take('version', TAG.integer);
  const originator = inside(reader.take('originator', contextTag(0)), 'originator');
  const ukm = reader.takeIf(contextTag(1));
  const algorithm = readAlgorithm(reader.take('keyEncryptionAlgorithm'));
  const parameters = parameterSequence(algorithm);
  return {
    originator,
    ukm: ukm && octetString(inside(ukm, 'ukm')),
    algorithm,
    wrap: parameters && readAlgorithm(parameters),
    keys: boundedChildren(reader.take('recipientEncryptedKeys', TAG.sequence), 'recipients').map(readEncryptedKey),
  };
}

function readEncryptedKey(value: Tlv): KeyAgreementParts['keys'][number] {
  const reader = new ElementReader(value, 'RecipientEncryptedKey');
  const rid = reader.take('rid');
  return {
    rid: rid.tag === contextTag(0) ? recipientKeyIdentifier(rid) : readIdentifier(rid),
    encryptedKey: octetString(reader.take('encryptedKey', TAG.octetString, 0x24)),
  };
}

/** RecipientKeyIdentifier: date and other are left aside, as the identifier names the key alone. */
function recipientKeyIdentifier(value: Tlv): RecipientIdentifier {
  const reader = new ElementReader(value, 'RecipientKeyIdentifier', contextTag(0));
  return { kind: 'ski', keyIdentifier: octetString(reader.take('subjectKeyIdentifier', TAG.octetString)) };
}

function readKeyAgreement(value: Tlv): Parts {
  const { algorithm, wrap, keys } = keyAgreementParts(value);
  const scheme = keyAgreementScheme(algorithm.oid);
  const name = scheme && wrap ? schemeName(scheme, algorithmName(wrap.oid)) : algorithm.oid;
  return { identifiers: keys.map(({ rid }) => rid), keyEncryptionAlgorithm: name };
}

export interface SharedKeyParts {
  readonly keyIdentifier: Bytes;
  readonly algorithm: AlgorithmIdentifier;
  readonly encryptedKey: Bytes;
}

/** KEKRecipientInfo, RFC 5652 6.2.3; date and other are left aside. */
export function sharedKeyParts(value: Tlv): SharedKeyParts {
  const reader = new ElementReader(value, 'KEKRecipientInfo', contextTag(2));
  reader.take('version', TAG.integer);
  const kekid = new ElementReader(reader.take('kekid', TAG.sequence), 'KEKIdentifier');
  return {
    keyIdentifier: octetString(kekid.take('keyIdentifier', TAG.octetString)),
    algorithm: readAlgorithm(reader.take('keyEncryptionAlgorithm', TAG.sequence)),
    encryptedKey: octetString(reader.take('encryptedKey', TAG.octetString, 0x24)),
  };
}

function readKeyEncryptionKey(value: Tlv): Parts & { readonly keyIdentifier: Bytes } {
  const { keyIdentifier, algorithm } = sharedKeyParts(value);
  return { identifiers: [], keyIdentifier, keyEncryptionAlgorithm: algorithmName(algorithm.oid) };
}

export interface PasswordParts {
  /** keyDerivationAlgorithm; undefined where the key is not derived from a password. */
  readonly derivation: Tlv | undefined;
  readonly algorithm: AlgorithmIdentifier;
  readonly encryptedKey: Bytes;
}

/** PasswordRecipientInfo, RFC 5652 6.2.4. */
export function passwordParts(value: Tlv): PasswordParts {
  const reader = new ElementReader(value, 'PasswordRecipientInfo', contextTag(3));
  reader.take('version', TAG.integer);
  return {
    derivation: reader.takeIf(contextTag(0)),
    algorithm: readAlgorithm(reader.take('keyEncryptionAlgorithm', TAG.sequence)),
    encryptedKey: octetString(reader.take('encryptedKey', TAG.octetString, 0x24)),
  };
}

function readPassword(value: Tlv): Parts {
  return { identifiers: [], keyEncryptionAlgorithm: algorithmName(passwordParts(value).algorithm.oid) };
}

/** OtherRecipientInfo, RFC 5652 6.2.5; of those, KEMRecipientInfo (RFC 9629 3). */
function readOther(value: Tlv): Parts & { readonly kind: 'kemri' | 'other' } {
  const reader = new ElementReader(value, 'OtherRecipientInfo', contextTag(4));
  const type = readOid(reader.take('oriType', TAG.oid));
  if (type !== OID.kemRecipientInfo) return { kind: 'other', identifiers: [], keyEncryptionAlgorithm: type };
  const { rid, kem, kdf, wrap } = kemParts(value);
  const names = [kem, kdf, wrap].map(({ oid }) => algorithmName(oid));
  return { kind: 'kemri', identifiers: [rid], keyEncryptionAlgorithm: names.join('-') };
}

export interface KemParts {
  readonly rid: RecipientIdentifier;
  readonly kem: AlgorithmIdentifier;
  /** kemct: what encapsulates the shared secret. */
  readonly encapsulated: Bytes;
  readonly kdf: AlgorithmIdentifier;
  /** Octets of the key-encryption key. */
  readonly kekLength: number;
  readonly ukm: Bytes | undefined;
  readonly wrap: AlgorithmIdentifier;
  readonly encryptedKey: Bytes;
}

/** KEMRecipientInfo in its OtherRecipientInfo, RFC 9629 3. */
export function kemParts(value: Tlv): KemParts {
  const other = new ElementReader(value, 'OtherRecipientInfo', contextTag(4));
  other.take('oriType', TAG.oid);
  const reader = new ElementReader(other.take('oriValue', TAG.sequence), 'KEMRecipientInfo');
  reader.take('version', TAG.integer);
  const rid = readIdentifier(reader.take('rid'));
  const kem = readAlgorithm(reader.take('kem', TAG.sequence));
  const encapsulated = octetString(reader.take('kemct', TAG.octetString, 0x24));
  const kdf = readAlgorithm(reader.take('kdf', TAG.sequence));
  const kekLength = readSmallInteger(reader.take('kekLength', TAG.integer));
  const ukm = reader.takeIf(contextTag(0));
  return {
    rid,
    kem,
    encapsulated,
    kdf,
    kekLength,
    ukm: ukm && octetString(inside(ukm, 'ukm')),
    wrap: readAlgorithm(reader.take('wrap', TAG.sequence)),
    encryptedKey: octetString(reader.take('encryptedKey', TAG.octetString, 0x24)),
  };
}

/** IssuerAndSerialNumber, or SubjectKeyIdentifier under [0] (also of a SignerIdentifier, RFC 5652 5.3). */
export function readIdentifier(value: Tlv): RecipientIdentifier {
  if (value.tag === contextTag(0, 'primitive') || value.tag === contextTag(0)) {
    return { kind: 'ski', keyIdentifier: octetString(value) };
  }
  const reader = new ElementReader(value, 'IssuerAndSerialNumber');
  const issuer = encoded(reader.take('issuer', TAG.sequence));
  return { kind: 'issuer-serial', issuer, serial: hex(contents(reader.take('serialNumber', TAG.integer))) };
}

function keyTransportName(algorithm: AlgorithmIdentifier): string {
  if (algorithm.oid !== OID.rsaesOaep) return algorithmName(algorithm.oid);
  return `rsa-oaep-${algorithmName(readOaepHash(algorithm))}`;
}

function readOaepHash(algorithm: AlgorithmIdentifier): string {
  const sequence = parameterSequence(algorithm);
  const hash = sequence && new ElementReader(sequence, 'RSAES-OAEP-params').takeIf(contextTag(0));
  return hash ? readAlgorithm(inside(hash, 'hashFunc')).oid : OID.sha1;
}

export interface OaepParameters {
  /** Dotted. */
  readonly hash: string;
  readonly maskHash: string;
  readonly label: Bytes;
}

/** RSAES-OAEP-params, RFC 4055 4.1: SHA-1 where absent. Throws `malformed-cms` on another mask function or label source. */
export function readOaepParameters(algorithm: AlgorithmIdentifier): OaepParameters {
  const sequence = parameterSequence(algorithm);
  if (!sequence) return { hash: OID.sha1, maskHash: OID.sha1, label: new Uint8Array(0) };
  const reader = new ElementReader(sequence, 'RSAES-OAEP-params');
  reader.takeIf(contextTag(0));
  const mask = reader.takeIf(contextTag(1));
  const source = reader.takeIf(contextTag(2));
  return {
    hash: readOaepHash(algorithm),
    maskHash: mask ? readMaskHash(mask) : OID.sha1,
    label: source ? readLabel(source) : new Uint8Array(0),
  };
}

function readMaskHash(value: Tlv): string {
  const mask = readAlgorithm(inside(value, 'maskGenFunc'));
  const hash = parameterSequence(mask);
  if (mask.oid !== OID.mgf1 || !hash) throw malformedCms('a mask generation function other than MGF1');
  return readAlgorithm(hash).oid;
}

function readLabel(value: Tlv): Bytes {
  const source = readAlgorithm(inside(value, 'pSourceFunc'));
  if (source.oid !== OID.pSpecified || source.parameters?.tag !== TAG.octetString) {
    throw malformedCms('a label source other than pSpecified');
  }
  return contents(source.parameters);
}
