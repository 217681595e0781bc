import { equal } from '../base/bytes';
import { comparableAddress } from '../base/comparable-address';
import { LIMITS } from '../base/limits';
import { sameAddress } from '../mime/address';
import { type Certificate } from '../pkix/certificate';
import { matchAddress } from '../pkix/email-binding';
import { type ValidatedPath, validatePath } from '../pkix/path-validation';
import { checkRevocation } from '../pkix/revocation';
import { usableFor } from '../pkix/usable-for';
import { type KnownCertificate } from '../ports/certificate-directory';
import { type RevocationStore } from '../ports/revocation-source';
import { type Reason } from '../verdict/reason';
import { newestFirst, type OwnIdentity, ownReasons, realOnes } from './choose-certificates';
import { keptItems } from './revocation-questions';
import { readable, type Trust } from './trust';

export type RecipientChoice =
  | {
      readonly state: 'ready';
      readonly address: string;
      readonly certificate: Certificate;
      /** Further ones of the address that are encrypted to as well, where the rules want every valid one. */
      readonly others?: readonly Certificate[];
      /** Used by the recorded word of the user although it has expired. */
      readonly isExpired?: boolean;
      /** A newer certificate with another key is there and could be used. */
      readonly waiting?: string;
    }
  | { readonly state: 'missing'; readonly address: string }
  | {
      readonly state: 'unusable';
      readonly address: string;
      readonly reasons: readonly Reason[];
      /** `unconfirmed-key`: the certificate that could be used once the user confirms it, by SHA-256 in hexadecimal. */
      readonly waiting?: string;
    };

/** What an organisation decides about certificates of recipients. */
export interface RecipientRules {
  /** Nobody may use a certificate that has expired. */
  readonly withoutExpired?: boolean;
  /** Left out: `newest`. `all`: every valid one, for people with a key on each device. */
  readonly keys?: 'newest' | 'all';
}

export interface RecipientCandidates {
  /** What the directory knows for the address. */
  readonly known: readonly KnownCertificate[];
  readonly own: readonly OwnIdentity[];
  /** The sender's address: their own copy is for a key they hold. */
  readonly sender: string;
  /**
   * Addresses of the user's accounts; left out, or none: every one that an identity of theirs names counts as theirs. So does one
   * whose accepted key they hold.
   */
  readonly accounts?: readonly string[] | undefined;
  readonly trust: Trust;
  readonly now: Date;
  /** What is known of revocation; nothing is fetched. Left out: nothing is known. */
  readonly revocationStore?: Pick<RevocationStore, 'cached'> | undefined;
  readonly rules?: RecipientRules | undefined;
}

/** A certificate that names the address, in the order in which they are tried. */
interface Candidate {
  readonly certificate: Certificate;
  /** Undefined for one of the user's own identities. */
  readonly entry: KnownCertificate | undefined;
  readonly standing: (typeof STANDINGS)[number];
}

/** `own`: the sender's own copy. The first comes before all others, however new. */
const STANDINGS = ['own', 'administrator', 'accepted', 'waiting'] as const;

/**
 * The certificate to encrypt to for one address: what the organisation publishes, else the newest whose key is accepted for
 * the address (`accept-keys.ts`). It names the address, may be encrypted to, has a valid path now with nothing weak in it,
 * and nothing that is kept says that it or an authority on its path was revoked. One that has expired only by the user's
 * recorded word, where the rules allow that. A key that waits to be confirmed is never chosen, nor is one of somebody else
 * for an address of the user's own that neither they nor the organisation confirmed. The sender's own copy is for one of
 * their identities and for nothing else; that needs no path: who holds the key can read, whoever issued the certificate.
 * For any other address it does, or an identity file could divert mail; and for one of somebody else such an identity is
 * what a key is that came first: it counts where no key is accepted for that address, and speaks against none there.
 */
export async function chooseRecipient(address: string, candidates: RecipientCandidates): Promise<RecipientChoice> {
  const ordered = candidatesFor(address, candidates);
  const usable: Candidate[] = [];
  let first: readonly Reason[] | undefined;
  for (const candidate of ordered.filter(({ standing }) => standing !== 'waiting')) {
    const reasons = await reasonsAgainst(candidate, ordered, candidates);
    if (reasons.length > 0) first ??= reasons;
    else usable.push(candidate);
    if (usable.length > 0 && candidates.rules?.keys !== 'all') break;
  }
  const [chosen, ...others] = usable;
  const waiting = await waitingKey(ordered, chosen, candidates);
  const named = waiting.fingerprint === undefined ? {} : { waiting: waiting.fingerprint };
  if (chosen) return { state: 'ready', address, ...readyFacts(chosen, others, candidates.now), ...named };
  if (waiting.fingerprint !== undefined) {
    return { state: 'unusable', address, reasons: [{ code: 'unconfirmed-key' }, ...(first ?? [])], ...named };
  }
  const reasons = first ?? waiting.reasons;
  return reasons ? { state: 'unusable', address, reasons } : { state: 'missing', address };
}

function readyFacts(
  { certificate, standing }: Candidate,
  others: readonly Candidate[],
  now: Date,
): Omit<Extract<RecipientChoice, { state: 'ready' }>, 'state' | 'address'> {
  const beside = others.filter((one) => one.standing === standing).map((one) => one.certificate);
  return {
    certificate,
    ...(beside.length > 0 && { others: beside }),
    ...(now > certificate.notAfter && { isExpired: true }),
  };
}

function candidatesFor(address: string, candidates: RecipientCandidates): readonly Candidate[] {
  const { known, own, sender, accounts } = candidates;
  const isSender = sameAddress(address, sender);
  const standing = isSender ? 'own' : 'accepted';
  const matches = (certificate: Certificate): boolean => matchAddress(certificate, address) === 'match';
  const isAccount = isSender || !accounts?.length || accounts.some((one) => sameAddress(one, address));
  const isMine = isAccount || known.some((entry) => isAcceptedFor(entry, address) && holdsKeyOf(own, entry));
  const isKnown = known.some((entry) => isAcceptedFor(entry, address));
  const mine = isMine || !isKnown ? own.map(({ certificate }) => certificate).filter(matches) : [];
  const found: Candidate[] = realOnes(mine, (one) => one).map((certificate) => {
    return { certificate, entry: undefined, standing };
  });
  for (const entry of isSender ? [] : known) {
    const [certificate] = readable([entry.certificate]);
    if (certificate && matches(certificate) && !mine.includes(certificate)) {
      found.push({ certificate, entry, standing: standingOf(entry, certificate, address, mine) });
    }
  }
  const rank = (one: Candidate): number => STANDINGS.indexOf(one.standing);
  return found.sort((a, b) => rank(a) - rank(b) || newestFirst(a.certificate, b.certificate));
}

const isAcceptedFor = ({ accepted }: KnownCertificate, address: string): boolean =>
  accepted.some((one) => one.address === comparableAddress(address));

function holdsKeyOf(own: readonly OwnIdentity[], { certificate }: KnownCertificate): boolean {
  const [theirs] = readable([certificate]);
  return theirs !== undefined && own.some((one) => equal(one.certificate.publicKey.spki, theirs.publicKey.spki));
}

function standingOf(
  { accepted }: KnownCertificate,
  { publicKey }: Certificate,
  address: string,
  mine: readonly Certificate[],
): Candidate['standing'] {
  const name = comparableAddress(address);
  const acceptance = accepted.find((one) => one.address === name);
  if (!acceptance) return 'waiting';
  if (acceptance.ground === 'administrator') return 'administrator';
  // An address of the user's own is known by their keys, of which the directory need not have a certificate.
  const isAnothers = mine.length > 0 && !mine.some((one) => equal(one.publicKey.spki, publicKey.spki));
  return isAnothers && acceptance.ground !== 'confirmed' ? 'waiting' : 'accepted';
}

/** The newest certificate that waits, is newer than the chosen one, and could be used if its key were confirmed; else why not. */
async function waitingKey(
  ordered: readonly Candidate[],
  chosen: Candidate | undefined,
  candidates: RecipientCandidates,
): Promise<{ readonly fingerprint?: string; readonly reasons?: readonly Reason[] }> {
  let first: readonly Reason[] | undefined;
  for (const candidate of ordered.filter(({ standing }) => standing === 'waiting')) {
    if (chosen && candidate.certificate.notBefore <= chosen.certificate.notBefore) continue;
    const reasons = await reasonsAgainst(candidate, ordered, candidates);
    if (reasons.length === 0 && candidate.entry) return { fingerprint: candidate.entry.fingerprint };
    first ??= reasons;
  }
  return { ...(first && { reasons: first }) };
}

async function reasonsAgainst(
  candidate: Candidate,
  ordered: readonly Candidate[],
  candidates: RecipientCandidates,
): Promise<readonly Reason[]> {
  return candidate.standing === 'own'
    ? ownReasons(candidate.certificate, candidates.now)
    : pathReasons(candidate, candidates, ordered);
}

async function pathReasons(
  { certificate, entry, standing }: Candidate,
  { known, own, trust, now, rules, revocationStore }: RecipientCandidates,
  named: readonly Candidate[],
): Promise<readonly Reason[]> {
  if (!usableFor(certificate, 'encrypt')) return [{ code: 'key-usage' }];
  const chains = own.flatMap(({ identity }) => readable(identity.chain));
  const besides = known.filter((one) => !named.some(({ entry: other }) => other === one));
  const isAllowed = entry?.expiredAllowedAt !== undefined && rules?.withoutExpired !== true;
  const verdict = await validatePath({
    certificate,
    candidates: [...chains, ...trust.intermediates, ...readable(besides.map((one) => one.certificate))],
    anchors: trust.anchors,
    anchorIndex: trust.anchorIndex,
    // By the user's word it counts as on its last day.
    at: isAllowed && now > certificate.notAfter ? certificate.notAfter : now,
    purpose: 'encrypt',
    budget: { left: shareOf(standing, named) },
  });
  if (verdict.state !== 'valid') return verdict.reasons;
  if (verdict.notes.length > 0 || !revocationStore) return verdict.notes;
  return revokedReasons(verdict.path, trust, now, revocationStore);
}

/** Whoever forges many certificates of an address is not to take what the right one needs. */
function shareOf(standing: Candidate['standing'], named: readonly Candidate[]): number {
  const alike = named.filter((one) => one.standing === standing).length;
  return Math.max(LIMITS.candidateExpansions, Math.ceil(LIMITS.addressExpansions / alike));
}

/** Of what is kept: that something was revoked. That nothing is known is no reason against it. */
async function revokedReasons(
  path: ValidatedPath,
  { intermediates }: Trust,
  now: Date,
  store: Pick<RevocationStore, 'cached'>,
): Promise<readonly Reason[]> {
  const items = await keptItems(path, store);
  if (items.length === 0) return [];
  const { state, reasons } = await checkRevocation({ path, data: { items }, candidates: intermediates, at: now });
  return state === 'revoked' ? reasons : [];
}
