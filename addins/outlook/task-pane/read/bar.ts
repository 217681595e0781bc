import { nextStepText, reasonText, type ContinuityKind } from '../../../../shared/index';
import { sentenceUnder, wordOf, type Language } from '../../../ui/index';
import { type OpenMail } from '../../../worker/core';
import { type Bar } from '../../host/item-marks';

/** Documented for notifications of an item. */
export const LONGEST_BAR = 150;

/** Where there is more to say than fits: nothing that could pass for all of it. */
const ELSEWHERE: Readonly<Record<Language, string>> = {
  en: 'This message was checked. What it is worth stands in Signet’s pane.',
  de: 'Diese Nachricht wurde geprüft. Was sie wert ist, steht im Bereich von Signet.',
};

const UNREMARKABLE: readonly (ContinuityKind | undefined)[] = [undefined, 'first', 'same'];

/**
 * The pane's verdict in one line; undefined for a message without S/MIME. Never better than the pane: beside the positive word stands
 * everything that the pane says there, or neither does. Names and other text of a message stand in it only where a good signature
 * vouches for them, since nothing sets them apart here.
 */
export function barOf(
  { view, continuity }: Pick<OpenMail, 'view' | 'continuity'>,
  language: Language,
): Bar | undefined {
  const { state, reasons, encryption } = view.summary;
  if (state === 'unsigned' && view.encryption.state === 'none') return undefined;
  const word = `${wordOf(view, language)}.`;
  const step = nextStepText(view.summary, language);
  const kind = state === 'signed-invalid' || state === 'uncheckable' ? 'error' : 'information';
  if (state !== 'signed-valid') return { kind, text: firstThatFits([[word, step]], lineOf([word])) };
  const elsewhere = lineOf([ELSEWHERE[language]]);
  if (!UNREMARKABLE.includes(continuity?.kind)) return { kind, text: elsewhere };
  const isClosed = encryption === 'not-for-us' || encryption === 'failed';
  const why = reasons.map((reason) => reasonText(reason, language));
  const short = isClosed ? [] : [[word, ...why, step]];
  return {
    kind,
    text: firstThatFits([[sentenceUnder(view, language), step], ...short], elsewhere),
  };
}

const lineOf = (parts: readonly string[]): string => ['Signet:', ...parts.filter((part) => part !== '')].join(' ');

function firstThatFits(candidates: readonly (readonly string[])[], otherwise: string): string {
  return candidates.map(lineOf).find((line) => line.length <= LONGEST_BAR) ?? otherwise;
}
