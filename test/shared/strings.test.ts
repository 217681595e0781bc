import { type Der } from '../../shared/base/bytes';
import {
  continuityText,
  errorText,
  protectionText,
  reasonText,
  refusalText,
  sentenceOf,
  signerText,
  type Locale,
} from '../../shared/strings';
import { type Continuity, type ContinuityKind } from '../../shared/verdict/continuity';
import { type Summary, type SummaryState } from '../../shared/verdict/verdict';

const LOCALES: readonly Locale[] = ['en', 'de'];
const signer = {
  name: 'Alice Example',
  addresses: ['alice@example.test'],
  issuer: 'CN=CA',
  serial: '01',
  certificate: new Uint8Array(0) as Der,
};
const summary = (state: SummaryState, more: Partial<Summary> = {}): Summary => ({
  state,
  encryption: 'none',
  reasons: [],
  signer,
  ...more,
});

describe.each(LOCALES)('the words (%s)', (locale) => {
  it('name the signer with name and address', () => {
    for (const state of ['signed-valid', 'signed-untrusted', 'signed-invalid'] as const) {
      expect(sentenceOf(summary(state), locale)).toContain('Alice Example <alice@example.test>');
    }
  });

  it('say that revocation was not checked beside the positive mark', () => {
    const text = sentenceOf(summary('signed-valid', { reasons: [{ code: 'revocation-not-checked' }] }), locale);
    expect(text).toContain(reasonText({ code: 'revocation-not-checked' }, locale));
  });

  it('say when a certificate was verified that has expired since, and every other note beside the positive mark', () => {
    const reasons = [
      { code: 'expired-since', found: '2026-06-01T00:00:00.000Z', expected: '2026-05-03T09:00:00.000Z' },
      { code: 'reply-elsewhere', found: 'a@elsewhere.test', expected: 'alice@example.test' },
    ] as const;
    const text = sentenceOf(summary('signed-valid', { reasons }), locale);
    expect(text).toContain(locale === 'en' ? 'on 3 May 2026;' : 'am 3. Mai 2026 geprüft');
    expect(text).toContain(locale === 'en' ? '1 June 2026' : '1. Juni 2026');
    expect(text).toContain('a@elsewhere.test');
  });

  it('say of an expired certificate that there is no record of an earlier check', () => {
    const record = reasonText({ code: 'no-record' }, locale);
    const reasons = [{ code: 'expired' }, { code: 'no-record' }, { code: 'revocation-not-checked' }] as const;
    const text = sentenceOf(summary('signed-untrusted', { reasons }), locale);
    expect(text).toContain(record);
    expect(text).not.toContain(reasonText({ code: 'revocation-not-checked' }, locale));
    expect(sentenceOf(summary('signed-untrusted', { reasons: reasons.slice(1) }), locale)).toContain(record);
  });

  it('tell each kind of continuity apart, with the address or the days', () => {
    const kinds: readonly ContinuityKind[] = ['first', 'same', 'new-certificate', 'new-authority', 'usually-signed'];
    const at = new Date('2026-05-03T09:00:00Z');
    const was = { issuer: 'Earlier CA', key: '00', first: at, last: at };
    const of = (kind: ContinuityKind, more: Partial<Continuity> = {}): string =>
      continuityText({ kind, address: 'alice@example.test', since: at, count: 1, was, ...more }, locale);
    const texts = kinds.map((kind) => of(kind));
    expect(new Set([...texts, of('new-certificate', { isOlder: true })]).size).toBe(kinds.length + 1);
    for (const text of texts) expect(text).toMatch(/alice@example\.test|3\.? (?:May|Mai) 2026/);
    expect(of('new-authority')).toContain('Earlier CA');
    expect(of('same', { count: 32, isAtLeast: true })).toMatch(/(?:at least|mindestens) 32 /);
    for (const kind of kinds) {
      expect(continuityText({ kind, address: '' }, locale)).not.toMatch(/undefined|\(\)|\( /);
    }
  });

  it('tell apart whether decrypted content could have been changed', () => {
    const texts = (['authenticated', 'signed', 'changeable'] as const).map((one) => protectionText(one, locale));
    expect(new Set(texts).size).toBe(3);
  });

  it('give the compared addresses of a mismatch', () => {
    const reason = { code: 'address-mismatch', found: 'mallory@example.test', expected: 'alice@example.test' } as const;
    const text = reasonText(reason, locale);
    expect(text).toContain('mallory@example.test');
    expect(text).toContain('alice@example.test');
  });

  it('do not call an unopened message unsigned', () => {
    const closed = sentenceOf(summary('unsigned', { encryption: 'not-for-us' }), locale);
    const plain = sentenceOf(summary('unsigned'), locale);
    expect(closed).not.toContain(plain);
  });

  it('name the address of a refusal and why its certificate will not do', () => {
    const refusal = {
      code: 'recipient-certificate',
      address: 'bob@example.test',
      reasons: [{ code: 'expired', found: '2025-03-04T00:00:00.000Z' }],
    } as const;
    expect(refusalText(refusal, locale)).toContain('bob@example.test');
    expect(refusalText(refusal, locale)).toContain('2025-03-04');
    expect(refusalText({ code: 'locked' }, locale)).toBe(errorText('locked', undefined, locale));
  });

  it('leave no hole where nothing is known', () => {
    for (const text of [
      sentenceOf({ state: 'uncheckable', encryption: 'none', reasons: [] }, locale),
      reasonText({ code: 'address-mismatch' }, locale),
      errorText('unsupported', undefined, locale),
    ]) {
      expect(text).not.toMatch(/undefined|\(\)| {2}/);
    }
  });
});

describe('text from outside', () => {
  it('cannot turn the direction of writing, break lines or hide', () => {
    const text = signerText({ ...signer, name: 'Ali\u202ece\r\n\u200bExample' }, 'en');
    expect(text).toBe('AliceExample <alice@example.test>');
  });

  it('is cut to a bearable length', () => {
    expect(signerText({ ...signer, name: 'x'.repeat(10_000) }, 'en').length).toBeLessThan(300);
  });

  it('cannot pass a name off as an address', () => {
    const text = signerText({ ...signer, name: 'boss@bank.test', addresses: ['mallory@example.test'] }, 'en');
    expect(text).toBe('mallory@example.test');
  });
});
