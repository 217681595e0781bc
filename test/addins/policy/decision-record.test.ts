import {
  createDecisionRecord,
  RECORD_DAYS,
  RECORD_LINES,
  recordAsCsv,
  recordedDecision,
  recordFile,
  type NotedDecision,
} from '../../../addins/policy/decision-record';
import { type PolicyInForce } from '../../../addins/policy/policy-in-force';
import { parsePolicy, SignetError, type Decision } from '../../../shared/index';
import { withLocks } from '../../support/locks';

const DECISION: Decision = {
  outcome: 'refuse',
  messages: [],
  intended: [],
  reasons: [
    {
      kind: 'refusal',
      code: 'certificate-missing',
      addresses: ['bob.builder@partner.example'],
      source: { layer: 'user' },
    },
  ],
  steps: [
    {
      setting: 'sign',
      source: { layer: 'user', exception: 'bob.builder@partner.example' },
      says: 'never',
      effect: 'decides',
    },
    {
      setting: 'encrypt',
      source: { layer: 'administrator', rule: 'partners', text: 'About Bob', contact: { at: 'anna@home.example' } },
      says: 'require',
      effect: 'decides',
      recipients: ['bob.builder@partner.example'],
    },
    { setting: 'form', source: { layer: 'built-in' }, says: 'clear', effect: 'decides' },
  ],
};
const NOTED: NotedDecision = {
  event: 'refused',
  way: 'window',
  from: 'Alice Liddell <alice@home.example>',
  decided: {
    decision: DECISION,
    protection: { sign: false, encrypt: true },
    recipients: ['bob.builder@Partner.example', 'carl@partner.example', 'dan@other.example'],
  },
};

function record(document: object = {}, lines: unknown = []) {
  const kept = new Map<string, unknown>([['decision-record', lines]]);
  const settings = {
    get: (name: string) => Promise.resolve(kept.get(name)),
    set: (name: string, value: unknown) => Promise.resolve(void kept.set(name, value)),
  };
  const reading = parsePolicy(JSON.stringify({ version: 2, ...document }));
  if (reading.kind !== 'policy') throw new Error('a policy was expected');
  const policy = (): Promise<PolicyInForce> =>
    Promise.resolve({ kind: 'new', document: reading.document, reasons: [] });
  const clock = { now: () => new Date('2027-01-15T09:00:00Z') };
  const create = () => createDecisionRecord({ settings, clock, policy });
  return { of: create(), other: create(), kept };
}
const REQUIRED = { settings: { record: { value: true } } };

describe('the record of decisions', () => {
  it('has when, by which rule, which domains, and how; and nothing else of the message', () => {
    const line = recordedDecision(NOTED, new Date('2027-01-15T09:00:00Z'));
    expect(line).toEqual({
      time: '2027-01-15T09:00:00.000Z',
      event: 'refused',
      way: 'window',
      from: 'home.example',
      to: ['other.example', 'partner.example'],
      sign: false,
      encrypt: true,
      deciders: [
        { setting: 'sign', layer: 'user' },
        { setting: 'encrypt', layer: 'administrator', rule: 'partners' },
      ],
      codes: ['certificate-missing'],
    });
    expect(JSON.stringify(line)).not.toMatch(/bob|builder|alice|liddell|carl|dan|anna|about|@/i);
  });

  it('says what a message really had', () => {
    const has = { sign: true, encrypt: false };
    expect(recordedDecision({ ...NOTED, has }, new Date())).toMatchObject(has);
  });

  it('is written only where somebody wants it', async () => {
    const { of, kept } = record();
    await of.note(NOTED);
    expect(await of.state()).toEqual({ isOn: false, isRequired: false, entries: [] });
    await of.switchOn(true);
    await Promise.all([of.note(NOTED), of.note({ ...NOTED, event: 'asked' })]);
    const { isOn, entries } = await of.state();
    expect([isOn, ...entries.map(({ event }) => event)]).toEqual([true, 'asked', 'refused']);
    await of.erase();
    expect(kept.get('decision-record')).toEqual([]);
    await of.switchOn(false);
    await of.note(NOTED);
    expect((await of.state()).entries).toEqual([]);
  });

  it('loses no line where two pages write at once', async () => {
    const { of, other } = record(REQUIRED);
    await withLocks(() => Promise.all([of.note(NOTED), other.note({ ...NOTED, event: 'asked' })]));
    expect((await of.state()).entries).toHaveLength(2);
  });

  it('cannot be erased or switched off where an organisation requires it', async () => {
    const { of } = record(REQUIRED);
    await of.note(NOTED);
    await expect(of.erase()).rejects.toMatchObject({ code: 'unsupported' });
    await expect(of.switchOn(false)).rejects.toBeInstanceOf(SignetError);
    expect(await of.state()).toMatchObject({ isOn: true, isRequired: true, entries: [{ event: 'refused' }] });
  });

  it('keeps no more lines than said, nor older ones, and passes over what is none', async () => {
    const line = recordedDecision(NOTED, new Date('2027-01-14T09:00:00Z'));
    const old = {
      ...line,
      time: new Date(Date.parse('2027-01-15T08:59:00Z') - RECORD_DAYS * 86_400_000).toISOString(),
    };
    const { of, kept } = record(REQUIRED, [
      old,
      'nonsense',
      null,
      {},
      ...Array.from({ length: RECORD_LINES }, () => line),
    ]);
    await of.note(NOTED);
    expect(kept.get('decision-record')).toHaveLength(RECORD_LINES);
    expect((await of.state()).entries.some(({ time }) => time === old.time)).toBe(false);
  });

  it('never keeps mail back', async () => {
    const settings = { get: () => Promise.reject(new Error('gone')), set: () => Promise.reject(new Error('gone')) };
    const policy = () => Promise.reject(new Error('gone'));
    const broken = createDecisionRecord({ settings, clock: { now: () => new Date() }, policy });
    await expect(broken.note(NOTED)).resolves.toBeUndefined();
  });

  it('is a file of either kind, in which nothing is a formula', async () => {
    const line = recordedDecision(NOTED, new Date('2027-01-15T09:00:00Z'));
    const csv = recordAsCsv([{ ...line, from: '=1+1"' }]);
    expect(csv.split('\r\n')[1]).toContain(`"'=1+1"""`);
    expect(csv).toContain('sign/user encrypt/administrator/partners');
    expect(JSON.parse(await recordFile({ entries: [line] }, 'json').text())).toEqual([line]);
    expect((await recordFile({ entries: [line] }, 'csv').text()).split('\r\n')).toHaveLength(3);
  });
});
