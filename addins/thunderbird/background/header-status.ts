import {
  type Continuity,
  continuityText,
  sentenceOf,
  type HeaderProtection,
  type Summary,
  type SummaryState,
} from '../../../shared/index';
import { useStrings, type Language, type Tone } from '../../ui/index';
import { type HeaderStatus } from '../host/message-pane';

const TONES: Readonly<Record<SummaryState, Tone>> = {
  'signed-valid': 'positive',
  'signed-untrusted': 'attention',
  'signed-invalid': 'attention',
  'partly-signed': 'neutral',
  uncheckable: 'attention',
  unsigned: 'neutral',
};

/** What else there is to say beside the subject. */
export interface HeaderFacts {
  /** Shown instead of Thunderbird's. */
  readonly subject?: string | undefined;
  readonly continuity?: Continuity | undefined;
  /** Whom the message says it is from; of a valid signature the one that was found in the certificate. */
  readonly from?: readonly { readonly address: string }[];
}

/**
 * The words beside the subject: what the signature is worth and whether it came encrypted; the From only of a signer
 * whose signature holds, since a certificate may name other addresses too. Undefined for plain mail, which is shown as
 * Thunderbird shows it, unless its sender usually signs.
 */
export function headerStatus(
  summary: Summary,
  language: Language,
  { subject, continuity, from = [] }: HeaderFacts = {},
): HeaderStatus | undefined {
  const { state, encryption } = summary;
  const isUnsigned = state === 'unsigned';
  const unusual = isUnsigned && continuity?.kind === 'usually-signed' ? continuity : undefined;
  if (isUnsigned && encryption === 'none' && !unusual) return undefined;
  const { read } = useStrings(language);
  const address = state === 'signed-valid' ? from[0]?.address : undefined;
  const words = [
    ...(isUnsigned && !unusual ? [] : [read.word[state]]),
    ...(address === undefined ? [] : [address]),
    ...(encryption === 'none' ? [] : [read.encryptionWord[encryption]]),
  ];
  const isClosed = encryption === 'not-for-us' || encryption === 'failed';
  return {
    text: words.join(' · '),
    tone: isClosed || unusual ? 'attention' : TONES[state],
    tooltip: unusual ? continuityText(unusual, language) : sentenceOf(summary, language),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** The protected subject where another one stands outside (RFC 9788 4); undefined where Thunderbird shows the right one. */
export function hiddenSubject(opened: {
  readonly subject: string;
  readonly headerProtection?: HeaderProtection;
}): string | undefined {
  const field = opened.headerProtection?.fields.find(({ name }) => name === 'subject');
  return field && field.outside !== field.value ? opened.subject : undefined;
}
