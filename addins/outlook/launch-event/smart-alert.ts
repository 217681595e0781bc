import { type Source } from '../../../shared/index';
import { type HoldReason, type SendVerdict } from './draft-decision';

/** What a handler of a send event tells the host: the part of Office.SmartAlertsEventCompletedOptions that we use. */
export interface SmartAlert {
  readonly allowEvent: boolean;
  /** At most 500 characters. */
  readonly errorMessage?: string;
  /** At most 20 characters. Mailbox 1.14, as the rest. */
  readonly cancelLabel?: string;
  readonly commandId?: string;
  /** The user may send all the same. */
  readonly sendModeOverride?: 'promptUser';
}

export interface GuardTexts extends Readonly<Record<HoldReason, string>> {
  readonly notCleared: string;
  readonly button: string;
  readonly contact: (whom: string) => string;
}

/** Longest message of an alert. */
const LONGEST = 500;

/** The ribbon's own button: id of the control in the manifest. */
export const SEND_COMMAND = 'smime.compose.send';

/** The dialog for one verdict. Invitations have no pane to point to. */
export function alertOf(
  verdict: SendVerdict,
  item: 'message' | 'appointment',
  texts: GuardTexts,
  language: 'en' | 'de',
): SmartAlert {
  if (verdict.kind === 'allow') return { allowEvent: true };
  const own = texts[verdict.reason];
  const words = wordsOf(verdict.said ?? [], texts, language);
  const said = { allowEvent: false, errorMessage: shortened([own, ...words].join(' ')) };
  const asked = verdict.kind === 'ask' ? { ...said, sendModeOverride: 'promptUser' as const } : said;
  return item === 'message' ? { ...asked, ...toThePane(texts) } : asked;
}

/** Where our own headers could not be taken off a draft that may go. */
export function notCleared(texts: GuardTexts): SmartAlert {
  return { allowEvent: false, errorMessage: texts.notCleared, ...toThePane(texts) };
}

function toThePane({ button }: GuardTexts): Pick<SmartAlert, 'cancelLabel' | 'commandId'> {
  return { cancelLabel: button, commandId: SEND_COMMAND };
}

/** What administrators want to be said, each thing once, then whom to ask. */
function wordsOf(said: readonly Source[], { contact }: GuardTexts, language: 'en' | 'de'): readonly string[] {
  const local = (text: Source['text']): string => (typeof text === 'object' ? text[language] : (text ?? ''));
  const texts = said.map(({ text }) => local(text));
  const asked = said.map((one) => [local(one.contact?.text), one.contact?.at ?? ''].filter(isSaid).join(' '));
  return unique(texts).concat(unique(asked).map(contact));
}

const isSaid = (text: string): boolean => text !== '';
const unique = (texts: readonly string[]): readonly string[] =>
  texts.filter((text, at) => isSaid(text) && texts.indexOf(text) === at);

/** Never cut inside a character. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
