import { type CommandOutcome } from './dispatch-shared';
import { type HostItem } from './item';
import { type OutlookHost } from './outlook-host';

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

/**
 * Runs one handler in a frame of its own, as the web client does for launch events and function commands, and takes the
 * frame away when it is done. A handler that never completes ends after `timeout`.
 */
export async function runHandler(
  runtime: Runtime,
  options: {
    readonly item: HostItem | undefined;
    readonly functionName: string;
    readonly event: object;
    readonly timeout?: number;
  },
): Promise<CommandOutcome> {
  const session = runtime.host.open({ url: runtime.url, item: options.item, parent: runtime.parent });
  try {
    return await session.invoke(options.functionName, options.event, options.timeout ?? EVENT_TIMEOUT);
  } finally {
    runtime.host.close(session);
  }
}

/** Runs every handler of one event type, one after the other; how they end does not matter to the host. */
export async function fireLaunchEvent(
  runtime: Runtime,
  events: readonly LaunchEvent[],
  type: string,
  item: HostItem,
): Promise<void> {
  for (const event of events.filter((candidate) => candidate.type === type)) {
    await runHandler(runtime, { item, functionName: event.functionName, event: { type } });
  }
}
