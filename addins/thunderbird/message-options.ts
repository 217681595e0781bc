import { type MessageOptions } from '../policy/message-options';
import { session } from './host/environment';

/* How an organisation wants one message to be written, from the moment when it may go until it is built. */

const nameOf = (tabId: number): string => `message-options:${tabId}`;

export const keepMessageOptions = (tabId: number, options: MessageOptions): Promise<void> =>
  session.set(nameOf(tabId), options);

/** What was kept by `keepMessageOptions`: nothing else writes there. */
export async function keptMessageOptions(tabId: number | undefined): Promise<MessageOptions> {
  return tabId === undefined ? {} : ((await session.get(nameOf(tabId))) ?? {});
}
