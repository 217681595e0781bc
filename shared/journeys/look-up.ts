import { type Bytes } from '../base/bytes';
import { comparableAddress } from '../base/comparable-address';
import { readContactFile } from '../contacts/certificate-files';
import { isAddress } from '../mime/address';
import { type Certificate, findCertificates } from '../pkix/certificate';
import { matchAddress } from '../pkix/email-binding';
import { validatePath } from '../pkix/path-validation';
import { usableFor } from '../pkix/usable-for';
import { type CertificateDirectory, type CertificateSource } from '../ports/certificate-directory';
import { type Clock } from '../ports/clock';
import {
  type LookUpAnswer,
  type LookUpFailure,
  type LookUpOutcome,
  type LookUpRecord,
  type LookUpRecords,
  type LookUpSourceName,
} from '../ports/look-up-source';
import { type RevocationStore } from '../ports/revocation-source';
import { type SenderHistory } from '../ports/sender-history';
import { type TrustStore } from '../ports/trust-store';
import { type Reason } from '../verdict/reason';
import { dateReason, newestFirst } from './choose-certificates';
import { chooseRecipient, type RecipientRules } from './choose-recipient';
import { keepCertificates, type KeptCertificate } from './keep-certificates';
import { LOOK_UP_TIERS } from './look-up-order';
import { distinct } from './plan-send';
import { readTrust, type Trust } from './trust';

export interface LookUpPorts {
  readonly certificateDirectory: CertificateDirectory;
  readonly trustStore: TrustStore;
  readonly lookUpRecords: LookUpRecords;
  readonly clock: Clock;
  /** Whose keys signed earlier messages. Left out: that is not known. */
  readonly senderHistory?: SenderHistory;
  /** What is known of revocation. Left out: nothing. */
  readonly revocationStore?: Pick<RevocationStore, 'cached'>;
  /** What the organisation decides about certificates of recipients. Left out: nothing. */
  readonly recipientRules?: RecipientRules;
}

export interface LookUpRequest {
  /** Addr-specs; what is none is left out. */
  readonly addresses: readonly string[];
  /** Places that may be asked now, one beside the other. */
  readonly sources: readonly LookUpSourceName[];
  /** The user asks: also for somebody whose certificate is known, and again soon after nothing was found. */
  readonly isForced: boolean;
}

/** Whom to ask about which addresses. */
export interface LookUpQuestion {
  readonly source: LookUpSourceName;
  readonly addresses: readonly string[];
}

export interface FoundRequest {
  readonly source: LookUpSourceName;
  readonly answers: readonly LookUpAnswer[];
  /** The organisation named this place: what it publishes outranks what came otherwise. */
  readonly isOrganisations: boolean;
}

/** What came of one address at one place. */
export interface LookedUp {
  readonly address: string;
  readonly source: LookUpSourceName;
  /** `accepted`: it is in the directory now and used for this address; `waiting`: it is there and its key is to be confirmed. */
  readonly outcome: LookUpOutcome;
  /** Why the newest certificate of this address was not accepted; empty where there was none of this address. */
  readonly reasons: readonly Reason[];
}

const ORGANISATION: CertificateSource = { kind: 'administrator' };
/** Addresses in one look-up. */
const ADDRESSES = 1_000;
/** Files read of one answer, octets of each, and certificates read of all of them. */
const FILES = 16;
const FILE_OCTETS = 1 << 16;
const CERTIFICATES = 32;
/** Certificates kept of one answer: somebody has one for each device at most. */
const KEPT = 4;
/** Certificates that path building may expand for one answer. */
const EXPANSIONS = 200;

const MINUTE = 60_000;
/** Milliseconds for which a place is not asked again, by what came of it. */
const PATIENCE: Readonly<Record<'accepted' | 'none' | 'failed' | 'eager', number>> = {
  accepted: 24 * 60 * MINUTE,
  none: 24 * 60 * MINUTE,
  failed: 30 * MINUTE,
  eager: 20_000,
};
/** Places on this machine: asking them costs nothing, and what was put there a moment ago is to be found. */
const HERE: ReadonlySet<LookUpSourceName> = new Set(LOOK_UP_TIERS[0]);
/** The place was not asked at all. */
const UNASKED: ReadonlySet<LookUpOutcome> = new Set([
  'cancelled',
  'not-permitted',
  'too-many',
  'address-refused',
] satisfies LookUpFailure[]);

/**
 * Whom to ask about which addresses: those without a certificate that could be used now, each place once within its time.
 * Reaches nobody itself.
 */
export async function planLookUp(request: LookUpRequest, ports: LookUpPorts): Promise<readonly LookUpQuestion[]> {
  const { addresses, sources, isForced } = request;
  const now = ports.clock.now();
  const asked = distinct(addresses.filter(isAddress)).slice(0, ADDRESSES);
  const wanted = isForced ? asked : await lacking(asked, ports, now);
  const questions: LookUpQuestion[] = [];
  for (const source of sources) {
    const last = await ports.lookUpRecords.last(source, wanted);
    const isEager = isForced || HERE.has(source);
    const due = wanted.filter((_address, i) => isDue(last[i], isEager, now));
    if (due.length > 0) questions.push({ source, addresses: due });
  }
  return questions;
}

async function lacking(addresses: readonly string[], ports: LookUpPorts, now: Date): Promise<readonly string[]> {
  const { revocationStore, recipientRules: rules } = ports;
  const trust = await readTrust(ports.trustStore);
  const open: string[] = [];
  for (const address of addresses) {
    const known = await ports.certificateDirectory.find(address);
    const choice = await chooseRecipient(address, { known, own: [], sender: '', trust, now, revocationStore, rules });
    if (choice.state !== 'ready') open.push(address);
  }
  return open;
}

function isDue(last: LookUpRecord | undefined, isEager: boolean, now: Date): boolean {
  if (!last) return true;
  const isAnswered = last.outcome === 'accepted' || last.outcome === 'waiting';
  const settled = isAnswered ? 'accepted' : last.outcome === 'none' ? 'none' : 'failed';
  const since = now.getTime() - last.at.getTime();
  // A record of tomorrow was made by a clock that was wrong.
  return since < 0 || since >= PATIENCE[isEager ? 'eager' : settled];
}

/**
 * Judges what a place answered and keeps what is acceptable: a certificate that names the address, may be encrypted to, is
 * within its dates and has a valid path now with nothing weak in it, and the authorities on that path. An answer that is
 * too large, is no certificate, or is one of somebody else changes nothing and stops no other. It gives no trust: each use
 * validates anew. Not checked here: revocation, which each use asks the stored answers about.
 */
export async function takeFound(request: FoundRequest, ports: LookUpPorts): Promise<readonly LookedUp[]> {
  const { source, answers } = request;
  const now = ports.clock.now();
  const trust = await readTrust(ports.trustStore);
  const results: LookedUp[] = [];
  for (const answer of answers.slice(0, ADDRESSES)) {
    const judged = await judge(answer, trust, now);
    const certificates = judged.kept.map(({ der }) => der);
    const from = request.isOrganisations ? ORGANISATION : ({ kind: 'looked-up', from: source } as const);
    const kept = await keepCertificates({ certificates, source: from, about: answer.address }, ports);
    const outcome = judged.outcome === 'accepted' && !isUsed(kept, answer.address) ? 'waiting' : judged.outcome;
    results.push({ address: answer.address, source, outcome, reasons: judged.reasons });
  }
  const asked = results.filter(({ outcome }) => !UNASKED.has(outcome));
  await ports.lookUpRecords.keep(
    source,
    asked.map(({ address, outcome }) => ({ address, outcome, at: now })),
  );
  return results;
}

function isUsed(kept: readonly KeptCertificate[], addressSpec: string): boolean {
  const address = comparableAddress(addressSpec);
  return kept.some(({ entry }) => entry.accepted.some((one) => one.address === address));
}

interface Judged {
  readonly outcome: LookUpOutcome;
  readonly kept: readonly Certificate[];
  readonly reasons: readonly Reason[];
}

async function judge(answer: LookUpAnswer, trust: Trust, at: Date): Promise<Judged> {
  if ('failure' in answer) return { outcome: answer.failure, kept: [], reasons: [] };
  if (answer.files.length === 0) return { outcome: 'none', kept: [], reasons: [] };
  const found = answer.files.slice(0, FILES).flatMap(certificatesIn).slice(0, CERTIFICATES);
  const named = found
    .filter((one) => one.basicConstraints?.ca !== true && matchAddress(one, answer.address) === 'match')
    .sort(newestFirst);
  const kept = new Set<Certificate>();
  let accepted = 0;
  let first: readonly Reason[] | undefined;
  const budget = { left: EXPANSIONS };
  for (const certificate of named.slice(0, CERTIFICATES)) {
    const looked = await pathOf(certificate, found, trust, at, budget);
    if (looked.reasons.length > 0) first ??= looked.reasons;
    else if (accepted++ < KEPT) for (const one of looked.path) kept.add(one);
  }
  const outcome = kept.size > 0 ? 'accepted' : 'not-accepted';
  return { outcome, kept: [...kept], reasons: outcome === 'accepted' ? [] : (first ?? []) };
}

function certificatesIn(file: Bytes): readonly Certificate[] {
  if (file.length > FILE_OCTETS) return [];
  return filesIn(file).slice(0, CERTIFICATES).flatMap(findCertificates).slice(0, CERTIFICATES);
}

/** What cannot be read holds nothing. */
function filesIn(file: Bytes): readonly Bytes[] {
  try {
    return readContactFile(file).contacts.flatMap(({ certificates }) => certificates);
  } catch {
    return [];
  }
}

/** The certificate with the authorities between it and its anchor; or what stands against it. */
async function pathOf(
  certificate: Certificate,
  found: readonly Certificate[],
  { anchors, anchorIndex, intermediates }: Trust,
  at: Date,
  budget: { left: number },
): Promise<{ readonly path: readonly Certificate[]; readonly reasons: readonly Reason[] }> {
  const outOfDate = dateReason(certificate, at);
  if (outOfDate) return { path: [], reasons: [outOfDate] };
  if (!usableFor(certificate, 'encrypt')) return { path: [], reasons: [{ code: 'key-usage' }] };
  const candidates = [...found, ...intermediates];
  const verdict = await validatePath({
    certificate,
    candidates,
    anchors,
    anchorIndex,
    at,
    purpose: 'encrypt',
    budget,
  });
  if (verdict.state !== 'valid') return { path: [], reasons: verdict.reasons };
  const [leaf, ...above] = verdict.path.certificates;
  return { path: leaf ? [leaf, ...above.slice(0, -1)] : [], reasons: verdict.notes };
}
