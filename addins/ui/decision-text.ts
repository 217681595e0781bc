import { type DecisionReason, type LocalText, type Source, type Step } from '../../shared/index';
import { usePolicyStrings } from './policy-strings';
import { type Language } from './props';

/** A text that an administrator wrote, in the reader's language where they wrote it in both. */
export function localText(text: LocalText, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}

/** What somebody is told about a refusal, a question, a change or a note, and whom they can ask. */
export function decisionText(reason: DecisionReason, language: Language): string {
  const strings = usePolicyStrings(language);
  const said = { refusal: strings.refusals, question: strings.questions, change: strings.changes, note: strings.notes };
  const sentence = (said[reason.kind] as Readonly<Record<string, string>>)[reason.code] ?? '';
  const whom = reason.addresses.length > 0 ? ` (${reason.addresses.join(', ')})` : '';
  return [sentence.replace(/([.?!])$/, `${whom}$1`), authorText(reason.source, language)].filter(Boolean).join(' ');
}

/** Why it is not the user's to change, in the words of who decided; empty where it is. */
export function authorText(source: Source, language: Language): string {
  if (source.layer !== 'administrator') return '';
  const strings = usePolicyStrings(language);
  const { text, contact } = source;
  const asked = [contact?.text && localText(contact.text, language), contact?.at].filter(Boolean).join(', ');
  return [
    text === undefined ? strings.byOrganisation : localText(text, language),
    asked === '' ? '' : strings.ask(asked),
  ]
    .filter(Boolean)
    .join(' ');
}

/** One line of an explanation: who says what, for whom, and what became of it. */
export function stepText({ source, says, effect, recipients }: Step, language: Language): string {
  const strings = usePolicyStrings(language);
  const isReply = source.layer === 'built-in' && source.rule !== undefined;
  const more = [
    isReply ? strings.replyRule : source.rule && strings.rule(source.rule),
    source.account && strings.account(source.account),
    source.exception && strings.exception(source.exception),
    recipients && strings.onlyFor(recipients.join(', ')),
  ].filter(Boolean);
  const who = [strings.layers[source.layer], ...more].join(', ');
  return `${who}: ${strings.says[says] ?? says} – ${strings.effects[effect]}`;
}
