import { type CommandOutcome } from './dispatch-shared';
import { type HostItem } from './item';
import { LIMITS, runHandler, type LaunchEvent, type Limits, type Runtime, type SendMode } from './launch-events';
import { hasSet, raises } from './requirement-set';

/**
 * Smart Alerts as Microsoft documents them: "Handle OnMessageSend and OnAppointmentSend events" (behaviour by send
 * mode), `Office.SmartAlertsEventCompletedOptions` (options, lengths, requirement sets) and [MS-OWEMXML] 2.3.67.
 */
export type SendDecision =
  | { readonly kind: 'send' }
  /** The user left the item or stopped the check: nothing is sent, nothing is shown. */
  | { readonly kind: 'stopped' }
  | SendAlert;

/** The Smart Alerts dialog. */
export interface SendAlert {
  readonly kind: 'alert';
  readonly reason: AlertReason;
  /** The add-in's words; empty: the host's own. */
  readonly message: string;
  readonly isMarkdown: boolean;
  /** "Take Action": a control of the manifest that the add-in named. Undefined: there is no such button. */
  readonly action: AlertAction | undefined;
  /** "Send Anyway". */
  readonly mayOverride: boolean;
  /** "Don't Send"; "Try Later" where the add-in is not available. While a check runs on there may be no way out. */
  readonly mayCancel: boolean;
  /** Documented rules that the add-in broke. The host goes on as if what broke them had been left out or cut. */
  readonly faults: readonly string[];
}

/** `slow`: the check still runs. `error`: the add-in has no such handler. */
export type AlertReason = 'not-allowed' | 'unavailable' | 'timeout' | 'error' | 'slow';

export interface AlertAction {
  readonly label: string;
  readonly commandId: string;
  /** What `getInitializationContextAsync` gives to the pane. */
  readonly contextData: string;
}

/** What the gate has to know of the client and the add-in. */
export interface GateFacts {
  readonly mailboxSet: string;
  /** Controls of the manifest by id. */
  readonly controls: ReadonlyMap<string, 'pane' | 'function'>;
}

/** After this long the user is told that the add-in still works. */
export const SLOW_AFTER = 5000;
const MAX_MESSAGE = 500;
const MAX_LABEL = 20;

export interface GateOptions {
  readonly facts: GateFacts;
  readonly limits?: Limits;
  readonly slowAfter?: number;
  readonly signal?: AbortSignal;
  /** Told once where a check takes long; the dialog is over when the decision comes. */
  readonly onSlow?: (alert: SendAlert) => void;
}

/**
 * Presses Send as the web client does: runs the handler of OnMessageSend, or OnAppointmentSend for a meeting, and
 * applies the send mode. Where no handler is declared, or the client does not know the event, the item goes.
 */
export async function askBeforeSend(
  runtime: Runtime,
  events: readonly LaunchEvent[],
  item: HostItem,
  options: GateOptions,
): Promise<SendDecision> {
  const type = item.mode === 'AppointmentCompose' ? 'OnAppointmentSend' : 'OnMessageSend';
  const event = events.find((candidate) => candidate.type === type);
  if (!event || !raises(options.facts.mailboxSet, type)) return { kind: 'send' };
  const mode = event.sendMode ?? 'SoftBlock';
  const slow = setTimeout(() => options.onSlow?.(slowAlert(mode)), options.slowAfter ?? SLOW_AFTER);
  const outcome = await runHandler(runtime, {
    item,
    functionName: event.functionName,
    event: { type: `olk${type.slice(2)}`, source: { id: type } },
    isLaunchEvent: true,
    limits: options.limits ?? LIMITS,
    ...(options.signal && { signal: options.signal }),
  });
  clearTimeout(slow);
  return decide(outcome, mode, options.facts);
}

/** The decision for one outcome. */
export function decide(outcome: CommandOutcome, declaredMode: SendMode, facts: GateFacts): SendDecision {
  switch (outcome.status) {
    case 'completed':
      if (outcome.context['allowEvent'] === true) return { kind: 'send' };
      return notAllowed(outcome.context, declaredMode, facts);
    case 'closed':
      return { kind: 'stopped' };
    case 'not-ready':
      // SoftBlock and PromptUser fail open here, by the user's word: "Send Anyway" or "Try Later".
      return ownAlert('unavailable', declaredMode !== 'Block');
    case 'failed':
      // A handler that is not associated: "your users will be blocked from sending", SoftBlock too (walkthrough).
      return ownAlert('error', declaredMode === 'PromptUser');
    case 'timeout':
      // With SoftBlock and Block the user has to send again, which starts the add-in anew.
      return ownAlert('timeout', declaredMode === 'PromptUser');
  }
}

/** A dialog of Outlook's own words. An override is not in force where the add-in did not complete: the manifest's mode is. */
function ownAlert(reason: AlertReason, mayOverride: boolean, mayCancel = true): SendAlert {
  return {
    kind: 'alert',
    reason,
    message: '',
    isMarkdown: false,
    action: undefined,
    mayOverride,
    mayCancel,
    faults: [],
  };
}

/** PromptUser: send or stop. SoftBlock and Block: the user cannot send until the add-in is done. */
function slowAlert(mode: SendMode): SendAlert {
  return ownAlert('slow', mode === 'PromptUser', mode === 'PromptUser');
}

type Options = Readonly<Record<string, unknown>>;

function notAllowed(options: Options, declaredMode: SendMode, facts: GateFacts): SendAlert {
  const faults: string[] = [];
  const known = knownOptions(options, facts.mailboxSet);
  const markdown = textOf(known, 'errorMessageMarkdown', MAX_MESSAGE, faults);
  const plain = textOf(known, 'errorMessage', MAX_MESSAGE, faults);
  const override = known['sendModeOverride'];
  if (override !== undefined && override !== 'promptUser') faults.push('sendModeOverride: promptUser expected');
  return {
    kind: 'alert',
    reason: 'not-allowed',
    message: markdown || plain,
    isMarkdown: markdown !== '',
    action: actionOf(known, facts, faults),
    mayOverride: override === 'promptUser' || declaredMode === 'PromptUser',
    mayCancel: true,
    faults,
  };
}

const OPTION_SETS: Readonly<Record<string, string>> = {
  cancelLabel: '1.14',
  commandId: '1.14',
  contextData: '1.14',
  sendModeOverride: '1.14',
  errorMessageMarkdown: '1.15',
};

/** What came with a later set than the client's is not there for it. */
function knownOptions(options: Options, mailboxSet: string): Options {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => hasSet(mailboxSet, OPTION_SETS[name] ?? '1.12')),
  );
}

/** Without `commandId` there is no button, its label has no place and `contextData` is ignored. */
function actionOf(options: Options, { controls, mailboxSet }: GateFacts, faults: string[]): AlertAction | undefined {
  const label = textOf(options, 'cancelLabel', MAX_LABEL, faults);
  const { commandId, contextData } = options;
  if (commandId === undefined) {
    if (contextData !== undefined) faults.push('contextData: commandId expected beside it');
    return undefined;
  }
  const kind = typeof commandId === 'string' ? controls.get(commandId) : undefined;
  if (typeof commandId !== 'string' || kind === undefined) {
    faults.push(`commandId: ${JSON.stringify(commandId)} is no control of the manifest`);
    return { label, commandId: '', contextData: '' };
  }
  if (kind === 'function' && !hasSet(mailboxSet, '1.15')) return { label, commandId: '', contextData: '' };
  return { label, commandId, contextData: contextOf(contextData) };
}

function contextOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function textOf(options: Options, name: string, limit: number, faults: string[]): string {
  const value = options[name];
  if (value === undefined) return '';
  if (typeof value !== 'string') faults.push(`${name}: text expected`);
  else if (value.length > limit) faults.push(`${name}: at most ${limit} characters`);
  return typeof value === 'string' ? value.slice(0, limit) : '';
}
