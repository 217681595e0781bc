import {
  authorTexts,
  explainedText,
  faultText,
  outcomeText,
  policyReasonText,
  snapshotText,
  stepText,
} from '../../../shared/policy/policy-strings';
import { CASES, decisionOf } from './policy-cases';

describe.each(['en', 'de'] as const)('the words of policies (%s)', (locale) => {
  it('tell every decision of the table without a gap', () => {
    for (const one of CASES) {
      const { outcome, reasons, steps } = decisionOf(one);
      const said = [
        outcomeText(outcome, locale),
        ...reasons.map((reason) => policyReasonText(reason, locale)),
        ...steps.map((step) => stepText(step, locale)),
      ];
      for (const text of said) expect(text).toMatch(/^\S.{8,}\S$/s);
      expect(said.join(' ')).not.toMatch(/undefined|null(?! –)|\[object/);
    }
  });

  it('name the addresses that a reason is about', () => {
    const source = { layer: 'built-in' } as const;
    const reason = {
      kind: 'refusal',
      code: 'certificate-missing',
      addresses: ['a@b.test', 'c@d.test'],
      source,
    } as const;
    expect(policyReasonText(reason, locale)).toContain('a@b.test, c@d.test');
  });

  it('end with what the administrator wanted to be said, in the language of the reader', () => {
    const text = { en: 'Because.', de: 'Darum.' };
    const contact = { text: { en: 'The desk', de: 'Die Hotline' }, at: '+49 1' };
    expect(explainedText({ text, contact }, locale)).toEqual(
      locale === 'en' ? ['Because.', 'Questions: The desk +49 1'] : ['Darum.', 'Fragen: Die Hotline +49 1'],
    );
    expect(explainedText({}, locale)).toEqual([]);
    expect(explainedText({ text: 'So.' }, locale)).toEqual(['So.']);
  });

  it('say that an administrator decided, and of nobody else that it is not the user’s to change', () => {
    const administrator = { layer: 'administrator', contact: { at: 'desk@b.test' } } as const;
    const [decided, asked] = authorTexts(administrator, locale);
    expect(decided).toContain(locale === 'en' ? 'Your organisation' : 'Ihre Organisation');
    expect(asked).toContain('desk@b.test');
    expect(authorTexts({ ...administrator, text: 'So.' }, locale)[0]).toBe('So.');
    expect(authorTexts({ layer: 'user', text: 'So.' }, locale)).toEqual([]);
  });

  it('tell how far signing and encryption go in words, and no other value', () => {
    const step = { source: { layer: 'user' }, says: 'when-possible', effect: 'decides' } as const;
    expect(stepText({ ...step, setting: 'encrypt' }, locale)).not.toContain('when-possible');
    expect(stepText({ ...step, setting: 'missingCertificate', says: 'ask' }, locale)).toContain(': ask');
  });

  it('say where a fault is', () => {
    const fault = { code: 'unknown-key', line: 4, column: 7, path: 'settings.x', expected: 'sign' } as const;
    expect(faultText(fault, locale)).toContain(locale === 'en' ? 'line 4, column 7' : 'Zeile 4, Spalte 7');
    expect(faultText(fault, locale)).toContain('settings.x');
  });

  it('say why another policy is in force', () => {
    expect(snapshotText('rolled-back', locale)).not.toBe(snapshotText('expired', locale));
  });
});
