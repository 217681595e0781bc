import {
  comparableAddress,
  type LookUpOutcome,
  type LookUpRecord,
  type LookUpRecords,
  type LookUpSourceName,
} from '../../shared/index';
import { isDate } from './is-date';
import { type Settings } from './settings';

const SETTING = 'look-ups';
/** Records kept, the newest of all places together: some 80 octets each. */
const MOST = 2_000;

const OUTCOMES: ReadonlySet<unknown> = new Set([
  'accepted',
  'waiting',
  'none',
  'address-refused',
  'too-many',
  'not-permitted',
  'too-slow',
  'too-large',
  'no-answer',
  'not-accepted',
  'not-authenticated',
  'cancelled',
] satisfies LookUpOutcome[]);

/**
 * What was asked of places where certificates are looked for, as one preference. Of two windows that write at the same
 * moment one is lost, and with it no more than the knowledge that somebody was asked for; within one they take turns.
 */
export function createLookUpRecords(settings: Settings): LookUpRecords {
  const read = async (): Promise<ReadonlyMap<string, LookUpRecord>> =>
    readRecords(await settings.get(SETTING).catch(() => undefined));
  let turn: Promise<void> = Promise.resolve();
  const keep: LookUpRecords['keep'] = async (source, added) => {
    const records = new Map(await read());
    for (const { address, outcome, at } of added) {
      records.delete(nameOf(source, address));
      records.set(nameOf(source, address), { outcome, at });
    }
    await settings.set(SETTING, [...records].slice(-MOST)).catch(() => undefined);
  };
  return {
    async last(source, addresses) {
      const records = await read();
      return addresses.map((address) => records.get(nameOf(source, address)));
    },
    keep: (source, added) => (turn = turn.then(() => keep(source, added))),
    clear: () => (turn = turn.then(() => settings.set(SETTING, []).catch(() => undefined))),
  };
}

const nameOf = (source: LookUpSourceName, address: string): string =>
  `${source} ${comparableAddress(address) ?? address}`;

/** Entries of another form than they are written in are not there. */
function readRecords(value: unknown): ReadonlyMap<string, LookUpRecord> {
  const entries = Array.isArray(value) ? (value as unknown[]) : [];
  return new Map(entries.slice(-MOST).flatMap(recordOf));
}

function recordOf(entry: unknown): readonly (readonly [string, LookUpRecord])[] {
  const [name, record] = Array.isArray(entry) ? (entry as unknown[]) : [];
  const { outcome, at } = (typeof record === 'object' && record !== null ? record : {}) as Record<string, unknown>;
  return typeof name === 'string' && OUTCOMES.has(outcome) && isDate(at)
    ? [[name, { outcome: outcome as LookUpOutcome, at }]]
    : [];
}
