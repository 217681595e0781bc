import { type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { bitString, contextTag, der, integer, octets, readTlv, sequence, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { bitStringOctets, ElementReader } from '../asn1/structure';
import { type Certificate } from '../pkix/certificate';
import { agreementKeys } from './agreement-groups';
import { deriveAgreed, keyAgreementScheme, type KeyAgreementScheme } from './key-agreement-schemes';
import { unwrapKey, wrapKey, wrapKeyOctets } from './key-wrap';
import { algorithmIdentifier, type AlgorithmIdentifier, readAlgorithm } from './syntax/algorithm-identifier';
import { privateKeyAlgorithm } from './syntax/private-key-info';
import { publicKeyParts } from './syntax/public-key-info';
import {
  keyAgreementParts,
  type KeyAgreementParts,
  type RecipientIdentifier,
  type RecipientInfo,
} from './syntax/recipient-info';

/**
 * A KeyAgreeRecipientInfo (RFC 5652 6.2.2) for one recipient: ephemeral-static, AES-256 key wrap, no ukm; X9.63 for the
 * NIST and brainpool curves (RFC 5753 3.1), HKDF for X25519 and X448 (RFC 8418). Rejects with `recipient-certificate` for a
 * key that cannot be encrypted to.
 */
export async function agreeKey(recipient: Certificate, key: Bytes): Promise<Der> {
  const unusable = (): SignetError =>
    new SignetError('recipient-certificate', 'a key that cannot be encrypted to', recipient.publicKey.algorithm);
  const { algorithm, key: theirs } = publicKeyParts(recipient.publicKey.spki);
  const written = agreementKeys(algorithm)?.written;
  const ephemeral = await written?.ephemeral(theirs);
  if (!written || !ephemeral) throw unusable();
  const wrap = readAlgorithm(readTlv(algorithmIdentifier(OID.aes256Wrap)));
  const scheme = keyAgreementScheme(written.scheme) as KeyAgreementScheme;
  const kek = await deriveAgreed(scheme, ephemeral.secret, { wrap, ukm: undefined, length: 32 });
  const originatorKey = der(contextTag(1), written.originator, bitString(ephemeral.publicKey));
  const rid = sequence(recipient.issuer.der, recipient.serialDer);
  return der(
    contextTag(1),
    integer(3),
    der(contextTag(0), originatorKey),
    algorithmIdentifier(written.scheme, wrap.der),
    sequence(sequence(rid, octets(await wrapKey(kek, key)))),
  );
}

/**
 * The content key in a KeyAgreeRecipientInfo, of the first recipientEncryptedKey that `isNamed` accepts and that opens;
 * undefined where none does. RFC 5753 3.1, RFC 8418, RFC 2631, with and without ukm. Rejects with `unsupported` for other
 * schemes, key wraps, groups and originators, and with `malformed-der`.
 */
export async function openAgreement(
  recipient: RecipientInfo,
  pkcs8: Bytes,
  isNamed: (id: RecipientIdentifier) => boolean,
): Promise<Bytes | undefined> {
  const parts = keyAgreementParts(readTlv(recipient.der));
  const { wrap, ukm } = parts;
  const scheme = keyAgreementScheme(parts.algorithm.oid);
  const length = wrap && wrapKeyOctets(wrap.oid);
  if (!scheme || !wrap || length === undefined) {
    throw new SignetError('unsupported', 'this key agreement', recipient.keyEncryptionAlgorithm);
  }
  const secret = await agreedSecret(parts.originator, pkcs8);
  if (!secret) return undefined;
  const kek = await deriveAgreed(scheme, secret, { wrap, ukm, length });
  return firstOpened(parts, wrap, kek, isNamed);
}

async function firstOpened(
  { keys }: KeyAgreementParts,
  wrap: AlgorithmIdentifier,
  kek: Bytes,
  isNamed: (id: RecipientIdentifier) => boolean,
): Promise<Bytes | undefined> {
  const ours = keys.filter(({ rid }) => isNamed(rid)).slice(0, LIMITS.unwrapAttempts);
  for (const { encryptedKey } of ours) {
    const key = await unwrapKey(wrap.oid, kek, encryptedKey);
    if (key) return key;
  }
  return undefined;
}

/** Undefined where the originator's key is none of our group. */
async function agreedSecret(originator: Tlv, pkcs8: Bytes): Promise<Bytes | undefined> {
  if (originator.tag !== contextTag(1)) {
    throw new SignetError('unsupported', 'key agreement with a static originator key', 'static-static');
  }
  const algorithm = privateKeyAlgorithm(pkcs8);
  const keys = agreementKeys(algorithm);
  if (!keys) throw new SignetError('unsupported', 'keys of this group', algorithm.oid);
  const reader = new ElementReader(originator, 'OriginatorPublicKey', contextTag(1));
  reader.take('algorithm', TAG.sequence);
  return keys.agree(pkcs8, bitStringOctets(reader.take('publicKey', TAG.bitString)));
}
