import {
  LayeredSettings,
  parseMailboxes,
  SignetError,
  type Clock,
  type DecisionCode,
  type EffectiveSetting,
  type PolicyLayer,
} from '../../shared/index';
import { alone, type Settings } from '../storage/index';
import { type DraftDecision, type Protection } from './decide-draft';
import { ownRules, setOwn } from './own-rules';
import { type PolicyInForce } from './policy-in-force';

/**
 * `let-go`: nothing stood against it, whatever became of it then; `refused`, `asked`: it did not go; `agreed`: the user said
 * yes; `held`: it was to leave without Signet.
 */
export type DecisionEvent = 'let-go' | 'refused' | 'asked' | 'agreed' | 'held';

/** Who decided one of the two; rules and exceptions by name, accounts not. */
interface Decider {
  readonly setting: 'sign' | 'encrypt';
  readonly layer: PolicyLayer;
  readonly rule?: string;
}

/** One line of the record: no subject, no text, and of addresses the domains alone. */
export interface RecordedDecision {
  /** RFC 3339, in UTC. */
  readonly time: string;
  readonly event: DecisionEvent;
  /** From a compose window, or how else. */
  readonly way: 'window' | 'program' | 'file' | 'outbox';
  /** Of the sender. */
  readonly from: string;
  /** Of recipients, each once. */
  readonly to: readonly string[];
  /** What it had, or would have had. */
  readonly sign: boolean;
  readonly encrypt: boolean;
  readonly deciders: readonly Decider[];
  /** What was changed, asked or refused. */
  readonly codes: readonly DecisionCode[];
}

export interface NotedDecision extends Pick<RecordedDecision, 'event' | 'way'> {
  readonly decided: Pick<DraftDecision, 'decision' | 'protection' | 'recipients'>;
  /** Header value of the sender. */
  readonly from: string;
  /** What the message really had; left out: what was decided. */
  readonly has?: Protection;
}

/** A line about a decision. Only what is named here gets into it. */
export function recordedDecision({ decided, event, way, from, has }: NotedDecision, time: Date): RecordedDecision {
  const { sign, encrypt } = has ?? decided.protection;
  const { steps, reasons } = decided.decision;
  const deciders = steps.flatMap(({ setting, effect, source: { layer, rule } }): readonly Decider[] =>
    effect === 'decides' && (setting === 'sign' || setting === 'encrypt')
      ? [{ setting, layer, ...(rule !== undefined && { rule }) }]
      : [],
  );
  const [sender = ''] = parseMailboxes(from).map(({ address }) => domainOf(address));
  return {
    time: time.toISOString(),
    event,
    way,
    from: sender,
    to: [...new Set(decided.recipients.map(domainOf))].sort(),
    sign,
    encrypt,
    deciders,
    codes: [...new Set(reasons.map(({ code }) => code))],
  };
}

/** What stands behind the last @, and nothing of what stands before it. */
const domainOf = (address: string): string =>
  address.includes('@') ? address.slice(address.lastIndexOf('@') + 1).toLowerCase() : '';

export interface RecordState {
  readonly isOn: boolean;
  /** An organisation wants it: it cannot be erased or switched off here. */
  readonly isRequired: boolean;
  /** The newest first. */
  readonly entries: readonly RecordedDecision[];
}

/** The local record of decisions, on this machine alone. */
export interface DecisionRecord {
  /** Writes a line where that is wanted. Never rejects: mail hangs on no record. */
  note(noted: NotedDecision): Promise<void>;
  state(): Promise<RecordState>;
  /** Rejects with `unsupported` where an organisation requires it. */
  erase(): Promise<void>;
  switchOn(isOn: boolean): Promise<void>;
}

/** No more lines are kept, nor older ones. */
export const RECORD_LINES = 2_000;
export const RECORD_DAYS = 180;
const DAY = 24 * 60 * 60 * 1_000;
const STORED = 'decision-record';

export interface RecordPorts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly policy: () => Promise<PolicyInForce>;
}

export function createDecisionRecord({ settings, clock, policy }: RecordPorts): DecisionRecord {
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, in whichever page, or one line would take the place of another. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(() => alone('signet-record', work));
    last = next.catch(() => undefined);
    return next;
  };
  const wish = async (): Promise<EffectiveSetting<boolean>> => {
    const [{ document }, own] = await Promise.all([policy(), ownRules(settings)]);
    return new LayeredSettings(document, own).effective('record');
  };
  const entries = async (): Promise<readonly RecordedDecision[]> => {
    const stored = await settings.get(STORED);
    const oldest = new Date(clock.now().getTime() - RECORD_DAYS * DAY).toISOString();
    return Array.isArray(stored) ? stored.filter(isLine).filter(({ time }) => time >= oldest) : [];
  };
  const write = (lines: readonly RecordedDecision[]): Promise<void> => settings.set(STORED, lines.slice(-RECORD_LINES));
  const isFixed = ({ value, change }: EffectiveSetting<boolean>): boolean => value && change !== 'free';
  const unlessFixed = async (): Promise<void> => {
    if (isFixed(await wish())) throw new SignetError('unsupported', 'record: a policy requires it', 'record');
  };
  return {
    async note(noted) {
      const add = async (): Promise<void> => {
        if ((await wish()).value) await write([...(await entries()), recordedDecision(noted, clock.now())]);
      };
      await inTurn(add).catch(() => undefined);
    },
    async state() {
      const wanted = await wish();
      return { isOn: wanted.value, isRequired: isFixed(wanted), entries: [...(await entries())].reverse() };
    },
    erase: () =>
      inTurn(async () => {
        await unlessFixed();
        await write([]);
      }),
    async switchOn(isOn) {
      if (!isOn) await unlessFixed();
      await setOwn(settings, { record: isOn });
    },
  };
}

function isLine(value: unknown): value is RecordedDecision {
  const { time, event, to, deciders, codes } = (value ?? {}) as Partial<RecordedDecision>;
  return typeof time === 'string' && typeof event === 'string' && [to, deciders, codes].every(Array.isArray);
}

/** For tables (RFC 4180); what a program for tables would take for a formula is none. */
export function recordAsCsv(entries: readonly RecordedDecision[]): string {
  const heading = ['time', 'event', 'way', 'from', 'to', 'sign', 'encrypt', 'decided by', 'codes'];
  const lines = entries.map((one) => [
    one.time,
    one.event,
    one.way,
    one.from,
    one.to.join(' '),
    String(one.sign),
    String(one.encrypt),
    one.deciders.map(({ setting, layer, rule }) => [setting, layer, ...(rule ? [rule] : [])].join('/')).join(' '),
    one.codes.join(' '),
  ]);
  return [heading, ...lines].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

const cellOf = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** The whole record as a file. */
export function recordFile({ entries }: Pick<RecordState, 'entries'>, format: 'json' | 'csv'): Blob {
  return format === 'json'
    ? new Blob([JSON.stringify(entries, undefined, 2)], { type: 'application/json' })
    : new Blob([recordAsCsv(entries)], { type: 'text/csv' });
}
