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
}

/** The ribbon's own button: id of the control in the manifest. */
export const SEND_COMMAND = 'smime.compose.send';

/** The dialog for one verdict. Invitations have no pane to point to. */
export function alertOf(verdict: SendVerdict, item: 'message' | 'appointment', texts: GuardTexts): SmartAlert {
  if (verdict.kind === 'allow') return { allowEvent: true };
  const said = { allowEvent: false, errorMessage: texts[verdict.reason] };
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
