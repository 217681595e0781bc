import { asDer, type Bytes, type Der, equal, hex } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { sameName } from '../pkix/name';
import { type PublicKey } from '../pkix/public-key';
import { verifySignature } from '../pkix/signature-check';
import { type Bag } from './bags';
import { importablePrivateKey, mayPair, proveKeyPair } from './key-pair';

export interface KeyEntry extends Omit<Bag, 'kind' | 'octets'> {
  readonly privateKey: Bytes;
}

interface CertificateEntry extends Omit<Bag, 'kind' | 'octets'> {
  readonly certificate: Certificate;
}

/** A private key with the certificate it belongs to. */
export interface PfxIdentity {
  readonly certificate: Der;
  /** Issuers found in the file, nearest first. */
  readonly chain: readonly Der[];
  /** PKCS #8 PrivateKeyInfo, in the form that platforms import. */
  readonly privateKey: Bytes;
  readonly friendlyName?: string;
}

export interface Pairing {
  readonly identities: readonly PfxIdentity[];
  /** Keys whose localKeyID names a certificate that they do not fit; never to be used. */
  readonly mismatched: readonly PfxIdentity[];
}

/**
 * Brings keys and certificates together. localKeyID says only where to look first: a pair counts when `proveKeyPair`
 * holds. One key may serve several certificates (a renewal); each is an identity of its own, and their public key is proved
 * once. Throws `limit` where proving would take more than `LIMITS.keyProofs`.
 */
export async function pairKeys(keys: readonly KeyEntry[], bags: readonly Bag[]): Promise<Pairing> {
  const entries = bags.flatMap(readEntry);
  const identities: PfxIdentity[] = [];
  const mismatched: PfxIdentity[] = [];
  const prove = prover();
  const claims = (key: KeyEntry, entry: CertificateEntry): boolean =>
    key.localKeyId !== undefined && key.localKeyId === entry.localKeyId;
  for (const key of keys) {
    const proved: CertificateEntry[] = [];
    for (const entry of entries) {
      if (await prove(key, entry.certificate.publicKey)) proved.push(entry);
    }
    proved.sort((a, b) => Number(claims(key, b)) - Number(claims(key, a)));
    for (const entry of proved) identities.push(await identityOf(key, entry, entries));
    const claimed = entries.find((entry) => claims(key, entry));
    if (proved.length === 0 && claimed) mismatched.push(await identityOf(key, claimed, entries));
  }
  return { identities, mismatched };
}

/** Of a proof with a key of any other kind, in the measure of `LIMITS.keyProofs`. */
const LEAST_COST = 32;

/** Says whether a key fits a public key; what was proved once is known. */
function prover(): (key: KeyEntry, publicKey: PublicKey) => Promise<boolean> {
  const known = new Map<KeyEntry, Map<string, boolean>>();
  let left: number = LIMITS.keyProofs;
  return async (key, { spki, bits }) => {
    if (!mayPair(key.privateKey, spki)) return false;
    const ofKey = known.get(key) ?? new Map<string, boolean>();
    known.set(key, ofKey);
    const name = hex(spki);
    const before = ofKey.get(name);
    if (before !== undefined) return before;
    left -= Math.max(LEAST_COST, (bits / 1024) ** 3);
    if (left < 0) throw new SignetError('limit', 'too much work to prove which keys fit', 'keyProofs');
    const isPair = await proveKeyPair(key.privateKey, spki);
    ofKey.set(name, isPair);
    return isPair;
  };
}

/** A certificate that cannot be read is counted and shown by others; it is no part of an identity. */
function readEntry(bag: Bag): readonly CertificateEntry[] {
  try {
    return [{ ...bag, certificate: parseCertificate(bag.octets) }];
  } catch {
    return [];
  }
}

async function identityOf(
  key: KeyEntry,
  entry: CertificateEntry,
  all: readonly CertificateEntry[],
): Promise<PfxIdentity> {
  const { certificate } = entry;
  const friendlyName = key.friendlyName ?? entry.friendlyName;
  return {
    certificate: certificate.der,
    chain: await chainOf(
      certificate,
      all.map((one) => one.certificate),
    ),
    privateKey: importablePrivateKey(key.privateKey, certificate.publicKey.spki),
    ...(friendlyName !== undefined && { friendlyName }),
  };
}

/** Issuers from the nearest up, as far as the file has them; the self-signed one, if there, comes last. */
export async function chainOf(leaf: Certificate, all: readonly Certificate[]): Promise<readonly Der[]> {
  const chain: Certificate[] = [];
  let last = leaf;
  while (!(last.isSelfIssued && (await isIssuedBy(last, last))) && chain.length < LIMITS.pathLength) {
    const issuer = await issuerOf(
      last,
      all.filter((one) => one !== leaf && !chain.includes(one)),
    );
    if (!issuer) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain.map((one) => asDer(one.der));
}

async function issuerOf(
  certificate: Certificate,
  candidates: readonly Certificate[],
): Promise<Certificate | undefined> {
  const wanted = certificate.authorityKeyIdentifier;
  const fits = ({ subjectKeyIdentifier: own }: Certificate): number => Number(!!wanted && !!own && equal(wanted, own));
  const named = candidates.filter((one) => sameName(one.subject, certificate.issuer)).sort((a, b) => fits(b) - fits(a));
  for (const candidate of named.slice(0, LIMITS.signerCandidates))
    if (await isIssuedBy(certificate, candidate)) return candidate;
  return undefined;
}

/** What cannot be computed (an old digest) is given the benefit of the doubt: a chain is a hint, not a path. */
async function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  const { signatureAlgorithm: algorithm, signature, tbs: signed } = certificate;
  return (await verifySignature({ algorithm, spki: issuer.publicKey.spki, signature, signed })) !== 'bad';
}
