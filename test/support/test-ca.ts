import { asDer, utf8Bytes, type Bytes, type Der } from '../../shared/base/bytes';
import {
  bitString,
  contextTag,
  der,
  integer,
  nullValue,
  octets,
  oid,
  sequence,
  setOf,
  TAG,
  time,
} from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';

/**
 * A small certification authority for tests and for the demo mailbox: fresh keys each time, nothing kept. It writes
 * what it is told, faults included, and checks nothing.
 */
export type KeyKind = 'rsa-1024' | 'rsa-2048' | 'rsa-2048-sha1' | 'rsa-3072' | 'ec-p256' | 'ec-p384';

export interface KeyPair {
  readonly kind: KeyKind;
  readonly pkcs8: Bytes;
  readonly spki: Der;
  /** Signs with the scheme natural to the key: RSA PKCS #1 v1.5 or ECDSA in DER, with SHA-256 (P-384: SHA-384; or SHA-1). */
  sign(toBeSigned: Bytes): Promise<Bytes>;
}

const CURVES = { 'ec-p256': 'P-256', 'ec-p384': 'P-384' } as const;

export async function generateKeyPair(kind: KeyKind = 'ec-p256'): Promise<KeyPair> {
  const isRsa = kind.startsWith('rsa-');
  const digest = kind === 'rsa-2048-sha1' ? 'SHA-1' : 'SHA-256';
  const algorithm = isRsa
    ? {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: Number(kind.split('-')[1]),
        publicExponent: Uint8Array.of(1, 0, 1),
        hash: digest,
      }
    : { name: 'ECDSA', namedCurve: CURVES[kind as keyof typeof CURVES] };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const hash = kind === 'ec-p384' ? 'SHA-384' : 'SHA-256';
  return {
    kind,
    pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    spki: asDer(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))),
    async sign(toBeSigned) {
      const parameters = isRsa ? 'RSASSA-PKCS1-v1_5' : { name: 'ECDSA', hash };
      const value = new Uint8Array(await crypto.subtle.sign(parameters, pair.privateKey, toBeSigned));
      return isRsa
        ? value
        : sequence(integer(value.subarray(0, value.length / 2)), integer(value.subarray(value.length / 2)));
    },
  };
}

export interface CertificateOptions {
  readonly commonName: string;
  readonly addresses?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serial?: Uint8Array;
  readonly ca?: { readonly pathLength?: number };
  /** Bits of KeyUsage by number (RFC 5280 4.2.1.3); left out: digitalSignature, keyEncipherment, keyAgreement for people, keyCertSign and cRLSign for authorities; null: no extension. */
  readonly keyUsage?: readonly number[] | null;
  /** Dotted; left out: emailProtection for people, none for authorities; null: no extension. */
  readonly extendedKeyUsage?: readonly string[] | null;
  readonly extraExtensions?: readonly Der[];
  /** The whole subject name; left out: the common name alone. */
  readonly subject?: Der;
}

export interface Party {
  readonly certificate: Der;
  readonly keys: KeyPair;
  readonly chain: readonly Der[];
}

/** Subject of one common name. */
export function nameOf(commonName: string): Der {
  return sequence(setOf([sequence(oid(OID.commonName), der(TAG.utf8String, utf8Bytes(commonName)))]));
}

export function extension(id: string, value: Uint8Array, critical = false): Der {
  const flag = critical ? [der(TAG.boolean, Uint8Array.of(0xff))] : [];
  return sequence(oid(id), ...flag, octets(value));
}

function keyUsageBits(numbers: readonly number[]): Der {
  const bits = numbers.reduce((all, number) => all | (0x8000 >> number), 0);
  const body = (bits & 0xff) === 0 ? [bits >> 8] : [bits >> 8, bits & 0xff];
  const last = body.at(-1) ?? 0;
  const unused = last === 0 ? 0 : Math.log2(last & -last);
  return der(TAG.bitString, Uint8Array.of(unused, ...body));
}

async function keyIdentifier(spki: Der): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-1', spki));
}

async function extensionsOf(options: CertificateOptions, spki: Der, issuerSpki: Der): Promise<Der> {
  const isCa = options.ca !== undefined;
  const usage = options.keyUsage === undefined ? (isCa ? [5, 6] : [0, 2, 4]) : options.keyUsage;
  const purposes =
    options.extendedKeyUsage === undefined ? (isCa ? null : [OID.emailProtection]) : options.extendedKeyUsage;
  const list: Der[] = [];
  if (options.ca) {
    const length = options.ca.pathLength === undefined ? [] : [integer(options.ca.pathLength)];
    list.push(extension(OID.basicConstraints, sequence(der(TAG.boolean, Uint8Array.of(0xff)), ...length), true));
  }
  if (usage) list.push(extension(OID.keyUsage, keyUsageBits(usage), true));
  if (purposes) list.push(extension(OID.extKeyUsage, sequence(...purposes.map(oid))));
  if (options.addresses?.length) {
    const names = options.addresses.map((address) => der(contextTag(1, 'primitive'), utf8Bytes(address)));
    list.push(extension(OID.subjectAltName, sequence(...names)));
  }
  list.push(extension(OID.subjectKeyIdentifier, octets(await keyIdentifier(spki))));
  list.push(
    extension(OID.authorityKeyIdentifier, sequence(der(contextTag(0, 'primitive'), await keyIdentifier(issuerSpki)))),
  );
  return der(contextTag(3), sequence(...list, ...(options.extraExtensions ?? [])));
}

function signatureAlgorithm(kind: KeyKind): Der {
  if (kind === 'ec-p256') return sequence(oid(OID.ecdsaWithSha256));
  if (kind === 'ec-p384') return sequence(oid(OID.ecdsaWithSha384));
  return sequence(oid(kind === 'rsa-2048-sha1' ? OID.sha1WithRsa : OID.sha256WithRsa), nullValue());
}

const DAY = 86_400_000;

async function certify(
  options: CertificateOptions,
  keys: KeyPair,
  issuer: { readonly name: Der; readonly keys: KeyPair },
  now: Date,
): Promise<Der> {
  const algorithm = signatureAlgorithm(issuer.keys.kind);
  const tbs = sequence(
    der(contextTag(0), integer(2)),
    integer(options.serial ?? crypto.getRandomValues(new Uint8Array(12)).fill(0x5a, 0, 1)),
    algorithm,
    issuer.name,
    sequence(
      time(options.notBefore ?? new Date(now.getTime() - DAY)),
      time(options.notAfter ?? new Date(now.getTime() + 700 * DAY)),
    ),
    options.subject ?? nameOf(options.commonName),
    keys.spki,
    await extensionsOf(options, keys.spki, issuer.keys.spki),
  );
  return sequence(tbs, algorithm, bitString(await issuer.keys.sign(tbs)));
}

export class TestCa {
  readonly certificate: Der;
  readonly keys: KeyPair;
  readonly #name: Der;
  /** What goes into a chain below this authority: itself and those above, the self-signed one left out. */
  readonly #chain: readonly Der[];
  readonly #now: Date;

  private constructor(certificate: Der, keys: KeyPair, name: Der, chain: readonly Der[], now: Date) {
    this.certificate = certificate;
    this.keys = keys;
    this.#name = name;
    this.#chain = chain;
    this.#now = now;
  }

  /** A self-signed authority. Validity is counted from `now`. */
  static async create(
    commonName = 'Test CA',
    options: { readonly keys?: KeyPair; readonly now?: Date; readonly ca?: Partial<CertificateOptions> } = {},
  ): Promise<TestCa> {
    const keys = options.keys ?? (await generateKeyPair());
    const now = options.now ?? new Date();
    const name = nameOf(commonName);
    const certificate = await certify({ commonName, ca: {}, ...options.ca }, keys, { name, keys }, now);
    return new TestCa(certificate, keys, name, [], now);
  }

  /** An authority certified by this one. */
  async subordinate(options: CertificateOptions, keys?: KeyPair): Promise<TestCa> {
    const own = keys ?? (await generateKeyPair());
    const certificate = await certify({ ca: {}, ...options }, own, { name: this.#name, keys: this.keys }, this.#now);
    const name = options.subject ?? nameOf(options.commonName);
    return new TestCa(certificate, own, name, [certificate, ...this.#chain], this.#now);
  }

  /** A certificate and key for a person. */
  async issue(options: CertificateOptions, keys?: KeyPair): Promise<Party> {
    const own = keys ?? (await generateKeyPair());
    const certificate = await certify(options, own, { name: this.#name, keys: this.keys }, this.#now);
    return { certificate, keys: own, chain: this.#chain };
  }
}
