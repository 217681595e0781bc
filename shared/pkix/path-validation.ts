import { type Reason, type ReasonCode } from '../verdict/reason';
import { type Certificate } from './certificate';
import { buildPaths, type Chain, type ExpansionBudget, type Found } from './path-building';
import { pathFaults, weaknesses } from './path-checks';
import { type PolicyInputs } from './policy-graph';
import { type AnchorIndex, type TrustAnchor } from './trust-anchor';
import { type MailPurpose } from './usable-for';

export interface PathRequest extends PolicyInputs {
  readonly certificate: Certificate;
  /** Untrusted certificates that may stand between; any number, in any order. */
  readonly candidates: readonly Certificate[];
  /** Where a path may end. The only source of trust. Of the same certificate twice the first counts, with its limits. */
  readonly anchors: readonly TrustAnchor[];
  /** Further anchors, behind those of the list. */
  readonly anchorIndex?: AnchorIndex | undefined;
  readonly at: Date;
  /** `any` demands neither key usage nor extended key usage. */
  readonly purpose: MailPurpose | 'any';
  /** Shared between requests that answer for one message; left out: this request alone counts. */
  readonly budget?: ExpansionBudget;
}

declare const validated: unique symbol;

/** A certification path that `validatePath` found valid. There is no other way to get one. */
export interface ValidatedPath {
  /** End entity first, trust anchor last; one alone where the end entity is itself an anchor. */
  readonly certificates: readonly Certificate[];
  /** The time and purpose it was validated for: it says nothing about others. */
  readonly at: Date;
  readonly purpose: PathRequest['purpose'];
  /** Weaknesses that do not make it invalid: `weak-algorithm`, `weak-key`. */
  readonly notes: readonly Reason[];
  readonly [validated]: true;
}

/** A path with the weaknesses that do not make it invalid. */
export interface ValidVerdict {
  readonly state: 'valid';
  readonly path: ValidatedPath;
  readonly notes: readonly Reason[];
}

export type PathVerdict =
  ValidVerdict | { readonly state: 'invalid' | 'undetermined'; readonly reasons: readonly Reason[] };

/**
 * Builds and validates certification paths (RFC 5280 6.1) until one is valid. Depends on the request alone; fetches
 * nothing; bounded by LIMITS. Otherwise the verdict has the reasons of the path that came nearest, the gravest first.
 * `undetermined`: the only obstacle is something this project cannot compute, or a limit.
 * Not checked: revocation, and whose address the certificate is for. The anchor's own signature is not checked, its
 * dates and constraints are. Never throws.
 */
export async function validatePath(request: PathRequest): Promise<PathVerdict> {
  return (await validPaths(request).next()).value;
}

/** Every valid path as `validatePath` finds them, likeliest first; returns the verdict on those that were not valid. */
export async function* validPaths(request: PathRequest): AsyncGenerator<ValidVerdict, PathVerdict, undefined> {
  // A time that is none is neither before nor after any other.
  if (Number.isNaN(request.at.getTime()))
    return { state: 'undetermined', reasons: [{ code: 'unsupported-path-feature' }] };
  let nearest: Failure | undefined;
  for await (const found of buildPaths(request)) {
    const failure = examine(found, request);
    if (!failure) yield valid(found as Extract<Found, { kind: 'path' }>, request);
    else if (!nearest || compareFailures(failure, nearest) < 0) nearest = failure;
  }
  const reasons = ranked(nearest?.reasons ?? [{ code: 'no-path' }]);
  return { state: reasons.every(({ code }) => UNDETERMINED.includes(code)) ? 'undetermined' : 'invalid', reasons };
}

function valid({ chain }: { readonly chain: Chain }, { at, purpose }: PathRequest): ValidVerdict {
  const notes = weaknesses(chain);
  const path = { certificates: chain, at, purpose, notes } as unknown as ValidatedPath;
  return { state: 'valid', path, notes };
}

interface Failure {
  readonly isComplete: boolean;
  readonly length: number;
  readonly reasons: readonly Reason[];
}

function examine(found: Found, request: PathRequest): Failure | undefined {
  if (found.kind === 'exhausted') {
    return { isComplete: false, length: Infinity, reasons: [{ code: 'limit', found: 'pathExpansions' }] };
  }
  if (found.kind === 'dead-end') return { isComplete: false, length: found.chain.length, reasons: [found.reason] };
  const reasons = pathFaults(found.chain, request);
  return reasons.length === 0 ? undefined : { isComplete: true, length: found.chain.length, reasons };
}

/** Nearer: reaches an anchor; has fewer faults; came further. */
function compareFailures(a: Failure, b: Failure): number {
  if (a.isComplete !== b.isComplete) return a.isComplete ? -1 : 1;
  return (a.isComplete ? a.reasons.length - b.reasons.length : 0) || b.length - a.length;
}

const UNDETERMINED: readonly ReasonCode[] = ['limit', 'unsupported-algorithm', 'unsupported-path-feature'];

/** From "this is no certificate of theirs" to "this one would do, another day". */
const RANK: readonly ReasonCode[] = [
  'bad-certificate-signature',
  'malformed-certificate',
  'not-a-ca',
  'path-too-long',
  'name-constraints',
  'unknown-critical-extension',
  'key-usage',
  'extended-key-usage',
  'policy',
  'issuer-distrusted',
  'weak-algorithm',
  'weak-key',
  'not-yet-valid',
  'expired',
];

function ranked(reasons: readonly Reason[]): readonly Reason[] {
  const rank = ({ code }: Reason): number => RANK.indexOf(code) >>> 0;
  return [...reasons].sort((a, b) => rank(a) - rank(b));
}
