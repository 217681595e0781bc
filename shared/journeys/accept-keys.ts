import { type Der, equal } from '../base/bytes';
import { comparableAddress } from '../base/comparable-address';
import { type Certificate } from '../pkix/certificate';
import { comparableAddresses } from '../pkix/email-binding';
import {
  type Acceptance,
  type AcceptanceGround,
  type CertificateSource,
  type KnownCertificate,
} from '../ports/certificate-directory';
import { readable } from './trust';

/** A certificate that came in. */
export interface Arrival {
  /** SHA-256, hexadecimal. */
  readonly fingerprint: string;
  readonly certificate: Certificate;
  /** SHA-256 of its SubjectPublicKeyInfo, hexadecimal. */
  readonly key: string;
  readonly source: CertificateSource;
  /** The address that was asked about, where the organisation's word is for that alone; left out: for every one. */
  readonly about?: string;
  /** The SubjectPublicKeyInfo of who signed that this certificate is to be used. */
  readonly vouchedBy?: Der;
}

export interface ArrivalFacts {
  readonly at: Date;
  /** By comparable address: keys (SHA-256 of the SubjectPublicKeyInfo, hexadecimal) that signed its earlier messages. */
  readonly signedBefore: ReadonlyMap<string, readonly string[]>;
}

/**
 * The entries that become of certificates which came together, given what is known of their addresses. For an address
 * that was known under another key, in the directory or by who signed its earlier messages, a key is accepted only
 * where the organisation publishes it, where an accepted key signed that it is to be used, or where it is that of an accepted
 * certificate; else it waits. What was accepted stays so, and what was confirmed by the user is not decided here. A known
 * entry whose certificate is damaged has a key that nobody can tell: it counts as another one. Not checked: paths.
 */
export function withArrivals(
  known: readonly KnownCertificate[],
  arrivals: readonly Arrival[],
  facts: ArrivalFacts,
): readonly KnownCertificate[] {
  const entries: KnownCertificate[] = [];
  for (const arrival of arrivals) entries.push(entryOf(arrival, known, entries, facts));
  return entries;
}

function entryOf(
  arrival: Arrival,
  known: readonly KnownCertificate[],
  together: readonly KnownCertificate[],
  facts: ArrivalFacts,
): KnownCertificate {
  const { certificate, fingerprint, source } = arrival;
  const before = [...together, ...known].find((one) => one.fingerprint === fingerprint);
  const role = certificate.basicConstraints?.ca === true ? 'authority' : 'person';
  const addresses = role === 'person' ? comparableAddresses(certificate) : [];
  const accepted = addresses.flatMap((address): readonly Acceptance[] => {
    const present = before?.accepted.find((one) => one.address === address);
    const ground = groundFor(address, arrival, known, together, facts);
    if (present && ground !== 'administrator') return [present];
    return ground ? [{ address, ground, at: facts.at }] : [];
  });
  return {
    fingerprint,
    certificate: certificate.der,
    role,
    firstSeen: before?.firstSeen ?? facts.at,
    sources: withSource(before?.sources ?? [], source),
    accepted,
    waiting: addresses.filter((address) => !accepted.some((one) => one.address === address)),
    ...(before?.expiredAllowedAt && { expiredAllowedAt: before.expiredAllowedAt }),
  };
}

function withSource(sources: readonly CertificateSource[], source: CertificateSource): readonly CertificateSource[] {
  return sources.some((one) => sameSource(one, source)) ? sources : [...sources, source];
}

const fromOf = (source: CertificateSource): string => (source.kind === 'looked-up' ? source.from : '');
const sameSource = (a: CertificateSource, b: CertificateSource): boolean =>
  a.kind === b.kind && fromOf(a) === fromOf(b);

function groundFor(
  address: string,
  { certificate, key, source, about = address, vouchedBy }: Arrival,
  known: readonly KnownCertificate[],
  together: readonly KnownCertificate[],
  { signedBefore }: ArrivalFacts,
): AcceptanceGround | undefined {
  if (source.kind === 'administrator' && comparableAddress(about) === address) return 'administrator';
  const { spki } = certificate.publicKey;
  if (known.some((one) => isAccepted(one, address) && hasKey(one, spki))) return 'same-key';
  const accepted = [...known, ...together].filter((one) => isAccepted(one, address));
  if (vouchedBy && accepted.some((one) => hasKey(one, vouchedBy))) return 'signed-by-accepted';
  const isOther =
    known.some((one) => isOf(one, address) && !hasKey(one, spki)) ||
    (signedBefore.get(address) ?? []).some((one) => one !== key);
  return isOther || known.some((one) => one.waiting.includes(address)) ? undefined : 'first';
}

const isAccepted = ({ accepted }: KnownCertificate, address: string): boolean =>
  accepted.some((one) => one.address === address);

const isOf = (one: KnownCertificate, address: string): boolean =>
  isAccepted(one, address) || one.waiting.includes(address);

/** No key is that of a damaged certificate. */
function hasKey({ certificate }: KnownCertificate, spki: Der): boolean {
  return readable([certificate]).some(({ publicKey }) => equal(publicKey.spki, spki));
}

/**
 * The entries that change when the user confirms that a key belongs to an address: the certificate that was named, and
 * every other of the address with the same key. It takes the place of a ground that nobody gave, which does not count where
 * the address turned out to be the user's own (`choose-recipient.ts`).
 */
export function withConfirmation(
  known: readonly KnownCertificate[],
  fingerprint: string,
  addressSpec: string,
  at: Date,
): readonly KnownCertificate[] {
  const address = comparableAddress(addressSpec);
  const named = known.find((one) => one.fingerprint === fingerprint);
  const [certificate] = readable(named ? [named.certificate] : []);
  if (address === undefined || !certificate) return [];
  const { spki } = certificate.publicKey;
  return known
    .filter((one) => isUnconfirmed(one, address) && hasKey(one, spki))
    .map((one) => ({
      ...one,
      accepted: [...one.accepted.filter((other) => other.address !== address), { address, ground: 'confirmed', at }],
      waiting: one.waiting.filter((other) => other !== address),
    }));
}

const SETTLED: readonly AcceptanceGround[] = ['confirmed', 'administrator'];

const isUnconfirmed = (one: KnownCertificate, address: string): boolean =>
  isOf(one, address) && !one.accepted.some((other) => other.address === address && SETTLED.includes(other.ground));
