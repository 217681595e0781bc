import { type Der } from '../base/bytes';
import { LIMITS } from '../base/limits';
import { type Certificate } from '../pkix/certificate';
import { certificateFingerprint, keyFingerprint } from '../pkix/certificate-fingerprint';
import { comparableAddresses } from '../pkix/email-binding';
import {
  type CertificateDirectory,
  type CertificateSource,
  type KnownCertificate,
} from '../ports/certificate-directory';
import { type Clock } from '../ports/clock';
import { type SenderHistory } from '../ports/sender-history';
import { type Arrival, type ArrivalFacts, withArrivals, withConfirmation } from './accept-keys';
import { readable } from './trust';

export interface KeepPorts {
  readonly certificateDirectory: Pick<CertificateDirectory, 'update'>;
  /** Whose keys signed earlier messages. Left out: that is not known. */
  readonly senderHistory?: Pick<SenderHistory, 'find'>;
  readonly clock: Clock;
}

/** Certificates that came together, such as with one message. */
export interface Batch {
  readonly certificates: readonly Der[];
  readonly source: CertificateSource;
  /** The SubjectPublicKeyInfo of who signed that they are to be used. */
  readonly vouchedBy?: Der;
  /** The address that a place was asked about; left out: they were brought for every address that they name. */
  readonly about?: string;
}

/** An entry as it is now, and whether it was there before. */
export interface KeptCertificate {
  readonly entry: KnownCertificate;
  readonly isNew: boolean;
}

/**
 * Keeps certificates and decides for which of their addresses each is used (`accept-keys.ts`); answers one for each that was
 * kept, in order, the same one once. Left out are those that cannot be read, and of an address that has `LIMITS.addressCertificates`
 * further ones that would wait, or that only files brought: whoever writes a file may write any number. Rejects with `storage`. Not checked: paths, dates, and whether they are for mail.
 */
export async function keepCertificates(batch: Batch, ports: KeepPorts): Promise<readonly KeptCertificate[]> {
  const found = await Promise.all(readable(batch.certificates).map((one) => arrivalOf(one, batch)));
  const arrivals = [...new Map(found.map((one) => [one.fingerprint, one])).values()];
  const certificates = arrivals.map(({ certificate }) => certificate);
  if (certificates.length === 0) return [];
  const addresses = [...new Set(certificates.flatMap(comparableAddresses))];
  const facts = { at: ports.clock.now(), signedBefore: await signedBefore(addresses, ports) };
  let kept: readonly KeptCertificate[] = [];
  const scope = { addresses, fingerprints: arrivals.map(({ fingerprint }) => fingerprint) };
  await ports.certificateDirectory.update(scope, (known) => {
    const entries: KnownCertificate[] = [];
    for (const entry of withArrivals(known, arrivals, facts)) {
      if (hasRoom(entry, [...known, ...entries])) entries.push(entry);
    }
    const isKnown = ({ fingerprint }: KnownCertificate): boolean =>
      known.some((one) => one.fingerprint === fingerprint);
    kept = entries.map((entry) => ({ entry, isNew: !isKnown(entry) }));
    return entries;
  });
  return kept;
}

function hasRoom(entry: KnownCertificate, known: readonly KnownCertificate[]): boolean {
  const isOptional = entry.accepted.length === 0 || entry.sources.every(({ kind }) => kind === 'imported');
  if (!isOptional || entry.role === 'authority') return true;
  if (known.some(({ fingerprint }) => fingerprint === entry.fingerprint)) return true;
  return addressesOf(entry).every(
    (address) => known.filter((one) => addressesOf(one).includes(address)).length < LIMITS.addressCertificates,
  );
}

const addressesOf = ({ accepted, waiting }: KnownCertificate): readonly string[] => [
  ...accepted.map(({ address }) => address),
  ...waiting,
];

async function arrivalOf(certificate: Certificate, { source, vouchedBy, about }: Batch): Promise<Arrival> {
  const [fingerprint, key] = await Promise.all([
    certificateFingerprint(certificate.der),
    keyFingerprint(certificate.publicKey.spki),
  ]);
  return {
    fingerprint,
    certificate,
    key,
    source,
    ...(vouchedBy && { vouchedBy }),
    ...(about !== undefined && { about }),
  };
}

async function signedBefore(
  addresses: readonly string[],
  { senderHistory }: KeepPorts,
): Promise<ArrivalFacts['signedBefore']> {
  if (!senderHistory) return new Map();
  const records = await Promise.all(addresses.map((address) => senderHistory.find(address)));
  return new Map(addresses.map((address, i) => [address, (records[i]?.signers ?? []).map(({ key }) => key)]));
}

/** The user says that the key of a certificate belongs to an address. Rejects with `storage`. */
export async function confirmKey(
  { address, fingerprint }: { readonly address: string; readonly fingerprint: string },
  { certificateDirectory, clock }: Pick<KeepPorts, 'certificateDirectory' | 'clock'>,
): Promise<void> {
  const at = clock.now();
  await certificateDirectory.update({ addresses: [address], fingerprints: [fingerprint] }, (known) =>
    withConfirmation(known, fingerprint, address, at),
  );
}

/** The user says whether a certificate is used although it has expired. Rejects with `storage`. */
export async function allowExpired(
  { fingerprint, isAllowed }: { readonly fingerprint: string; readonly isAllowed: boolean },
  { certificateDirectory, clock }: Pick<KeepPorts, 'certificateDirectory' | 'clock'>,
): Promise<void> {
  const at = clock.now();
  await certificateDirectory.update({ addresses: [], fingerprints: [fingerprint] }, (known) =>
    known.filter(isReadable).map((entry) => {
      const { expiredAllowedAt, ...rest } = entry;
      return isAllowed ? { ...rest, expiredAllowedAt: expiredAllowedAt ?? at } : rest;
    }),
  );
}

const isReadable = ({ certificate }: KnownCertificate): boolean => readable([certificate]).length > 0;
