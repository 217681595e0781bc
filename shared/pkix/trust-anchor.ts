import { type Reason } from '../verdict/reason';
import { type Certificate } from './certificate';
import { type Name } from './name';

/**
 * A certificate at which a path may end (RFC 5280 6.1.1 d), with what its owner's trust in it is limited to. A plain
 * certificate is an anchor without limits.
 */
export interface TrustAnchor extends Certificate {
  /** End-entity certificates whose notBefore lies after this are not trusted through it; left out: no such day. */
  readonly distrustAfter?: Date;
}

/** Anchors too many to read for every path: those that one path needs are found by the name they issue in. */
export interface AnchorIndex {
  /** At least every anchor with this subject; the same objects each time. Never rejects: what cannot be read is not there. */
  named(subject: Name): Promise<readonly TrustAnchor[]>;
}

/**
 * Why a path from `endEntity` may not end at this anchor; undefined where it may. Anchors are given up by a date of
 * issuing and not of use, so that what was issued in good time serves until it expires.
 */
export function distrustReason(endEntity: Certificate, anchor: TrustAnchor): Reason | undefined {
  const { distrustAfter } = anchor;
  // A time that is none trusts nothing.
  if (distrustAfter === undefined || endEntity.notBefore <= distrustAfter) return undefined;
  const expected = Number.isNaN(distrustAfter.getTime()) ? '' : distrustAfter.toISOString();
  return { code: 'issuer-distrusted', found: endEntity.notBefore.toISOString(), expected };
}
