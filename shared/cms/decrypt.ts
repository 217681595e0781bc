import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { readTlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate } from '../pkix/certificate';
import { decryptionFailed, type DecryptWork } from './content-cipher';
import { contentEncryption, type Decryption } from './content-encryption';
import { type Envelope } from './envelope';
import { openAgreement } from './key-agreement';
import { type ImportedKeys, openOaep, openPkcs1 } from './key-transport';
import { matchesCertificate } from './matches-certificate';
import { recipientKind } from './recipient-kind';
import { privateKeyAlgorithm } from './syntax/private-key-info';
import {
  keyTransportParts,
  readOaepParameters,
  type RecipientIdentifier,
  type RecipientInfo,
} from './syntax/recipient-info';

export type { ImportedKeys } from './key-transport';
export { matchesCertificate } from './matches-certificate';

/**
 * The content of an envelope. Authenticated only where the envelope's kind is `auth-enveloped`: what EnvelopedData
 * or EncryptedData holds may have been altered (RFC 8551 6, "EFAIL"). Rejects with `decryption-failed` and no cause, with
 * `unsupported` for other content encryption, with `malformed-cms` where its parameters cannot be read, with `cancelled`.
 */
export async function decryptContent(envelope: Envelope, contentKey: Bytes, work: DecryptWork = {}): Promise<Bytes> {
  const { ciphertext, mac = NO_MAC, additional } = envelope.encryption;
  const { keyOctets, decrypt } = preparedDecryption(envelope);
  if (contentKey.length !== keyOctets) throw decryptionFailed();
  return await decrypt(contentKey, { ciphertext, mac, additional }, work);
}

/**
 * What no key could open in an envelope, found without one: `unsupported`, or `malformed-cms` where the parameters of its
 * content encryption cannot be read. Undefined where there is nothing. Told before and apart from any key, it tells nobody
 * whether a key was opened.
 */
export function unreadableContent(envelope: Envelope): SignetError | undefined {
  try {
    preparedDecryption(envelope);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof SignetError) return thrown;
    throw thrown;
  }
}

const NO_MAC = new Uint8Array(0);

function preparedDecryption({ kind, contentAlgorithm, encryption: { algorithm, mac = NO_MAC } }: Envelope): {
  readonly keyOctets: number;
  readonly decrypt: Decryption;
} {
  const encryption = contentEncryption(algorithm);
  if (encryption?.authenticated !== (kind === 'auth-enveloped')) {
    throw new SignetError('unsupported', 'this content encryption', contentAlgorithm);
  }
  return { keyOctets: encryption.keyOctets(algorithm), decrypt: encryption.prepare(algorithm, mac) };
}

export interface UnwrappingIdentity {
  /** Left out: every recipient of the key's kind is tried, and for PKCS #1 v1.5 a wrong guess cannot be told. */
  readonly certificate?: Certificate;
  /** PKCS #8 PrivateKeyInfo. */
  readonly privateKey: Bytes;
  /** Where this key's owner keeps what was imported of it, and of no other key. Left out: imported again for each call. */
  readonly imported?: ImportedKeys;
}

/**
 * The content-encryption key that `recipient` holds for this identity; undefined where it holds none. RSAES-PKCS1-v1_5
 * with implicit rejection: a wrong padding gives a wrong key, never an error. Rejects with `decryption-failed` where the
 * identifier is ours and the key does not open, and with `unsupported` for algorithms we do not have.
 */
export async function unwrapContentKey(
  recipient: RecipientInfo,
  identity: UnwrappingIdentity,
): Promise<Bytes | undefined> {
  const { certificate } = identity;
  const isNamed = (id: RecipientIdentifier): boolean =>
    certificate === undefined || matchesCertificate(id, certificate);
  if (
    !recipient.identifiers.some(isNamed) ||
    recipientKind(privateKeyAlgorithm(identity.privateKey)) !== recipient.kind
  )
    return undefined;
  const length = recipient.contentKeyOctets;
  if (length === undefined) throw new SignetError('unsupported', 'this content encryption');
  const key = await openRecipient(recipient, identity, length, isNamed);
  if (key === undefined && certificate !== undefined) {
    throw new SignetError('decryption-failed', 'the content key could not be opened');
  }
  return key;
}

async function openRecipient(
  recipient: RecipientInfo,
  { privateKey: pkcs8, imported }: UnwrappingIdentity,
  length: number,
  isNamed: (id: RecipientIdentifier) => boolean,
): Promise<Bytes | undefined> {
  switch (recipient.kind) {
    case 'ktri':
      return openTransport(recipient, pkcs8, length, imported);
    case 'kari':
      return openAgreement(recipient, pkcs8, isNamed);
    default:
      return (await import('./key-encapsulation')).openEncapsulation(recipient, pkcs8);
  }
}

async function openTransport(
  recipient: RecipientInfo,
  pkcs8: Bytes,
  length: number,
  imported: ImportedKeys | undefined,
): Promise<Bytes | undefined> {
  const { algorithm, encryptedKey } = keyTransportParts(readTlv(recipient.der));
  if (algorithm.oid === OID.rsaEncryption) return openPkcs1(pkcs8, encryptedKey, length);
  if (algorithm.oid === OID.rsaesOaep) return openOaep(pkcs8, encryptedKey, readOaepParameters(algorithm), imported);
  throw new SignetError('unsupported', 'this key transport', recipient.keyEncryptionAlgorithm);
}
