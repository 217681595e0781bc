import { type CommandOutcome } from './dispatch-shared';
import { type HostItem } from './item';
import { EVENT_TIMEOUT, runHandler, type LaunchEvent, type Runtime, type SendMode } from './launch-events';

/** What Outlook does with a message after the add-in's OnMessageSend handler. */
export type SendDecision = { readonly kind: 'send' } | SendAlert;

/** The Smart Alerts dialog. */
export interface SendAlert {
  readonly kind: 'alert';
  readonly reason: 'not-allowed' | 'unavailable' | 'timeout';
  readonly message: string;
  /** Label of the button that returns to the draft, or that runs `commandId`. */
  readonly cancelLabel: string;
  /** Control of the manifest that the cancel button runs; undefined: the draft is shown again. */
  readonly commandId: string | undefined;
  /** Whether the user may send all the same. */
  readonly mayOverride: boolean;
  readonly contextData: string;
}

/** Documented limits of `event.completed` in OnMessageSend. */
const MAX_MESSAGE = 500;
const MAX_LABEL = 20;

const text = (value: unknown, limit: number): string => (typeof value === 'string' ? value.slice(0, limit) : '');

/**
 * Presses Send as the web client does: runs the handler of OnMessageSend, applies the send mode. Documented: SoftBlock
 * and PromptUser let a message go where the add-in cannot be loaded; Block does not. Where no handler is declared the
 * message goes.
 */
export async function askBeforeSend(
  runtime: Runtime,
  events: readonly LaunchEvent[],
  item: HostItem,
  timeout = EVENT_TIMEOUT,
): Promise<SendDecision> {
  const event = events.find((candidate) => candidate.type === 'OnMessageSend');
  if (!event) return { kind: 'send' };
  const outcome = await runHandler(runtime, {
    item,
    functionName: event.functionName,
    event: { type: 'olkMessageSend', source: { id: 'OnMessageSend' } },
    timeout,
  });
  return decide(outcome, event.sendMode ?? 'SoftBlock');
}

/** The decision for one outcome. */
export function decide(outcome: CommandOutcome, declaredMode: SendMode): SendDecision {
  if (outcome.status === 'completed') {
    if (outcome.context['allowEvent'] === true) return { kind: 'send' };
    return notAllowed(outcome.context, declaredMode);
  }
  const couldNotLoad = outcome.status === 'not-ready' || outcome.status === 'failed' || outcome.status === 'closed';
  if (couldNotLoad && declaredMode !== 'Block') return { kind: 'send' };
  return {
    kind: 'alert',
    reason: couldNotLoad ? 'unavailable' : 'timeout',
    message: '',
    cancelLabel: '',
    commandId: undefined,
    mayOverride: declaredMode === 'PromptUser' || (declaredMode === 'SoftBlock' && outcome.status === 'timeout'),
    contextData: '',
  };
}

function notAllowed(context: Readonly<Record<string, unknown>>, declaredMode: SendMode): SendAlert {
  const overridden = context['sendModeOverride'] === 'promptUser' && declaredMode !== 'PromptUser';
  return {
    kind: 'alert',
    reason: 'not-allowed',
    message: text(context['errorMessage'], MAX_MESSAGE),
    cancelLabel: text(context['cancelLabel'], MAX_LABEL),
    commandId: typeof context['commandId'] === 'string' ? context['commandId'] : undefined,
    mayOverride: overridden || declaredMode === 'PromptUser',
    contextData: text(context['contextData'], Number.MAX_SAFE_INTEGER),
  };
}
