import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { contents, octetString, readSmallInteger, readTlv, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';
import { ElementReader } from '../asn1/structure';
import { type Certificate } from '../pkix/certificate';
import { decryptCbc, openGcm } from './content-cipher';
import { type Envelope } from './envelope';
import { openAgreement } from './key-agreement';
import { openOaep, openPkcs1 } from './key-transport';
import { asMalformedCms, malformedCms } from './malformed';
import { matchesCertificate } from './matches-certificate';
import { privateKeyAlgorithm } from './syntax/private-key-info';
import {
  keyTransportParts,
  readOaepParameters,
  type RecipientIdentifier,
  type RecipientInfo,
} from './syntax/recipient-info';

export { matchesCertificate } from './matches-certificate';

/** Octets of the key of each content encryption that this project decrypts. */
const KEY_OCTETS: Readonly<Record<string, number>> = {
  'aes-128-cbc': 16,
  'aes-192-cbc': 24,
  'aes-256-cbc': 32,
  'aes-128-gcm': 16,
  'aes-192-gcm': 24,
  'aes-256-gcm': 32,
};

/**
 * The content of an envelope. Authenticated only where the envelope's kind is `auth-enveloped`: what EnvelopedData
 * holds may have been altered (RFC 8551 6, "EFAIL"). Rejects with `decryption-failed` and no cause, with `unsupported`
 * for other content encryption, with `malformed-cms` where its parameters cannot be read.
 */
export async function decryptContent(envelope: Envelope, contentKey: Bytes): Promise<Bytes> {
  const { contentAlgorithm, kind, encryption } = envelope;
  const octets = KEY_OCTETS[contentAlgorithm];
  const isGcm = contentAlgorithm.endsWith('-gcm');
  if (octets === undefined || isGcm !== (kind === 'auth-enveloped')) {
    throw new SignetError('unsupported', 'this content encryption', contentAlgorithm);
  }
  const parameters = isGcm ? gcmParameters(envelope) : cbcParameters(envelope);
  if (contentKey.length !== octets) throw new SignetError('decryption-failed', 'the content could not be decrypted');
  if (!isGcm) return decryptCbc(contentKey, parameters, encryption.ciphertext);
  return openGcm(contentKey, parameters, {
    ciphertext: encryption.ciphertext,
    mac: encryption.mac ?? new Uint8Array(0),
    additional: encryption.additional,
  });
}

/** The initialization vector, RFC 3565 2.1. */
function cbcParameters({ encryption }: Envelope): Bytes {
  const { parameters } = encryption.algorithm;
  if (parameters?.tag !== TAG.octetString) throw malformedCms('AES-CBC without its initialization vector');
  return contents(parameters);
}

/** The nonce of GCMParameters (RFC 5084 3.2); the MAC must be as long as they say, and 12 octets at least. */
function gcmParameters({ encryption }: Envelope): Bytes {
  const { parameters } = encryption.algorithm;
  if (!parameters) throw malformedCms('AES-GCM without parameters');
  return asMalformedCms(() => {
    const reader = new ElementReader(parameters, 'GCMParameters');
    const nonce = octetString(reader.take('aes-nonce', TAG.octetString));
    const length = reader.takeIf(TAG.integer);
    const macLength = length ? readSmallInteger(length) : 12;
    if (macLength < 12 || macLength > 16 || encryption.mac?.length !== macLength) {
      throw malformedCms('a MAC of another length than the parameters say');
    }
    return nonce;
  });
}

export interface UnwrappingIdentity {
  /** Left out: every recipient of the key's kind is tried, and for PKCS #1 v1.5 a wrong guess cannot be told. */
  readonly certificate?: Certificate;
  /** PKCS #8 PrivateKeyInfo. */
  readonly privateKey: Bytes;
}

/**
 * The content-encryption key that `recipient` holds for this identity; undefined where it holds none. RSAES-PKCS1-v1_5
 * with implicit rejection: a wrong padding gives a wrong key, never an error. Rejects with `decryption-failed` where the
 * identifier is ours and the key does not open, and with `unsupported` for algorithms we do not have.
 * `contentAlgorithm` is the name the envelope gives; it says how long the key is.
 */
export async function unwrapContentKey(
  recipient: RecipientInfo,
  identity: UnwrappingIdentity,
  contentAlgorithm: string = recipient.contentAlgorithm,
): Promise<Bytes | undefined> {
  const { certificate } = identity;
  const isNamed = (id: RecipientIdentifier): boolean =>
    certificate === undefined || matchesCertificate(id, certificate);
  if (!recipient.identifiers.some(isNamed) || keyKind(identity.privateKey) !== recipient.kind) return undefined;
  const length = KEY_OCTETS[contentAlgorithm];
  if (length === undefined) throw new SignetError('unsupported', 'this content encryption', contentAlgorithm);
  const key =
    recipient.kind === 'ktri'
      ? await openTransport(recipient, identity.privateKey, length)
      : await openAgreement(recipient, identity.privateKey, isNamed);
  if (key === undefined && certificate !== undefined) {
    throw new SignetError('decryption-failed', 'the content key could not be opened');
  }
  return key;
}

/** The kind of RecipientInfo that a private key opens. */
function keyKind(pkcs8: Bytes): RecipientInfo['kind'] | undefined {
  const { oid } = privateKeyAlgorithm(pkcs8);
  if (oid === OID.rsaEncryption || oid === OID.rsaesOaep) return 'ktri';
  return oid === OID.ecPublicKey ? 'kari' : undefined;
}

async function openTransport(recipient: RecipientInfo, pkcs8: Bytes, length: number): Promise<Bytes | undefined> {
  const { algorithm, encryptedKey } = keyTransportParts(readTlv(recipient.der));
  if (algorithm.oid === OID.rsaEncryption) return openPkcs1(pkcs8, encryptedKey, length);
  if (algorithm.oid === OID.rsaesOaep) return openOaep(pkcs8, encryptedKey, readOaepParameters(algorithm));
  throw new SignetError('unsupported', 'this key transport', recipient.keyEncryptionAlgorithm);
}
