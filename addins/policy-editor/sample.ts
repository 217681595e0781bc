import { isSingleAddress, type Facts, type RecipientFacts } from '../../shared/index';
import { partsOf } from './document-text';

/** A made-up message, as its form has it. */
export interface Sample {
  readonly from: string;
  /** Addresses of people with a usable certificate, between commas. */
  readonly to: string;
  /** Those of people without. */
  readonly without: string;
  readonly subject: string;
  /** Names of attachments, between commas. */
  readonly attachments: string;
  readonly kilobytes: string;
  readonly isInvitation: boolean;
  readonly answersEncrypted: boolean;
  /** SHA-256 of those above the sender's certificate, between commas. */
  readonly issuers: string;
  readonly signer: Facts['signer']['state'];
  /** `usual`: the sender chose nothing. */
  readonly sign: 'usual' | 'on' | 'off';
  readonly encrypt: 'usual' | 'on' | 'off';
}

export const FIRST_SAMPLE: Sample = {
  from: 'me@example.org',
  to: 'anna@example.org',
  without: '',
  subject: 'Minutes',
  attachments: '',
  kilobytes: '10',
  isInvitation: false,
  answersEncrypted: false,
  issuers: '',
  signer: 'usable',
  sign: 'usual',
  encrypt: 'usual',
};

/** The facts of a sample, or those of its addresses that are none. */
export function factsOf(sample: Sample, time: number): Facts | { readonly wrong: readonly string[] } {
  const people = (text: string, certificate: RecipientFacts['certificate']): readonly RecipientFacts[] =>
    (partsOf(text) ?? []).map((address) => ({ address, certificate }));
  const recipients = [...people(sample.to, 'usable'), ...people(sample.without, 'missing')];
  const wrong = [sample.from, ...recipients.map(({ address }) => address)].filter(
    (one) => !isSingleAddress(one.trim()),
  );
  if (wrong.length > 0) return { wrong };
  const { sign, encrypt, subject } = sample;
  return {
    time,
    from: sample.from.trim(),
    recipients,
    subject,
    replyToEncrypted: sample.answersEncrypted,
    calendar: sample.isInvitation,
    attachments: partsOf(sample.attachments) ?? [],
    size: Number(sample.kilobytes) * 1_000 || 'unknown',
    signer: { state: sample.signer, issuers: partsOf(sample.issuers) ?? [] },
    archiveCertificate: 'usable',
    choices: {
      ...(sign !== 'usual' && { sign: sign === 'on' }),
      ...(encrypt !== 'usual' && { encrypt: encrypt === 'on' }),
    },
    confirmed: [],
    canSplit: true,
  };
}
