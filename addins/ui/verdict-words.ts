import { statementOf, type Summary } from '../../shared/index';
import { type Language, type VerdictView } from './props';
import { useStrings } from './strings';

/** Nothing is known about what is inside: the encryption is all there is to say. */
export function isUnopened({ summary, encryption }: VerdictView): boolean {
  return summary.state === 'unsigned' && (encryption.state === 'not-for-us' || encryption.state === 'failed');
}

/** The word that stands over a verdict. */
export function wordOf(verdict: VerdictView, language: Language): string {
  const { read } = useStrings(language);
  return isUnopened(verdict) ? read.encryptionWord[verdict.encryption.state] : read.word[verdict.summary.state];
}

/** The sentence below the word, without what a line of its own says of an opened message. */
export function sentenceUnder({ summary, encryption }: VerdictView, language: Language): string {
  const spoken: Summary = encryption.state === 'opened' ? { ...summary, encryption: 'none' } : summary;
  return statementOf(spoken, language);
}
