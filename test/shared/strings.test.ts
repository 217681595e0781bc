import { type Der } from '../../shared/base/bytes';
import { errorText, reasonText, refusalText, sentenceOf, signerText, type Locale } from '../../shared/strings';
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
