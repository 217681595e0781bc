import {
  chooseSnapshot,
  hex,
  parsePolicy,
  utf8Bytes,
  type Acquisition,
  type Clock,
  type PolicyReading,
  type Snapshot,
  type SnapshotChoice,
} from '../../shared/index';

/** What came of asking the host for the policy: its text, that there is none, or that it could not be had. */
export type AskedPolicy =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'text'; readonly text: string; readonly signature: 'good' | 'not-needed' | 'bad' | 'absent' };

/** Where the last known policy is kept, in a place that outlasts the pages of the add-on. */
export interface PolicyKeeper {
  read(): Promise<unknown>;
  write(kept: KeptPolicy): Promise<void>;
}

export interface KeptPolicy {
  /** As it was accepted, but without identity files and their passphrases; left out: none ever was. */
  readonly text?: string;
  /** SHA-256 of the text as it was accepted, in hexadecimal. */
  readonly digest?: string;
  /** Milliseconds since 1970: the latest time that was ever seen. */
  readonly latestTime: number;
}

export interface PolicyInForce extends Pick<SnapshotChoice, 'kind' | 'document' | 'reasons'> {
  /** Tells two policies apart; left out: nobody's. */
  readonly digest?: string;
}

interface PolicyPorts {
  readonly ask: () => Promise<AskedPolicy>;
  readonly keeper: PolicyKeeper;
  readonly clock: Clock;
}

/** The time that was seen moves so far before it is written down anew. */
const TIME_STEP = 60_000;

/**
 * The policy that holds now, and what is wrong with it. What was accepted is kept and stays in force where it cannot be had,
 * read or believed the next time; where there should be one and none was ever known, the strict default holds. Rejects
 * where what was kept cannot be read or written: then nobody knows what holds.
 */
export async function policyInForce({ ask, keeper, clock }: PolicyPorts): Promise<PolicyInForce> {
  const [asked, kept] = await Promise.all([ask(), keeper.read().then(keptOf)]);
  const choice = chooseSnapshot({
    acquired: await acquisitionOf(asked),
    lastKnown: snapshotOf(kept),
    time: clock.now().getTime(),
    latestTime: kept.latestTime,
  });
  const text = choice.kind === 'new' ? keptText(asked) : kept.text;
  const next = choice.keep && text !== undefined ? { text, digest: choice.keep.digest } : undefined;
  const isNews = next?.digest !== kept.digest || choice.latestTime - kept.latestTime >= TIME_STEP;
  if (isNews) await keeper.write({ ...next, latestTime: choice.latestTime });
  const { kind, document, reasons, keep } = choice;
  return { kind, document, reasons, ...(keep && { digest: keep.digest }) };
}

async function acquisitionOf(asked: AskedPolicy): Promise<Acquisition> {
  if (asked.kind !== 'text') return asked;
  const { text, signature } = asked;
  return { kind: 'read', reading: readAsked(text), digest: await digestOf(text), signature };
}

/** Reads the same text once and gives the same document again: a long one takes a tenth of a second. */
function reader(): (text: string) => PolicyReading {
  let last: { readonly text: string; readonly reading: PolicyReading } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, reading: parsePolicy(text) };
    return last.reading;
  };
}
const readAsked = reader();
const readKept = reader();

/** A text that was accepted once and can no longer be read is one of a newer version of this program: it is as if unreachable. */
function snapshotOf({ text, digest }: KeptPolicy): Snapshot | undefined {
  if (text === undefined || digest === undefined) return undefined;
  const reading = readKept(text);
  return reading.kind === 'policy' ? { document: reading.document, digest } : undefined;
}

/** Identity files are imported once, and no copy of a key with its passphrase is left lying about. */
function keptText(asked: AskedPolicy): string | undefined {
  if (asked.kind !== 'text') return undefined;
  const document = JSON.parse(asked.text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
  delete document['identities'];
  if (typeof document['settings'] === 'object') delete (document['settings'] as Record<string, unknown>)['identities'];
  return JSON.stringify(document);
}

type Values = Readonly<Record<string, unknown>>;

async function digestOf(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8Bytes(text))));
}

function keptOf(stored: unknown): KeptPolicy {
  if (typeof stored !== 'object' || stored === null) return { latestTime: 0 };
  const { text, digest, latestTime } = stored as Values;
  return {
    ...(typeof text === 'string' && typeof digest === 'string' && { text, digest }),
    latestTime: typeof latestTime === 'number' && Number.isFinite(latestTime) ? latestTime : 0,
  };
}
