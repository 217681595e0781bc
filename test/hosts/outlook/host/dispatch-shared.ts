import { type HostMailbox } from './mailbox';
import { type SharedCall } from './protocol';

/**
 * How a function command or launch event ended. `completed`: the handler called `event.completed`; `context` is what it
 * passed, unchecked. `failed` carries office.js' own status (11101: no function of that name).
 */
export type CommandOutcome =
  | { readonly status: 'completed'; readonly context: Readonly<Record<string, unknown>> }
  | { readonly status: 'failed'; readonly code: number }
  | { readonly status: 'timeout' | 'not-ready' | 'closed' };

interface SharedAnswer {
  readonly name: string;
  readonly reply: Readonly<Record<string, unknown>>;
}

const SSO_REFUSED = 13012;

function outcomeOf(call: SharedCall): CommandOutcome {
  const code = call[1];
  if (code !== 0) return { status: 'failed', code: Number(code) };
  const event = typeof call[2] === 'string' && call[2] !== '' ? (JSON.parse(call[2]) as Record<string, unknown>) : {};
  return { status: 'completed', context: (event['completedContext'] ?? {}) as Record<string, unknown> };
}

/** Answers the methods that all Office hosts share, by dispatch id; undefined for one this host does not know. */
export function answerShared(
  call: SharedCall,
  mailbox: HostMailbox,
  complete: (commandId: string, outcome: CommandOutcome) => void,
): SharedAnswer | undefined {
  switch (call.DdaMethod.DispatchId) {
    case 94:
      complete(String(call[0]), outcomeOf(call));
      return { name: 'event.completed', reply: {} };
    case 97:
      mailbox.closePane();
      return { name: 'closeContainer', reply: {} };
    case 98: {
      const token = mailbox.ssoToken;
      return { name: 'getAccessToken', reply: token === undefined ? { Error: SSO_REFUSED } : { accessToken: token } };
    }
    default:
      return undefined;
  }
}
