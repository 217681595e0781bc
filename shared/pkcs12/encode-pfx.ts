import { type Bytes, concat, type Der, hex } from '../base/bytes';
import { contextTag, der, integer, nullValue, octets, oid, sequence, setOf } from '../asn1/der';
import { OID } from '../asn1/oids';
import { derivePbkdf2, derivePkcs12 } from './key-derivation';
import { type PfxFlavour } from './export-targets';
import { hmac } from './mac';
import { bmpPassphrase } from './passphrase';
import { type PfxIdentity } from './identities';

/** Identifier octet of BMPString. */
const BMP_STRING = 0x1e;
/** What OWASP asks of PBKDF2 with SHA-256. */
const ITERATIONS = 600_000;
/** What OpenSSL writes: some importers are reported to refuse a longer one. */
const MAC_SALT_OCTETS = 8;

export interface PfxOptions {
  readonly identities: readonly PfxIdentity[];
  readonly passphrase: string;
  readonly iterations?: number;
  /** Left out: modern. */
  readonly flavour?: PfxFlavour;
}

/**
 * A PFX (RFC 7292) in DER. `modern`: keys and certificates under PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256, the whole
 * under an HMAC-SHA-256 of the PKCS #12 derivation. `legacy`: pbeWithSHAAnd3-KeyTripleDES-CBC and HMAC-SHA-1. Private keys
 * are not checked against their certificates.
 */
export async function encodePfx(options: PfxOptions): Promise<Bytes> {
  const { identities, passphrase, iterations = ITERATIONS, flavour = 'modern' } = options;
  const encrypt = (plain: Bytes): Promise<Encrypted> => ENCRYPTIONS[flavour](plain, passphrase, iterations);
  const certificates = sequence(...(await certificateBags(identities)));
  const keys = await Promise.all(identities.map((identity) => keyBag(identity, encrypt)));
  const encrypted = await encrypt(certificates);
  const encryptedData = sequence(
    integer(0),
    sequence(oid(OID.data), encrypted.algorithm, der(contextTag(0, 'primitive'), encrypted.ciphertext)),
  );
  const authSafe = sequence(
    sequence(oid(OID.encryptedData), der(contextTag(0), encryptedData)),
    dataInfo(sequence(...keys)),
  );
  const mac = await macData(authSafe, passphrase, iterations, MAC_DIGESTS[flavour]);
  return sequence(integer(3), dataInfo(authSafe), mac);
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

async function keyBag(identity: PfxIdentity, encrypt: (plain: Bytes) => Promise<Encrypted>): Promise<Der> {
  const { algorithm, ciphertext } = await encrypt(identity.privateKey);
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

interface Encrypted {
  readonly algorithm: Der;
  readonly ciphertext: Bytes;
}

type Encryption = (plain: Bytes, passphrase: string, iterations: number) => Promise<Encrypted>;

const ENCRYPTIONS: Readonly<Record<PfxFlavour, Encryption>> = { modern: encryptPbes2, legacy: encryptTripleDes };

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

/** RFC 8018 6.2. */
async function encryptPbes2(plain: Bytes, passphrase: string, iterations: number): Promise<Encrypted> {
  const [salt, iv] = [random(16), random(16)];
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

/** RFC 7292 C. */
async function encryptTripleDes(plain: Bytes, passphrase: string, iterations: number): Promise<Encrypted> {
  const { encryptDesEde3Cbc } = await import('../base/legacy-ciphers');
  const salt = random(8);
  const derivation = { digest: 'SHA-1', passphrase: bmpPassphrase(passphrase), salt, iterations } as const;
  const key = derivePkcs12({ ...derivation, purpose: 'key', length: 24 });
  const iv = derivePkcs12({ ...derivation, purpose: 'iv', length: 8 });
  const padding = 8 - (plain.length % 8);
  const padded = concat([plain, new Uint8Array(padding).fill(padding)]);
  const ciphertext = encryptDesEde3Cbc(key, iv, padded);
  padded.fill(0);
  return { algorithm: sequence(oid(OID.pbeSha3Key3Des), sequence(octets(salt), integer(iterations))), ciphertext };
}

interface MacDigest {
  readonly name: 'SHA-1' | 'SHA-256';
  readonly id: string;
  readonly length: number;
}

const MAC_DIGESTS: Readonly<Record<PfxFlavour, MacDigest>> = {
  modern: { name: 'SHA-256', id: OID.sha256, length: 32 },
  legacy: { name: 'SHA-1', id: OID.sha1, length: 20 },
};

async function macData(content: Bytes, passphrase: string, iterations: number, digest: MacDigest): Promise<Der> {
  const salt = random(MAC_SALT_OCTETS);
  const key = derivePkcs12({
    digest: digest.name,
    purpose: 'mac',
    passphrase: bmpPassphrase(passphrase),
    salt,
    iterations,
    length: digest.length,
  });
  const value = octets(await hmac(digest.name, key, content));
  const digestInfo = sequence(sequence(oid(digest.id), nullValue()), value);
  return sequence(digestInfo, octets(salt), integer(iterations));
}
