import { type ReasonCode } from './reason';
import { type Summary, type SummaryState } from './verdict';

/** The one thing to do about a message; `none`: nothing has to be done. */
export type NextStep =
  | 'none'
  | 'treat-as-unsigned'
  | 'ask-administrator'
  | 'ask-another-way'
  | 'ask-for-renewal'
  | 'ask-for-update'
  | 'ask-for-certificate'
  | 'ask-to-resend'
  | 'import-identity'
  | 'ask-to-resend-encrypted'
  | 'check-reply-address';

/** What to do where the first reason is one of these; every other means that the signature proves nothing here. */
const BY_REASON: Partial<Readonly<Record<ReasonCode, NextStep>>> = {
  'signer-certificate-missing': 'ask-for-certificate',
  'not-anchored': 'ask-administrator',
  'no-path': 'ask-administrator',
  expired: 'ask-for-renewal',
  'weak-algorithm': 'ask-for-update',
  'weak-key': 'ask-for-update',
  revoked: 'ask-another-way',
  'authority-revoked': 'ask-another-way',
};

/** These explain no signature. */
const OF_ENCRYPTION: ReadonlySet<ReasonCode> = new Set([
  'not-for-us',
  'no-keys',
  'decryption-failed',
  'not-authenticated',
]);

const BY_STATE: Readonly<Record<SummaryState, NextStep>> = {
  'signed-valid': 'none',
  'signed-untrusted': 'treat-as-unsigned',
  'signed-invalid': 'ask-to-resend',
  'partly-signed': 'treat-as-unsigned',
  uncheckable: 'treat-as-unsigned',
  unsigned: 'none',
};

/** One step for every summary; of a message that stays closed the encryption decides. Nothing here changes a verdict. */
export function nextStep({ state, encryption, reasons }: Summary): NextStep {
  if (state === 'unsigned' && encryption === 'not-for-us') return 'import-identity';
  if (state === 'unsigned' && encryption === 'failed') return 'ask-to-resend-encrypted';
  const first = reasons.find(({ code }) => !OF_ENCRYPTION.has(code));
  const isReasoned = state === 'signed-untrusted' || state === 'uncheckable';
  const step = (isReasoned && first && BY_REASON[first.code]) || BY_STATE[state];
  return step === 'none' && reasons.some(({ code }) => code === 'reply-elsewhere') ? 'check-reply-address' : step;
}
