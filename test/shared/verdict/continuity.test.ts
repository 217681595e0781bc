import { LIMITS } from '../../../shared/base/limits';
import {
  type Continuity,
  continuityOf,
  type SeenSigner,
  type SenderMessage,
  type SenderRecord,
  withMessage,
} from '../../../shared/verdict/continuity';

const ALICE = 'alice@example.test';
const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));
const signer = (key: string, more: Partial<SeenSigner> = {}): SeenSigner => ({
  key,
  issuer: 'One CA',
  authority: 'one',
  notBefore: day(1),
  ...more,
});
const signed = (message: string, by = signer('k1')): SenderMessage => ({ kind: 'signed', message, signer: by });
const unsigned = (message: string, key?: string): SenderMessage => ({
  kind: 'unsigned',
  message,
  ...(key !== undefined && { key }),
});

/** Opens messages one a day, and gives the record and what was said of each. */
function open(...messages: readonly SenderMessage[]): {
  readonly record: SenderRecord | undefined;
  readonly said: readonly (Continuity | undefined)[];
} {
  let record: SenderRecord | undefined;
  const said = messages.map((message, i) => {
    const continuity = continuityOf(record, message, ALICE);
    record = withMessage(record, message, day(i + 1));
    return continuity;
  });
  return { record, said };
}
const kinds = (...messages: readonly SenderMessage[]): readonly (string | undefined)[] =>
  open(...messages).said.map((one) => one?.kind);
const many = (count: number): readonly SenderMessage[] => Array.from({ length: count }, (_, i) => signed(`m${i}`));

describe('a signed message', () => {
  it('is the first, and then the same key since that day, counted', () => {
    const { said } = open(signed('m1'), signed('m2'), signed('m3'));
    expect(said).toEqual([
      { kind: 'first', address: ALICE },
      { kind: 'same', address: ALICE, since: day(1), count: 1 },
      { kind: 'same', address: ALICE, since: day(1), count: 2 },
    ]);
  });

  it('counts once, however often it is opened, and says the same each time', () => {
    expect(kinds(signed('m1'), signed('m1'), signed('m1'))).toEqual(['first', 'first', 'first']);
    const changed = signed('m2', signer('k2'));
    const { said, record } = open(signed('m1'), changed, changed, signed('m1'));
    expect(said.map((one) => one?.kind)).toEqual(['first', 'new-certificate', 'new-certificate', 'first']);
    expect(record?.signed).toHaveLength(2);
  });

  it('tells another certificate from another authority, and what was there before', () => {
    const { said } = open(
      signed('m1'),
      signed('m2', signer('k2', { notBefore: day(2) })),
      signed('m3', signer('k3', { authority: 'two', issuer: 'Two CA' })),
    );
    expect(said[1]).toEqual({
      kind: 'new-certificate',
      address: ALICE,
      was: { issuer: 'One CA', key: 'k1', first: day(1), last: day(1) },
    });
    expect(said[2]).toMatchObject({ kind: 'new-authority', was: { key: 'k2', first: day(2) } });
  });

  it('of a key seen before is the same, under a renewed certificate of any authority too', () => {
    const renewed = signer('k1', { authority: 'two', notBefore: day(9) });
    expect(kinds(signed('m1'), signed('m2', signer('k2')), signed('m3'), signed('m4', renewed))).toEqual([
      'first',
      'new-certificate',
      'same',
      'same',
    ]);
  });

  it('of an older certificate, as in an old message, is said to be that', () => {
    const { said } = open(signed('new', signer('k2', { notBefore: day(20) })), signed('old', signer('k1')));
    expect(said[1]).toMatchObject({ kind: 'new-certificate', isOlder: true });
  });
});

describe('a message that is not signed', () => {
  it('leaves no record of an address that never signed', () => {
    expect(open(unsigned('u1'), unsigned('u2')).record).toBeUndefined();
  });

  it('is a change of habit after three signed ones, and not before', () => {
    expect(kinds(...many(2), unsigned('u1')).at(-1)).toBeUndefined();
    expect(open(...many(3), unsigned('u1')).said.at(-1)).toEqual({
      kind: 'usually-signed',
      address: ALICE,
      since: day(1),
      count: 3,
    });
  });

  it('is none where fewer than four in five were signed: warnings are rare', () => {
    expect(kinds(...many(8), unsigned('u1'), unsigned('u2'), unsigned('u3'), unsigned('u4')).slice(-4)).toEqual([
      'usually-signed',
      'usually-signed',
      'usually-signed',
      undefined,
    ]);
  });

  it('counts once, and says the same when it is opened again', () => {
    const { said, record } = open(...many(4), unsigned('u1'), unsigned('u1'), unsigned('u2'), unsigned('u1'));
    expect(said.slice(-4).map((one) => one?.kind)).toEqual(Array(4).fill('usually-signed'));
    expect(record?.unsigned).toEqual(['u1', 'u2']);
  });

  it('is no change of habit where it has a signature by their key, such as one that has expired', () => {
    const { said, record } = open(...many(4), unsigned('u1', 'k1'), unsigned('u2', 'k9'));
    expect(said.slice(-2).map((one) => one?.kind)).toEqual([undefined, 'usually-signed']);
    expect(record?.unsigned).toEqual(['u2']);
  });

  it('is none where the same message was good once', () => {
    expect(kinds(...many(4), unsigned('m2')).at(-1)).toBeUndefined();
  });
});

describe('what is kept', () => {
  it('is bounded, and a count at the bound says so', () => {
    const { record, said } = open(...many(LIMITS.senderMessages + 5));
    expect(record?.signed).toHaveLength(LIMITS.senderMessages);
    expect(said.at(-1)).toMatchObject({ kind: 'same', since: day(1), count: LIMITS.senderMessages, isAtLeast: true });
    const keys = Array.from({ length: LIMITS.senderKeys + 3 }, (_, i) => signed(`m${i}`, signer(`k${i}`)));
    expect(open(...keys).record?.signers.map(({ key }) => key)).toEqual(
      Array.from({ length: LIMITS.senderKeys }, (_, i) => `k${i + 3}`),
    );
    const silent = Array.from({ length: LIMITS.senderMessages + 5 }, (_, i) => unsigned(`u${i}`));
    expect(open(...many(1), ...silent).record?.unsigned).toHaveLength(LIMITS.senderMessages);
  });

  it('has hashes, keys, authorities and times, and nothing of the message', () => {
    const { record } = open(signed('m1'), unsigned('u1'));
    expect(record).toEqual({
      signed: [{ message: 'm1', key: 'k1' }],
      unsigned: ['u1'],
      signers: [{ ...signer('k1'), first: day(1), last: day(1), firstMessage: 'm1' }],
      lastSeen: day(2),
    });
  });
});
