import { equal, type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { contextTag, der, integer, octets, octetString, oid, readTlv, sequence, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';
import { ElementReader } from '../asn1/structure';
import { type Certificate } from '../pkix/certificate';
import { hkdf, type HkdfHash, type KeyUse } from './key-derivation';
import { unwrapKey, wrapKey, wrapKeyOctets } from './key-wrap';
import { malformedCms } from './malformed';
import { isMlKem, ML_KEM, type MlKemId } from './recipient-kind';
import { algorithmIdentifier, readAlgorithm } from './syntax/algorithm-identifier';
import { readPrivateKeyInfo } from './syntax/private-key-info';
import { publicKeyParts } from './syntax/public-key-info';
import { kemParts, type RecipientInfo } from './syntax/recipient-info';

const HASHES: Readonly<Record<string, HkdfHash>> = {
  [OID.hkdfWithSha256]: 'sha256',
  [OID.hkdfWithSha384]: 'sha384',
  [OID.hkdfWithSha512]: 'sha512',
};

interface MlKem {
  readonly keygen: (seed: Uint8Array) => { readonly secretKey: Uint8Array };
  readonly encapsulate: (publicKey: Uint8Array) => { cipherText: Uint8Array; sharedSecret: Uint8Array };
  readonly decapsulate: (cipherText: Uint8Array, secretKey: Uint8Array) => Uint8Array;
}

/** The code is loaded when the first of these keys is met. */
async function loadMlKem(id: MlKemId): Promise<MlKem> {
  return (await import('@noble/post-quantum/ml-kem.js'))[ML_KEM[id]];
}

/** CMSORIforKEMOtherInfo, RFC 9629 5. */
function kemOtherInfo({ wrap, ukm, length }: KeyUse): Der {
  return sequence(wrap.der, integer(length), ...(ukm ? [der(contextTag(0), octets(ukm))] : []));
}

/**
 * A KEMRecipientInfo (RFC 9629 3) for one recipient with an ML-KEM key (RFC 9936): HKDF with SHA-256, AES-256 key wrap, no
 * ukm. Rejects with `recipient-certificate` for a key that cannot be encrypted to.
 */
export async function encapsulateKey(recipient: Certificate, key: Bytes): Promise<Der> {
  const { algorithm, key: publicKey } = publicKeyParts(recipient.publicKey.spki);
  if (!isMlKem(algorithm.oid)) {
    throw new SignetError('recipient-certificate', 'a key that cannot be encrypted to', recipient.publicKey.algorithm);
  }
  const { cipherText, sharedSecret } = await encapsulate(algorithm.oid, publicKey);
  const wrap = readAlgorithm(readTlv(algorithmIdentifier(OID.aes256Wrap)));
  const info = kemOtherInfo({ wrap, ukm: undefined, length: 32 });
  const kek = await hkdf('sha256', new Uint8Array(sharedSecret), info, 32);
  const kemri = sequence(
    integer(0),
    sequence(recipient.issuer.der, recipient.serialDer),
    algorithmIdentifier(algorithm.oid),
    octets(cipherText),
    algorithmIdentifier(OID.hkdfWithSha256),
    integer(32),
    wrap.der,
    octets(await wrapKey(kek, key)),
  );
  return der(contextTag(4), oid(OID.kemRecipientInfo), kemri);
}

/** Rejects with `recipient-certificate` where it is no key of this KEM. */
export async function encapsulate(id: MlKemId, publicKey: Bytes): Promise<ReturnType<MlKem['encapsulate']>> {
  const kem = await loadMlKem(id);
  try {
    return kem.encapsulate(publicKey);
  } catch {
    throw new SignetError('recipient-certificate', 'an ML-KEM key that is none', id);
  }
}

/**
 * The content key in a KEMRecipientInfo; undefined where it does not open. Rejects with `unsupported` for other KEMs, key
 * derivations and key wraps, with `malformed-cms` where the lengths contradict each other, and with `malformed-der`.
 */
export async function openEncapsulation(recipient: RecipientInfo, pkcs8: Bytes): Promise<Bytes | undefined> {
  const parts = kemParts(readTlv(recipient.der));
  const { kem, kdf, wrap, ukm, kekLength } = parts;
  const hash = HASHES[kdf.oid];
  const size = wrapKeyOctets(wrap.oid);
  if (!isMlKem(kem.oid) || !hash || size === undefined) {
    throw new SignetError('unsupported', 'this key encapsulation', recipient.keyEncryptionAlgorithm);
  }
  if (size !== kekLength) throw malformedCms('a key-encryption key of another length than its key wrap has');
  const secret = await decapsulate(kem.oid, pkcs8, parts.encapsulated);
  if (!secret) return undefined;
  const kek = await hkdf(hash, secret, kemOtherInfo({ wrap, ukm, length: kekLength }), kekLength);
  return unwrapKey(wrap.oid, kek, parts.encryptedKey);
}

/** Undefined where the private key is of another KEM or cannot be read; a wrong key gives a wrong secret (FIPS 203 6.3). */
export async function decapsulate(id: MlKemId, pkcs8: Bytes, encapsulated: Bytes): Promise<Bytes | undefined> {
  const { algorithm, privateKey } = readPrivateKeyInfo(pkcs8);
  if (algorithm.oid !== id) return undefined;
  const kem = await loadMlKem(id);
  try {
    return new Uint8Array(kem.decapsulate(encapsulated, decapsulationKey(kem, privateKey)));
  } catch {
    return undefined;
  }
}

/** ML-KEM-PrivateKey (RFC 9935 6): the seed, the expanded key, or both, which must then agree. Throws `malformed-cms`. */
function decapsulationKey(kem: MlKem, privateKey: Bytes): Uint8Array {
  const choice = readTlv(privateKey);
  if (choice.tag === contextTag(0, 'primitive')) return kem.keygen(octetString(choice)).secretKey;
  if (choice.tag === TAG.octetString) return octetString(choice);
  const both = new ElementReader(choice, 'ML-KEM-PrivateKey');
  const { secretKey } = kem.keygen(octetString(both.take('seed', TAG.octetString)));
  const expanded = octetString(both.take('expandedKey', TAG.octetString));
  if (!equal(secretKey, expanded)) throw malformedCms('an ML-KEM key that is not that of its seed');
  return secretKey;
}
