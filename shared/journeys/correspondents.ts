import { type Bytes, concat, type Der, equal, utf8Bytes } from '../base/bytes';
import { comparableAddress } from '../base/comparable-address';
import { pemText } from '../base/pem';
import { encodeCertsOnly } from '../cms/certs-only';
import { encodeVcard } from '../contacts/vcard';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { validatePath } from '../pkix/path-validation';
import { type MailPurpose, usableFor } from '../pkix/usable-for';
import {
  type AcceptanceGround,
  type BrowsableDirectory,
  type CertificateSource,
  type DirectoryAddress,
  type DirectoryQuery,
  type KnownCertificate,
} from '../ports/certificate-directory';
import { type Clock } from '../ports/clock';
import { type KeyStore } from '../ports/key-store';
import { type RevocationStore } from '../ports/revocation-source';
import { type TrustStore } from '../ports/trust-store';
import { type Reason } from '../verdict/reason';
import { dateReason, ownIdentities } from './choose-certificates';
import { chooseRecipient, type RecipientRules } from './choose-recipient';
import { readable, readTrust } from './trust';

export interface CorrespondentPorts {
  readonly certificateDirectory: BrowsableDirectory;
  readonly trustStore: TrustStore;
  readonly revocationStore?: Pick<RevocationStore, 'cached'>;
  readonly recipientRules?: RecipientRules;
  /** Identities of the user. Left out: none. */
  readonly keyStore?: Pick<KeyStore, 'identities'>;
  readonly clock: Clock;
}

/** A certificate of somebody else, as a screen shows it. Plain data; that it is here says nothing about trust. */
export interface CorrespondentCertificate {
  /** SHA-256, hexadecimal. */
  readonly fingerprint: string;
  readonly certificate: Der;
  readonly name: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly dates: 'within' | 'expired' | 'not-yet-valid';
  readonly uses: readonly MailPurpose[];
  readonly sources: readonly CertificateSource[];
  readonly firstSeen: Date;
  /** Why its key is used for the address, and since when; left out: it waits to be confirmed. */
  readonly accepted?: { readonly ground: AcceptanceGround; readonly at: Date };
  readonly expiredAllowedAt?: Date;
}

/** One address with its certificates, the newest first. */
export interface Correspondent {
  readonly address: string;
  readonly name: string;
  readonly certificates: readonly CorrespondentCertificate[];
}

export interface CorrespondentList {
  readonly people: readonly Correspondent[];
  /** What the next page begins behind; left out: there is none. */
  readonly next?: string;
  /** People with a key that waits, the first of them. */
  readonly waiting: readonly Correspondent[];
  /** Certificates of people, all together. */
  readonly count: number;
}

/** People whose keys wait that are shown above the others. */
const WAITING = 20;

/** A page of people, in the order of their addresses. Rejects with `storage`. */
export async function correspondents(
  query: DirectoryQuery,
  { certificateDirectory, clock }: Pick<CorrespondentPorts, 'certificateDirectory' | 'clock'>,
): Promise<CorrespondentList> {
  const now = clock.now();
  const [page, waiting, count] = await Promise.all([
    certificateDirectory.page({ ...query, limit: query.limit + 1 }),
    certificateDirectory.waiting(WAITING),
    certificateDirectory.count(),
  ]);
  const shown = page.slice(0, query.limit);
  const last = shown.at(-1)?.address;
  return {
    people: shown.map((one) => correspondentOf(one, now)),
    ...(page.length > shown.length && last !== undefined && { next: last }),
    waiting: waiting.map((one) => correspondentOf(one, now)),
    count,
  };
}

function correspondentOf({ address, certificates }: DirectoryAddress, now: Date): Correspondent {
  const views = certificates
    .flatMap((entry) => viewOf(entry, address, now) ?? [])
    .sort((a, b) => b.notBefore.getTime() - a.notBefore.getTime());
  return { address, name: views[0]?.name ?? '', certificates: views };
}

function viewOf(entry: KnownCertificate, address: string, now: Date): CorrespondentCertificate | undefined {
  const [certificate] = readable([entry.certificate]);
  if (!certificate) return undefined;
  const { subject, issuer, notBefore, notAfter } = certificate;
  const acceptance = entry.accepted.find((one) => one.address === comparableAddress(address));
  const outOfDate = dateReason(certificate, now)?.code;
  return {
    fingerprint: entry.fingerprint,
    certificate: entry.certificate,
    name: subject.commonName ?? certificate.addresses[0] ?? subject.text,
    issuer: issuer.commonName ?? issuer.text,
    notBefore,
    notAfter,
    dates: outOfDate === 'expired' || outOfDate === 'not-yet-valid' ? outOfDate : 'within',
    uses: (['sign', 'encrypt'] as const).filter((use) => usableFor(certificate, use)),
    sources: entry.sources,
    firstSeen: entry.firstSeen,
    ...(acceptance && { accepted: { ground: acceptance.ground, at: acceptance.at } }),
    ...(entry.expiredAllowedAt && { expiredAllowedAt: entry.expiredAllowedAt }),
  };
}

/** One address, and what a message to it would be encrypted to today. */
export interface CorrespondentDetails extends Correspondent {
  /** Fingerprint of the certificate of these that is used; left out: none of them is. */
  readonly used?: string;
  /** An identity of the user's own is used. */
  readonly usesOwn?: true;
  /** Why none can be used; empty where one is. */
  readonly reasons: readonly Reason[];
  /** The organisation forbids what has expired. */
  readonly isExpiredForbidden: boolean;
}

export interface CorrespondentRequest {
  readonly address: string;
  /** Addresses of the user's accounts. Left out, or none: every one that an identity of theirs names. */
  readonly accounts?: readonly string[];
}

/** Of a message from another address than this one. Rejects with `storage`. */
export async function correspondentDetails(
  { address, accounts }: CorrespondentRequest,
  ports: CorrespondentPorts,
): Promise<CorrespondentDetails> {
  const { certificateDirectory, trustStore, clock, revocationStore, recipientRules: rules } = ports;
  const now = clock.now();
  const known = await certificateDirectory.find(address);
  const trust = await readTrust(trustStore);
  const own = ownIdentities((await ports.keyStore?.identities()) ?? []);
  const facts = { known, own, sender: '', accounts, trust, now, revocationStore, rules };
  const choice = await chooseRecipient(address, facts);
  const people = known.filter(({ role }) => role === 'person');
  const chosen = choice.state === 'ready' ? choice.certificate : undefined;
  const used = chosen && people.find(({ certificate }) => equal(certificate, chosen.der))?.fingerprint;
  return {
    ...correspondentOf({ address, certificates: people }, now),
    ...(used !== undefined && { used }),
    ...(chosen && used === undefined && { usesOwn: true as const }),
    reasons: choice.state === 'unusable' ? choice.reasons : [],
    isExpiredForbidden: rules?.withoutExpired === true,
  };
}

/** `cer` is one certificate in DER; `pem` and `p7b` have the authorities of its path where that is valid; `vcf` is a card. */
export type CorrespondentFormat = 'cer' | 'pem' | 'p7b' | 'vcf';

export interface ExportCertificate {
  readonly address: string;
  readonly fingerprint: string;
  readonly format: CorrespondentFormat;
}

/** A certificate as a file; undefined where it is gone. Rejects with `storage`. */
export async function exportCorrespondent(
  { address, fingerprint, format }: ExportCertificate,
  { certificateDirectory, trustStore, clock }: CorrespondentPorts,
): Promise<Bytes | undefined> {
  const entry = (await certificateDirectory.find(address)).find((one) => one.fingerprint === fingerprint);
  if (!entry) return undefined;
  const certificate = parseCertificate(entry.certificate);
  if (format === 'cer') return certificate.der.slice();
  if (format === 'vcf') {
    const { subject, addresses } = certificate;
    const card = { name: subject.commonName ?? '', addresses, certificates: [certificate.der] };
    return utf8Bytes(encodeVcard(card));
  }
  const all = [certificate.der, ...(await authorities(certificate, trustStore, clock.now()))];
  if (format === 'p7b') return encodeCertsOnly(all);
  return concat(all.map((one) => utf8Bytes(pemText('CERTIFICATE', one))));
}

/** Between it and its anchor, which those who trust it have. */
async function authorities(certificate: Certificate, trustStore: TrustStore, at: Date): Promise<readonly Der[]> {
  const { anchors, anchorIndex, intermediates } = await readTrust(trustStore);
  const request = { certificate, candidates: intermediates, anchors, anchorIndex, at, purpose: 'any' } as const;
  const verdict = await validatePath(request);
  return verdict.state === 'valid' ? verdict.path.certificates.slice(1, -1).map(({ der }) => der) : [];
}
