import {
  chooseSnapshot,
  STRICT_DEFAULT,
  type Acquisition,
  type Snapshot,
} from '../../../shared/policy/choose-snapshot';
import { type PolicyDocument } from '../../../shared/policy/document';
import { parsePolicy } from '../../../shared/policy/parse-policy';

const NOW = Date.parse('2027-01-15T00:00:00Z');
const HOUR = 3_600_000;
const document = (serial: number, more: Partial<PolicyDocument> = {}): PolicyDocument => ({
  version: 2,
  serial,
  ...more,
});
const snapshot = (serial: number, more: Partial<PolicyDocument> = {}): Snapshot => ({
  document: document(serial, more),
  digest: `d${serial}`,
});
const read = (one: PolicyDocument, more: Partial<Extract<Acquisition, { kind: 'read' }>> = {}): Acquisition => ({
  kind: 'read',
  reading: parsePolicy(JSON.stringify(one)),
  digest: `d${one.serial ?? 0}`,
  signature: 'good',
  ...more,
});
const choose = (
  acquired: Acquisition,
  lastKnown?: Snapshot,
  time = NOW,
  latestTime = 0,
): ReturnType<typeof chooseSnapshot> => chooseSnapshot({ acquired, lastKnown, time, latestTime });

describe('which policy is in force', () => {
  it('is the new one where nothing stands against it, and it is kept', () => {
    expect(choose(read(document(8)), snapshot(7))).toEqual({
      kind: 'new',
      document: document(8),
      keep: snapshot(8),
      latestTime: NOW,
      reasons: [],
    });
    expect(choose(read(document(7)), snapshot(7)).kind).toBe('new');
  });

  const bad: readonly (readonly [string, Acquisition])[] = [
    ['unreachable', { kind: 'unreachable' }],
    ['unreadable', read(document(8), { reading: parsePolicy('{') })],
    ['unsigned', read(document(8), { signature: 'absent' })],
    ['signature-bad', read(document(8), { signature: 'bad' })],
    ['rolled-back', read(document(6))],
    ['rolled-back', read({ version: 2 })],
    ['serial-reused', read(document(7), { digest: 'other' })],
    ['expired', read(document(8, { expires: '2027-01-14T00:00:00Z' }))],
  ];

  it.each(bad)('stays the last known one: %s', (reason, acquired) => {
    expect(choose(acquired, snapshot(7))).toMatchObject({
      kind: 'last-known',
      document: document(7),
      keep: snapshot(7),
      reasons: [reason],
    });
  });

  it.each(bad.filter(([reason]) => reason !== 'rolled-back' && reason !== 'serial-reused'))(
    'is the strict default where none was ever known: %s',
    (reason, acquired) => {
      expect(choose(acquired)).toMatchObject({
        kind: 'strict',
        document: STRICT_DEFAULT,
        keep: undefined,
        reasons: [reason],
      });
    },
  );

  it('is the last known one after its end too, which is said', () => {
    const over = snapshot(7, { expires: '2027-01-01T00:00:00Z' });
    expect(choose({ kind: 'unreachable' }, over)).toMatchObject({
      kind: 'last-known',
      document: over.document,
      reasons: ['unreachable', 'expired'],
    });
  });

  it('is not brought back by a clock that is set back', () => {
    const ended = read(document(8, { expires: '2027-01-10T00:00:00Z' }));
    const choice = choose(ended, snapshot(7), Date.parse('2027-01-01T00:00:00Z'), NOW);
    expect(choice).toMatchObject({ kind: 'last-known', latestTime: NOW, reasons: ['expired', 'clock-set-back'] });
    expect(choose(read(document(8)), snapshot(7), NOW - HOUR / 12, NOW).reasons).toEqual([]);
  });

  it('may be an earlier one where only administrators write', () => {
    expect(choose(read(document(6), { signature: 'not-needed' }), snapshot(7)).kind).toBe('new');
  });

  it('is none only where the machine itself says that there is none', () => {
    expect(choose({ kind: 'none' }, snapshot(7))).toMatchObject({
      kind: 'none',
      document: { version: 2 },
      keep: undefined,
    });
  });

  it('has a strict default that the parser reads', () => {
    expect(parsePolicy(JSON.stringify(STRICT_DEFAULT))).toMatchObject({ kind: 'policy', document: STRICT_DEFAULT });
  });
});
