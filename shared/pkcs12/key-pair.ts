import { type Bytes, type Der, equal, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import {
  children,
  contents,
  der,
  encoded,
  integer,
  nullValue,
  octets,
  oid,
  readOid,
  readTlv,
  sequence,
  TAG,
} from '../asn1/der';
import { OID } from '../asn1/oids';
import { opensFor } from '../cms/opens-for';
import { readPublicKey } from '../pkix/public-key';
import { verifySignature } from '../pkix/signature-check';
import {
  canSign,
  defaultScheme,
  schemeDigest,
  signatureAlgorithm,
  type SignatureScheme,
} from '../pkix/signature-scheme';
import { importSigningKey } from '../pkix/signing-key';

interface KeyParts {
  readonly algorithm: string;
  readonly parameters: Bytes | undefined;
  readonly key: Bytes;
}

function privateParts(pkcs8: Bytes): KeyParts {
  const [, algorithm, key] = children(readTlv(pkcs8));
  return { ...algorithmParts(algorithm && encoded(algorithm)), key: key ? contents(key) : new Uint8Array(0) };
}

function publicParts(spki: Bytes): KeyParts {
  const [algorithm, key] = children(readTlv(spki));
  return {
    ...algorithmParts(algorithm && encoded(algorithm)),
    key: key ? contents(key).subarray(1) : new Uint8Array(0),
  };
}

function algorithmParts(algorithm: Bytes | undefined): Omit<KeyParts, 'key'> {
  const [id, parameters] = algorithm ? children(readTlv(algorithm)) : [];
  if (!id) throw new SignetError('malformed-der', 'a key without algorithm');
  return { algorithm: readOid(id), parameters: parameters && encoded(parameters) };
}

const RSA: readonly string[] = [OID.rsaEncryption, OID.rsassaPss, OID.rsaesOaep];

/**
 * The private key in the form that every platform imports: RSA under rsaEncryption, EC with the public key that Firefox
 * asks for. `spki`: the public key it is said to belong to; whether it does is for `proveKeyPair` to say.
 * Throws `malformed-der`.
 */
export function importablePrivateKey(pkcs8: Bytes, spki: Bytes): Bytes {
  const { algorithm, parameters, key } = privateParts(pkcs8);
  if (algorithm !== OID.rsaEncryption && RSA.includes(algorithm)) {
    return sequence(integer(0), sequence(oid(OID.rsaEncryption), nullValue()), octets(key));
  }
  if (algorithm !== OID.ecPublicKey || !parameters) return pkcs8;
  const [version, secret, ...rest] = children(readTlv(key));
  if (!version || secret?.tag !== TAG.octetString || rest.some(({ tag }) => tag === 0xa1)) return pkcs8;
  const point = der(TAG.bitString, Uint8Array.of(0), publicParts(spki).key);
  const inner = sequence(encoded(version), encoded(secret), der(0xa1, point));
  return sequence(integer(0), sequence(oid(algorithm), parameters), octets(inner));
}

/**
 * False where the octets of a private key already show that it is for another public key than this: of another kind or
 * modulus, or with another public key beside it. True proves nothing. Never throws.
 */
export function mayPair(privateKeyPkcs8: Bytes, certificateSpki: Bytes): boolean {
  try {
    const [own, theirs] = [privateParts(privateKeyPkcs8), publicParts(certificateSpki)];
    if (RSA.includes(own.algorithm) && RSA.includes(theirs.algorithm)) {
      const [, modulus] = children(readTlv(own.key));
      const [theirModulus] = children(readTlv(theirs.key));
      return modulus !== undefined && theirModulus !== undefined && equal(contents(modulus), contents(theirModulus));
    }
    if (own.algorithm !== theirs.algorithm || !sameOctets(own.parameters, theirs.parameters)) return false;
    if (own.algorithm !== OID.ecPublicKey) return true;
    const wrapped = children(readTlv(own.key)).find(({ tag }) => tag === 0xa1);
    const point = wrapped && children(wrapped)[0];
    return point === undefined || equal(contents(point).subarray(1), theirs.key);
  } catch {
    return false;
  }
}

/**
 * Whether a PKCS #8 private key belongs to a public key, by using both: a signature made with one and verified with the
 * other, or for keys that only receive a secret that both come to. False also for kinds of key that cannot be used here.
 * Never throws.
 */
export async function proveKeyPair(privateKeyPkcs8: Bytes, certificateSpki: Bytes): Promise<boolean> {
  try {
    const [own, theirs] = [privateParts(privateKeyPkcs8), publicParts(certificateSpki)];
    const pkcs8 = importablePrivateKey(privateKeyPkcs8, certificateSpki);
    if (RSA.includes(own.algorithm) && RSA.includes(theirs.algorithm)) {
      const key = der(TAG.bitString, Uint8Array.of(0), theirs.key);
      const spki = sequence(sequence(oid(OID.rsaEncryption), nullValue()), key);
      return await signsFor(pkcs8, spki, 'rsa-sha256');
    }
    if (own.algorithm !== theirs.algorithm || !sameOctets(own.parameters, theirs.parameters)) return false;
    const { algorithm, spki } = readPublicKey(readTlv(certificateSpki));
    if (canSign(algorithm)) return await signsFor(pkcs8, spki, defaultScheme(algorithm));
    return (await opensFor(pkcs8, spki)) === true;
  } catch {
    return false;
  }
}

function sameOctets(a: Bytes | undefined, b: Bytes | undefined): boolean {
  return a && b ? equal(a, b) : a === b;
}

async function signsFor(pkcs8: Bytes, spki: Der, scheme: SignatureScheme): Promise<boolean> {
  const key = await importSigningKey(pkcs8, scheme);
  const signed = utf8Bytes('proof of possession');
  const signature = await key.sign(signed);
  const algorithm = signatureAlgorithm(scheme);
  return (await verifySignature({ algorithm, digest: schemeDigest(scheme), spki, signature, signed })) === 'good';
}
