import { type PolicyDocument } from './document';
import { type PolicyReading } from './parse-policy';

/** A policy as it was once accepted, to be kept. */
export interface Snapshot {
  readonly document: PolicyDocument;
  /** SHA-256 of its text, in hexadecimal: tells two documents of one serial apart. */
  readonly digest: string;
}

/** What came of asking for the policy. */
export type Acquisition =
  /** Nobody was asked, or there is certainly none: the user's own machine says so. Never what a server says. */
  | { readonly kind: 'none' }
  /** There should be one and it could not be had. */
  | { readonly kind: 'unreachable' }
  | {
      readonly kind: 'read';
      readonly reading: PolicyReading;
      readonly digest: string;
      /** `not-needed`: it came from a place that only administrators write. */
      readonly signature: 'good' | 'not-needed' | 'bad' | 'absent';
    };

export type SnapshotReason =
  | 'unreachable'
  | 'unreadable'
  | 'unsigned'
  | 'signature-bad'
  | 'rolled-back'
  | 'serial-reused'
  | 'expired'
  | 'clock-set-back';

export interface SnapshotChoice {
  /** `none`: no administrator has a say. `strict`: one has, and nobody knows what. */
  readonly kind: 'none' | 'new' | 'last-known' | 'strict';
  /** What is in force. */
  readonly document: PolicyDocument;
  /** What is to be kept as last known; undefined: nothing. */
  readonly keep: Snapshot | undefined;
  /** The latest time that was ever seen, to be kept. */
  readonly latestTime: number;
  /** What is wrong; empty: nothing. */
  readonly reasons: readonly SnapshotReason[];
}

/** What holds where there should be a policy and none was ever had: all is signed, and nothing missing is passed over. */
export const STRICT_DEFAULT: PolicyDocument = {
  version: 2,
  settings: {
    sign: { value: 'always', change: 'none' },
    encrypt: { value: 'offer', change: 'stricter', override: 'free' },
    missingSigner: { value: 'block', change: 'none' },
    missingCertificate: { value: 'block', change: 'none' },
    mixedRecipients: { value: 'strictest', change: 'none' },
    decryptPermanently: { value: 'never' },
    headerProtection: { value: 'hcp_baseline', change: 'stricter' },
    'algorithms.floor': { value: 'aes-256-cbc', change: 'stricter' },
    writing: { value: 'pane', change: 'none' },
    // Which authorities count is not known either, and what is unknown is never good.
    'anchors.public': { value: false, change: 'none' },
    'anchors.host': { value: false, change: 'none' },
    'anchors.user': { value: false, change: 'none' },
  },
};

/**
 * Which policy holds now. What is unreadable, unsigned, older than what was known or expired never takes the place of what was
 * known, and never means that there is none. What was known stays in force after its end, which is said: whoever keeps the
 * newer one away gains no laxer rules by it. `time` and `latestTime` in milliseconds since 1970: a clock that was set back does
 * not make an expired policy valid again.
 */
export function chooseSnapshot(asked: {
  readonly acquired: Acquisition;
  readonly lastKnown: Snapshot | undefined;
  readonly time: number;
  readonly latestTime: number;
}): SnapshotChoice {
  const { acquired, lastKnown, time } = asked;
  const latestTime = Math.max(time, asked.latestTime);
  const clock: SnapshotReason[] = time < asked.latestTime - CLOCK_TOLERANCE ? ['clock-set-back'] : [];
  if (acquired.kind === 'none') {
    return { kind: 'none', document: { version: 2 }, keep: undefined, latestTime, reasons: clock };
  }
  const against = reasonAgainst(acquired, lastKnown, latestTime);
  if (acquired.kind === 'read' && acquired.reading.kind === 'policy' && against === undefined) {
    const { document } = acquired.reading;
    return { kind: 'new', document, keep: { document, digest: acquired.digest }, latestTime, reasons: clock };
  }
  const reasons = [...(against ? [against] : []), ...clock];
  if (!lastKnown) return { kind: 'strict', document: STRICT_DEFAULT, keep: undefined, latestTime, reasons };
  const isOver = isExpired(lastKnown.document, latestTime) && !reasons.includes('expired');
  return {
    kind: 'last-known',
    document: lastKnown.document,
    keep: lastKnown,
    latestTime,
    reasons: isOver ? [...reasons, 'expired'] : reasons,
  };
}

/** Clocks are corrected by this much without anybody meaning anything by it. */
const CLOCK_TOLERANCE = 10 * 60_000;

function reasonAgainst(
  acquired: Exclude<Acquisition, { kind: 'none' }>,
  lastKnown: Snapshot | undefined,
  now: number,
): SnapshotReason | undefined {
  if (acquired.kind === 'unreachable') return 'unreachable';
  if (acquired.signature === 'absent') return 'unsigned';
  if (acquired.signature === 'bad') return 'signature-bad';
  if (acquired.reading.kind === 'unreadable') return 'unreadable';
  const { document } = acquired.reading;
  const replaced = acquired.signature === 'good' ? reasonBySerial(document, acquired.digest, lastKnown) : undefined;
  return replaced ?? (isExpired(document, now) ? 'expired' : undefined);
}

/** A place that only administrators write may take a policy back; a signed one that anybody may replay may not. */
function reasonBySerial(
  { serial = 0 }: PolicyDocument,
  digest: string,
  lastKnown: Snapshot | undefined,
): SnapshotReason | undefined {
  if (!lastKnown) return undefined;
  const known = lastKnown.document.serial ?? 0;
  if (serial < known) return 'rolled-back';
  return serial === known && digest !== lastKnown.digest ? 'serial-reused' : undefined;
}

const isExpired = ({ expires }: PolicyDocument, now: number): boolean =>
  expires !== undefined && now >= Date.parse(expires);
