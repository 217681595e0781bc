import { nextStepText, sentenceOf, statementOf } from '../../../shared/strings';
import { nextStep, type NextStep } from '../../../shared/verdict/next-step';
import { type ReasonCode } from '../../../shared/verdict/reason';
import { type Summary, type SummaryState } from '../../../shared/verdict/verdict';

const summary = (state: SummaryState, code?: ReasonCode, encryption: Summary['encryption'] = 'none'): Summary => ({
  state,
  encryption,
  reasons: code ? [{ code }] : [],
});

describe('the one step', () => {
  it.each<readonly [Summary, NextStep]>([
    [summary('signed-valid'), 'none'],
    [summary('signed-valid', 'weak-algorithm'), 'none'],
    [summary('signed-untrusted', 'address-mismatch'), 'treat-as-unsigned'],
    [summary('signed-untrusted', 'not-anchored'), 'ask-administrator'],
    [summary('signed-untrusted', 'no-path'), 'ask-administrator'],
    [summary('signed-untrusted', 'revoked'), 'ask-another-way'],
    [summary('signed-untrusted', 'expired'), 'ask-for-renewal'],
    [summary('signed-untrusted', 'weak-algorithm'), 'ask-for-update'],
    [summary('uncheckable', 'signer-certificate-missing'), 'ask-for-certificate'],
    [summary('uncheckable', 'malformed'), 'treat-as-unsigned'],
    [summary('signed-invalid', 'digest-mismatch'), 'ask-to-resend'],
    [summary('partly-signed', 'not-root'), 'treat-as-unsigned'],
    [summary('unsigned'), 'none'],
    [summary('unsigned', 'not-for-us', 'not-for-us'), 'import-identity'],
    [summary('unsigned', 'decryption-failed', 'failed'), 'ask-to-resend-encrypted'],
    [summary('unsigned', 'not-authenticated', 'opened'), 'none'],
    [summary('signed-valid', 'reply-elsewhere'), 'check-reply-address'],
    [summary('unsigned', 'reply-elsewhere', 'opened'), 'check-reply-address'],
    [summary('signed-untrusted', 'reply-elsewhere'), 'treat-as-unsigned'],
    [summary('signed-invalid', 'reply-elsewhere'), 'ask-to-resend'],
  ])('of %j is %s', (of, expected) => {
    expect(nextStep(of)).toBe(expected);
  });

  it('is not decided by what is the matter with the encryption', () => {
    const reasons = [{ code: 'no-keys' }, { code: 'revoked' }] as const;
    expect(nextStep({ ...summary('signed-untrusted'), reasons })).toBe('ask-another-way');
  });

  it.each(['en', 'de'] as const)('follows the statement in one text, in "%s"', (locale) => {
    const of = summary('signed-untrusted', 'revoked');
    expect(sentenceOf(of, locale)).toBe(`${statementOf(of, locale)} ${nextStepText(of, locale)}`);
    expect(sentenceOf(summary('unsigned'), locale)).toBe(statementOf(summary('unsigned'), locale));
  });

  it.each(['en', 'de'] as const)('tells nobody to trust what is not valid, in "%s"', (locale) => {
    for (const state of ['signed-untrusted', 'signed-invalid', 'partly-signed', 'uncheckable'] as const) {
      expect(nextStepText(summary(state), locale)).toMatch(/unsigned|nicht signierte/);
    }
  });
});
