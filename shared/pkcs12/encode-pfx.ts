import { type Bytes, type Der, hex } from '../base/bytes';
import { contextTag, der, integer, nullValue, octets, oid, sequence, setOf } from '../asn1/der';
import { OID } from '../asn1/oids';
import { derivePbkdf2, derivePkcs12 } from './key-derivation';
import { hmac } from './mac';
import { bmpPassphrase } from './passphrase';
import { type PfxIdentity } from './identities';

/** Identifier octet of BMPString. */
const BMP_STRING = 0x1e;
/** What OWASP asks of PBKDF2 with SHA-256. */
const ITERATIONS = 600_000;

export interface PfxOptions {
  readonly identities: readonly PfxIdentity[];
  readonly passphrase: string;
  readonly iterations?: number;
}

/**
 * A PFX (RFC 7292) in DER: keys and certificates under PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256, the whole under
 * an HMAC-SHA-256 of the PKCS #12 derivation, which every importer of the last ten years reads. Private keys are not
 * checked against their certificates.
 */
export async function encodePfx(options: PfxOptions): Promise<Bytes> {
  const { identities, passphrase, iterations = ITERATIONS } = options;
  const certificates = sequence(...(await certificateBags(identities)));
  const keys = await Promise.all(identities.map((identity) => keyBag(identity, passphrase, iterations)));
  const encrypted = await encrypt(certificates, passphrase, iterations);
  const encryptedData = sequence(
    integer(0),
    sequence(oid(OID.data), encrypted.algorithm, der(contextTag(0, 'primitive'), encrypted.ciphertext)),
  );
  const authSafe = sequence(
    sequence(oid(OID.encryptedData), der(contextTag(0), encryptedData)),
    dataInfo(sequence(...keys)),
  );
  return sequence(integer(3), dataInfo(authSafe), await macData(authSafe, passphrase, iterations));
}

function dataInfo(content: Bytes): Der {
  return sequence(oid(OID.data), der(contextTag(0), octets(content)));
}

/** Each certificate once: those with keys under their localKeyID, the chains bare. */
async function certificateBags(identities: readonly PfxIdentity[]): Promise<readonly Der[]> {
  const bags = new Map<string, Der>();
  for (const { certificate, friendlyName } of identities) {
    bags.set(hex(certificate), certificateBag(certificate, await bagAttributes(certificate, friendlyName)));
  }
  for (const certificate of identities.flatMap(({ chain }) => chain)) {
    if (!bags.has(hex(certificate))) bags.set(hex(certificate), certificateBag(certificate, []));
  }
  return [...bags.values()];
}

function certificateBag(certificate: Der, attributes: readonly Der[]): Der {
  const bag = sequence(oid(OID.x509Certificate), der(contextTag(0), octets(certificate)));
  return sequence(oid(OID.certBag), der(contextTag(0), bag), ...attributes);
}

async function keyBag(identity: PfxIdentity, passphrase: string, iterations: number): Promise<Der> {
  const { algorithm, ciphertext } = await encrypt(identity.privateKey, passphrase, iterations);
  const attributes = await bagAttributes(identity.certificate, identity.friendlyName);
  const bag = sequence(algorithm, octets(ciphertext));
  return sequence(oid(OID.pkcs8ShroudedKeyBag), der(contextTag(0), bag), ...attributes);
}

/** localKeyID is the SHA-1 of the certificate, as Windows and OpenSSL write it; it only names. */
async function bagAttributes(certificate: Der, friendlyName: string | undefined): Promise<readonly Der[]> {
  const identifier = new Uint8Array(await crypto.subtle.digest('SHA-1', certificate));
  const attributes = [sequence(oid(OID.localKeyId), setOf([octets(identifier)]))];
  if (friendlyName !== undefined) {
    const name = der(BMP_STRING, bmpPassphrase(friendlyName).subarray(0, -2));
    attributes.push(sequence(oid(OID.friendlyName), setOf([name])));
  }
  return [setOf(attributes)];
}

async function encrypt(
  plain: Bytes,
  passphrase: string,
  iterations: number,
): Promise<{ readonly algorithm: Der; readonly ciphertext: Bytes }> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const utf8 = new TextEncoder().encode(passphrase);
  const raw = await derivePbkdf2({ salt, iterations, keyLength: undefined, digest: 'SHA-256' }, utf8, 32);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['encrypt']);
  const kdf = sequence(octets(salt), integer(iterations), sequence(oid(OID.hmacSha256), nullValue()));
  return {
    algorithm: sequence(
      oid(OID.pbes2),
      sequence(sequence(oid(OID.pbkdf2), kdf), sequence(oid(OID.aes256Cbc), octets(iv))),
    ),
    ciphertext: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, plain)),
  };
}

async function macData(content: Bytes, passphrase: string, iterations: number): Promise<Der> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = derivePkcs12({
    digest: 'SHA-256',
    purpose: 'mac',
    passphrase: bmpPassphrase(passphrase),
    salt,
    iterations,
    length: 32,
  });
  const digestInfo = sequence(sequence(oid(OID.sha256), nullValue()), octets(await hmac('SHA-256', key, content)));
  return sequence(digestInfo, octets(salt), integer(iterations));
}
