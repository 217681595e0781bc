import { type Bytes, equal } from '../base/bytes';
import { findCertificates } from '../pkix/certificate';
import { type ValidatedPath, validatePath } from '../pkix/path-validation';
import { checkRevocation } from '../pkix/revocation';
import { type CertificateDirectory } from '../ports/certificate-directory';
import { type Clock } from '../ports/clock';
import {
  type FetchFailure,
  type RevocationAnswer,
  type RevocationKind,
  type RevocationQuestion,
  type RevocationStore,
} from '../ports/revocation-source';
import { type TrustStore } from '../ports/trust-store';
import { type ViewedMessage } from '../smime/viewed-message';
import { type CertificateStatus } from '../verdict/verdict';
import { keepCertificates } from './keep-certificates';
import { type CertificateQuestions, pathsToAsk, questionsOf } from './revocation-questions';
import { readable, readTrust, type Trust } from './trust';

export interface RefreshPorts {
  readonly trustStore: TrustStore;
  readonly certificateDirectory: Pick<CertificateDirectory, 'update'>;
  readonly revocationStore: RevocationStore;
  readonly clock: Clock;
}

/** What was asked, where, and what came of it. */
export interface Asked {
  readonly name: string;
  readonly kind: RevocationKind;
  readonly url: string;
  readonly outcome: 'accepted' | FetchFailure;
}

export interface RefreshRequest {
  /** The user asks: also about what is known to be good, and again soon after a failure. */
  readonly isForced: boolean;
  /** All that came of this refresh so far, in order; empty at first. */
  readonly asked: readonly Asked[];
  /** What the questions of the last round brought. */
  readonly answers: readonly RevocationAnswer[];
}

export interface RefreshRound {
  /** With the answers of this round. */
  readonly asked: readonly Asked[];
  /** What is to be asked next; none: the refresh is over, and the message can be opened anew. */
  readonly questions: readonly RevocationQuestion[];
}

/** Questions for one message in one refresh. */
const QUESTIONS = 12;
/** Milliseconds for which a question that brought nothing is not asked again. */
const PATIENCE = { forced: 20_000, unforced: 30 * 60_000 } as const;
/** Milliseconds for which an answer without a next update counts as current. */
const WITHOUT_END = 3_600_000;
/** Octets of an issuer's certificates. */
const ISSUER_OCTETS = 1 << 18;
/** Certificates looked at of one such file. */
const ISSUER_CERTIFICATES = 16;

/**
 * One round of asking about the certificates of a message: judges what came, keeps what `checkRevocation` accepts, and says
 * what to ask next, one place for each certificate that is open. Reaches no network itself. Certificates of issuers are
 * kept as candidates where they themselves have a valid path; nothing that came is ever trusted.
 */
export async function refreshRound(
  view: Pick<ViewedMessage, 'layers' | 'signatures' | 'certificates'>,
  ports: RefreshPorts,
  request: RefreshRequest,
): Promise<RefreshRound> {
  const at = ports.clock.now();
  const trust = withEnclosed(await readTrust(ports.trustStore), view);
  const paths = await pathsToAsk(view, trust, at);
  const asked = [...request.asked];
  for (const answer of request.answers.slice(0, QUESTIONS)) {
    const { name, kind, url } = answer.question;
    asked.push({ name, kind, url, outcome: await outcomeOf(answer, paths, trust, at, ports) });
  }
  const questions: RevocationQuestion[] = [];
  for (const path of paths) {
    for (const about of await questionsOf(path)) {
      if (!request.isForced && isSettledIn(view, about)) continue;
      const next = await nextQuestion(about, asked, request.isForced, at, ports.revocationStore);
      if (next && !questions.some((one) => isSame(one, next))) questions.push(next);
    }
  }
  return { asked, questions: questions.slice(0, Math.max(0, QUESTIONS - asked.length)) };
}

function withEnclosed(trust: Trust, { certificates }: Pick<ViewedMessage, 'certificates'>): Trust {
  return { ...trust, intermediates: [...trust.intermediates, ...readable(certificates)] };
}

const isSame = (a: Pick<Asked, 'name' | 'url'>, b: Pick<Asked, 'name' | 'url'>): boolean =>
  a.name === b.name && a.url === b.url;

function isSettledIn(
  { signatures }: Pick<ViewedMessage, 'signatures'>,
  { certificate }: CertificateQuestions,
): boolean {
  return signatures
    .flatMap(({ certificateStatuses = [] }) => certificateStatuses)
    .some((one) => equal(one.certificate, certificate.der) && (one.state === 'good' || one.state === 'revoked'));
}

/** Status first; where an answer came that nobody known has signed, the issuer's certificates, and then status once more. */
async function nextQuestion(
  { status, issuers }: CertificateQuestions,
  asked: readonly Asked[],
  isForced: boolean,
  at: Date,
  store: RevocationStore,
): Promise<RevocationQuestion | undefined> {
  const ofStatus = asked.filter((one) => status.some((question) => isSame(one, question)));
  if (ofStatus.some(({ outcome }) => outcome === 'accepted')) return undefined;
  const fresh = asked
    .map((one) => one.outcome === 'accepted' && issuers.some((question) => isSame(one, question)))
    .lastIndexOf(true);
  const isUnbelieved = ofStatus.some(({ outcome }) => outcome === 'not-accepted');
  const open = [
    ...status.filter((question) => !asked.slice(fresh + 1).some((one) => isSame(one, question))),
    ...(isUnbelieved ? issuers : []).filter((question) => !asked.some((one) => isSame(one, question))),
  ];
  const patience = isForced ? PATIENCE.forced : PATIENCE.unforced;
  for (const question of open) {
    const failed = asked.some((one) => isSame(one, question)) ? undefined : await store.failedAt(question);
    if (!failed || at.getTime() - failed.getTime() >= patience) return question;
  }
  return undefined;
}

async function outcomeOf(
  answer: RevocationAnswer,
  paths: readonly ValidatedPath[],
  trust: Trust,
  at: Date,
  ports: RefreshPorts,
): Promise<Asked['outcome']> {
  const { question } = answer;
  if ('failure' in answer) {
    // Not the place's fault: it was never asked.
    if (answer.failure !== 'not-permitted' && answer.failure !== 'too-many')
      await ports.revocationStore.keepFailure(question);
    return answer.failure;
  }
  const isAccepted =
    question.kind === 'issuer'
      ? await keepIssuers(answer.octets, trust, at, ports)
      : await keepStatus(question.kind, answer, paths, trust, at, ports);
  if (!isAccepted) await ports.revocationStore.keepFailure(question);
  return isAccepted ? 'accepted' : 'not-accepted';
}

/**
 * Keeps an answer that by itself says something about a certificate of the paths, and nothing older than what is kept:
 * a revocation that is known must not be undone by an answer of before it.
 */
async function keepStatus(
  kind: 'crl' | 'ocsp',
  { question, octets }: Extract<RevocationAnswer, { octets: unknown }>,
  paths: readonly ValidatedPath[],
  { intermediates: candidates }: Trust,
  at: Date,
  { revocationStore }: RefreshPorts,
): Promise<boolean> {
  const said = async (path: ValidatedPath, answer: Bytes): Promise<CertificateStatus | undefined> => {
    const data = { items: [{ kind, octets: answer, origin: 'fetched' }] } as const;
    const { statuses } = await checkRevocation({ path, data, candidates, at });
    return statuses.find(({ state, source }) => source && (state === 'good' || state === 'revoked'));
  };
  const [kept] = await revocationStore.cached([question.name]);
  for (const path of paths) {
    const now = await said(path, octets);
    if (!now?.source) continue;
    const { source } = now;
    const before = kept?.kind === kind ? await said(path, kept.octets) : undefined;
    if (before && !mayFollow(now, before)) return false;
    await revocationStore.keep(question, octets, source.nextUpdate ?? new Date(at.getTime() + WITHOUT_END));
    return true;
  }
  return false;
}

/** Whether a status replaces another of the same certificate: it is not older, and only a newer one ends a revocation. */
function mayFollow(now: CertificateStatus, before: CertificateStatus): boolean {
  const newer = (now.source?.thisUpdate.getTime() ?? 0) - (before.source?.thisUpdate.getTime() ?? 0);
  return before.state === 'revoked' && now.state === 'good' ? newer > 0 : newer >= 0;
}

/** Keeps those of an issuer's certificates (one in DER, or certs-only, RFC 5280 4.2.2.1) that have a valid path. */
async function keepIssuers(
  octets: Bytes,
  { anchors, anchorIndex, intermediates }: Trust,
  at: Date,
  ports: RefreshPorts,
): Promise<boolean> {
  const found = octets.length <= ISSUER_OCTETS ? findCertificates(octets).slice(0, ISSUER_CERTIFICATES) : [];
  const candidates = [...found, ...intermediates];
  const budget = { left: 200 };
  let isAny = false;
  for (const certificate of found) {
    if (certificate.basicConstraints?.ca !== true) continue;
    const { state } = await validatePath({ certificate, candidates, anchors, anchorIndex, at, purpose: 'any', budget });
    if (state !== 'valid') continue;
    await keepCertificates({ certificates: [certificate.der], source: { kind: 'looked-up', from: 'issuer' } }, ports);
    isAny = true;
  }
  return isAny;
}
