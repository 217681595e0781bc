import { type CommandOutcome } from './dispatch-shared';
import { type HostItem } from './item';
import { type OutlookHost } from './outlook-host';
import { raises } from './requirement-set';

export type SendMode = 'PromptUser' | 'SoftBlock' | 'Block';

/** One entry of the manifest's LaunchEvent extension point. */
export interface LaunchEvent {
  readonly type: string;
  readonly functionName: string;
  readonly sendMode?: SendMode;
}

export interface Runtime {
  readonly host: OutlookHost;
  /** Page whose script holds the handlers. */
  readonly url: string;
  /** A hidden place for the frame. */
  readonly parent: Element;
}

/** Documented bound of an event handler and of a function command. */
export const EVENT_TIMEOUT = 5 * 60_000;
/** How long an add-in may take to be there. Outlook's own limit is not documented: this one is ours. */
export const LOAD_TIMEOUT = 60_000;

export interface Limits {
  readonly timeout: number;
  readonly loadTimeout: number;
}

export const LIMITS: Limits = { timeout: EVENT_TIMEOUT, loadTimeout: LOAD_TIMEOUT };

/**
 * Runs one handler in a frame of its own, as the web client does for launch events and function commands, and takes the
 * frame away when it is done. A handler that never completes, one that throws among them, ends after `timeout`; one that
 * is stopped by `signal` ends as `closed`. Handlers of launch events do not have the methods that are documented as
 * blocked there.
 */
export async function runHandler(
  runtime: Runtime,
  options: {
    readonly item: HostItem | undefined;
    readonly functionName: string;
    readonly event: object;
    readonly isLaunchEvent?: boolean;
    readonly limits?: Limits;
    readonly signal?: AbortSignal;
  },
): Promise<CommandOutcome> {
  const { item, signal, limits = LIMITS } = options;
  if (signal?.aborted) return { status: 'closed' };
  const isLaunchEvent = options.isLaunchEvent === true;
  const session = runtime.host.open({ url: runtime.url, item, parent: runtime.parent, isLaunchEvent });
  const stop = (): void => runtime.host.close(session);
  signal?.addEventListener('abort', stop);
  try {
    return await session.invoke(options.functionName, options.event, limits);
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/**
 * Runs every handler of one event type, one after the other; how they end does not matter to the host. `details` go
 * with the event. An event of a requirement set that the host does not have is never raised.
 */
export async function fireLaunchEvent(
  runtime: Runtime,
  events: readonly LaunchEvent[],
  raised: {
    readonly type: string;
    readonly item: HostItem;
    readonly details?: object;
    readonly signal?: AbortSignal;
    readonly limits?: Limits;
  },
): Promise<void> {
  const { type, item, details } = raised;
  if (!raises(runtime.host.mailboxSet, type)) return;
  for (const { functionName } of events.filter((candidate) => candidate.type === type)) {
    await runHandler(runtime, { ...raised, item, functionName, isLaunchEvent: true, event: { type, ...details } });
  }
}
