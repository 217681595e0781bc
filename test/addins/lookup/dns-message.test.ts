import { encodeQuery, readAnswer, TYPE_SMIMEA } from '../../../addins/lookup/dns-message';
import { fromHex, hex, latin1Bytes, type Bytes } from '../../../shared/index';
import { dnsAnswer, dnsName, dnsRecord, type DnsAnswerOptions } from '../../support/dns';

const NAME = 'abc._smimecert.example.org';
const DATA = Uint8Array.of(3, 0, 0, 0x30, 0);

const answer = (options: Partial<DnsAnswerOptions> = {}): Bytes =>
  dnsAnswer({ name: NAME, type: TYPE_SMIMEA, records: [dnsRecord(NAME, TYPE_SMIMEA, DATA)], ...options });
const read = (octets: Bytes) => readAnswer(octets, NAME, TYPE_SMIMEA);

describe('a query', () => {
  it('is one question with the AD bit, as RFC 8484 carries it', () => {
    // Header with RD and AD, one question; the name; type 53, class IN.
    const expected = `000001200001000000000000${hex(dnsName('www.example.com'))}00350001`;
    expect(hex(encodeQuery('www.example.com', TYPE_SMIMEA) ?? new Uint8Array(0))).toBe(expected);
  });

  it.each(['', 'a..b', '.a', 'a b.example', 'ä.example', `${'a'.repeat(64)}.example`, 'a.'.repeat(127) + 'bc'])(
    'is not made of %j',
    (name) => {
      expect(encodeQuery(name, TYPE_SMIMEA)).toBeUndefined();
    },
  );
});

describe('an answer', () => {
  it('gives the data of the records of its name', () => {
    expect(read(answer())).toEqual({ code: 0, isAuthentic: true, records: [DATA] });
  });

  it('does not count the case of letters', () => {
    expect(read(answer({ records: [dnsRecord(NAME.toUpperCase(), TYPE_SMIMEA, DATA)] }))?.records).toEqual([DATA]);
  });

  it('says whether the resolver found it signed', () => {
    expect(read(answer({ flags: 0x8180 }))?.isAuthentic).toBe(false);
  });

  it('says that there is no such name', () => {
    expect(read(answer({ flags: 0x81a3, records: [] }))).toEqual({ code: 3, isAuthentic: true, records: [] });
  });

  it('follows an alias, and only from the name that was asked', () => {
    const real = 'real.example.net';
    const alias = dnsRecord(NAME, 5, dnsName(real));
    expect(read(answer({ records: [alias, dnsRecord(real, TYPE_SMIMEA, DATA)] }))?.records).toEqual([DATA]);
    const stray = dnsRecord('other.example', 5, dnsName(real));
    expect(read(answer({ records: [stray, dnsRecord(real, TYPE_SMIMEA, DATA)] }))?.records).toEqual([]);
  });

  it('passes over records of other names, types and classes', () => {
    const records = [
      dnsRecord('other.example.org', TYPE_SMIMEA, DATA),
      dnsRecord(NAME, 46, DATA),
      dnsRecord(NAME, TYPE_SMIMEA, DATA, 3),
    ];
    expect(read(answer({ records }))?.records).toEqual([]);
  });

  it('does not take a dot inside a label for one between two', () => {
    const joined = Uint8Array.of(
      14,
      ...latin1Bytes('abc._smimecert'),
      7,
      ...latin1Bytes('example'),
      3,
      ...latin1Bytes('org'),
      0,
    );
    const record = dnsRecord(NAME, TYPE_SMIMEA, DATA);
    const forged = Uint8Array.of(...joined, ...record.slice(dnsName(NAME).length));
    expect(read(answer({ records: [forged] }))?.records).toEqual([]);
  });

  it('reads names that point back', () => {
    const pointing = Uint8Array.of(0xc0, 12, ...dnsRecord(NAME, TYPE_SMIMEA, DATA).slice(dnsName(NAME).length));
    expect(read(answer({ records: [pointing] }))?.records).toEqual([DATA]);
  });

  const broken: readonly (readonly [string, Bytes])[] = [
    ['empty', new Uint8Array(0)],
    ['a header alone', fromHex('000081a00001000100000000') as Bytes],
    ['no response', answer({ flags: 0x0120 })],
    ['of another operation', answer({ flags: 0x89a0 })],
    ['cut off', answer({ flags: 0x83a0 })],
    ['about another name', answer({ name: 'other.example.org' })],
    ['about another type', answer({ type: 52 })],
    ['shorter than it says', answer().slice(0, -2)],
    ['full of records', answer({ records: Array.from({ length: 65 }, () => dnsRecord(NAME, TYPE_SMIMEA, DATA)) })],
    [
      'with a name that points to itself',
      answer({ records: [Uint8Array.of(0xc0, 44, 0, 53, 0, 1, 0, 0, 0, 0, 0, 0)] }),
    ],
    ['with a name that points ahead', answer({ records: [Uint8Array.of(0xc0, 200, 0, 53, 0, 1, 0, 0, 0, 0, 0, 0)] })],
    ['with a label of 64 octets', answer({ records: [Uint8Array.of(64, ...new Uint8Array(80))] })],
    ['a page', latin1Bytes('<!doctype html><title>Blocked by the proxy</title>')],
  ];
  it.each(broken)('is none where it is %s', (_which, octets) => {
    expect(read(octets)).toBeUndefined();
  });

  it('is none, and throws nothing else, wherever it ends', () => {
    const whole = answer();
    for (let length = 0; length < whole.length; length++) expect(read(whole.slice(0, length))).toBeUndefined();
  });
});
