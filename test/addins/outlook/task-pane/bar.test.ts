import { barOf, LONGEST_BAR } from '../../../../addins/outlook/task-pane/read/bar';
import { type Language, type VerdictView } from '../../../../addins/ui/index';
import { type OpenMail } from '../../../../addins/worker/core';
import {
  asDer,
  reasonText,
  type ContinuityKind,
  type Reason,
  type SignerIdentity,
  type Summary,
} from '../../../../shared/index';
import { OPENED, verdict } from '../../ui/samples';

const LANGUAGES: readonly Language[] = ['en', 'de'];
const STATES: readonly Summary['state'][] = [
  'signed-valid',
  'signed-untrusted',
  'signed-invalid',
  'partly-signed',
  'uncheckable',
  'unsigned',
];
const CERTIFICATE = asDer(Uint8Array.of(0x30, 0));
const BOB: SignerIdentity = {
  name: 'Bob Example',
  addresses: ['bob@signet.example'],
  issuer: 'CN=CA',
  serial: '1',
  certificate: CERTIFICATE,
};
const NOT_CHECKED: Reason = { code: 'revocation-not-checked' };
const ELSEWHERE: Reason = { code: 'reply-elsewhere', found: 'x@survey.example', expected: 'bob@signet.example' };

function bar(view: VerdictView, language: Language = 'en', kind?: ContinuityKind) {
  const continuity = kind && { kind, address: 'bob@signet.example' };
  return barOf({ view, continuity } as unknown as OpenMail, language);
}

describe('the line above a message', () => {
  it('is the sentence of the pane where all of it fits', () => {
    expect(bar(verdict('signed-valid', { signer: BOB }))).toEqual({
      kind: 'information',
      text: 'Signet: Signed by Bob Example <bob@signet.example>. The message is unchanged, and the sender’s address is confirmed.',
    });
  });

  it.each(LANGUAGES)('has everything that the pane says beside the positive word (%s)', (language) => {
    const text = bar(verdict('signed-valid', { signer: BOB, reasons: [NOT_CHECKED] }), language)?.text;
    expect(text).toContain(reasonText(NOT_CHECKED, language));
    expect(text).toMatch(language === 'en' ? /^Signet: Signed\. / : /^Signet: Signiert\. /);
  });

  it.each([
    ['a reason too many', verdict('signed-valid', { signer: BOB, reasons: [NOT_CHECKED, ELSEWHERE] }), undefined],
    ['another certificate than before', verdict('signed-valid', { signer: BOB }), 'new-certificate'],
    ['another issuer than before', verdict('signed-valid', { signer: BOB }), 'new-authority'],
  ] as const)('has no positive word without it: %s', (_, view, kind) => {
    for (const language of LANGUAGES) expect(bar(view, language, kind)?.text).not.toMatch(/sign(ed|iert)|confirmed/i);
  });

  it('is positive for nothing but a good signature', () => {
    const others = STATES.filter((state) => state !== 'signed-valid').map((state) =>
      bar(verdict(state, { signer: BOB })),
    );
    for (const one of others) expect(one?.text ?? '').not.toMatch(/: Signed\b|is confirmed/);
  });

  it('is an error where the signature is broken or cannot be checked', () => {
    expect(STATES.map((state) => bar(verdict(state))?.kind)).toEqual([
      'information',
      'information',
      'error',
      'information',
      'error',
      undefined,
    ]);
  });

  it('says of a message that stays closed that it does', () => {
    const closed = verdict('unsigned', { encryption: { ...OPENED, state: 'not-for-us' } });
    expect(bar(closed)?.text).toMatch(/^Signet: Encrypted, no key here\. Import /);
  });

  it('has no text of a message for which no good signature vouches', () => {
    const signer = { ...BOB, name: 'All is well', addresses: ['all@is.well'] };
    const found: Reason = { code: 'not-anchored', found: 'All is well' };
    for (const state of STATES.filter((one) => one !== 'signed-valid'))
      expect(bar(verdict(state, { signer, reasons: [found] }))?.text ?? '').not.toMatch(/well/);
  });

  it.each(LANGUAGES)('is never longer than Outlook takes (%s)', (language) => {
    const codes: readonly Reason['code'][] = [
      'revoked',
      'expired',
      'weak-algorithm',
      'not-anchored',
      'limit',
      'no-keys',
    ];
    const signer = { ...BOB, name: 'x'.repeat(300) };
    for (const state of STATES)
      for (const code of codes) {
        const view = verdict(state, { signer, reasons: [{ code }], encryption: { ...OPENED, state: 'failed' } });
        expect(bar(view, language)?.text.length).toBeLessThanOrEqual(LONGEST_BAR);
      }
  });
});
