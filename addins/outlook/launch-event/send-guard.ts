import { headerValue, parseProtection, PROTECTION_HEADER } from '../protection-header';

/** What the guard tells the host. */
export interface GuardDecision {
  readonly allowEvent: boolean;
  readonly errorMessage?: string;
  readonly cancelLabel?: string;
  readonly commandId?: string;
}

export interface GuardTexts {
  readonly askedFor: string;
  readonly unreadable: string;
  readonly button: string;
}

/** The ribbon's own button: id of the control in the manifest. */
export const SEND_COMMAND = 'smime.compose.send';

/**
 * Whether Outlook may send a draft as it is. `headers` undefined: they could not be read, so that nobody knows whether
 * protection was asked for. Only a draft that surely asks for none may go.
 */
export function guardSend(headers: object | undefined, texts: GuardTexts): GuardDecision {
  const choice = headers === undefined ? undefined : parseProtection(headerValue(headers, PROTECTION_HEADER));
  if (choice !== undefined && !choice.sign && !choice.encrypt) return { allowEvent: true };
  return {
    allowEvent: false,
    errorMessage: choice === undefined ? texts.unreadable : texts.askedFor,
    cancelLabel: texts.button,
    commandId: SEND_COMMAND,
  };
}
