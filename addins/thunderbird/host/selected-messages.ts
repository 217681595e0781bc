import { onStart, session } from './environment';
import { thunderbird } from './thunderbird';
import { type FoundMessages } from './thunderbird-folders';

/** Puts an item into the menu of selected messages; `chosen` gets them all, however long their list is. */
export function offerForMessages(id: string, title: string, chosen: (messageIds: readonly number[]) => void): void {
  const { menus } = thunderbird;
  onStart(() => {
    // Thunderbird keeps items over a restart.
    void menus.removeAll().then(() => menus.create({ id, title, contexts: ['message_list'] }));
  });
  menus.onClicked.addListener(({ menuItemId, selectedMessages }) => {
    if (menuItemId === id && selectedMessages) void allOf(selectedMessages).then(chosen);
  });
}

async function allOf(first: FoundMessages): Promise<readonly number[]> {
  const ids = first.messages.map(({ id }) => id);
  for (let list = first; list.id !== null;) {
    list = await thunderbird.messages.continueList(list.id);
    ids.push(...list.messages.map(({ id }) => id));
  }
  return ids;
}

const nameOf = (job: string): string => `selected:${job}`;

/** Opens a window of ours about messages. */
export async function openFor(page: string, messageIds: readonly number[]): Promise<void> {
  const job = crypto.randomUUID();
  await session.set(nameOf(job), messageIds);
  const url = `${page}?job=${job}`;
  await thunderbird.windows.create({ type: 'popup', url, width: 560, height: 640 });
}

/** The messages that a window was opened for; none where Thunderbird was restarted since. */
export async function messagesOf(job: string): Promise<readonly number[]> {
  const kept = await session.get(nameOf(job));
  return Array.isArray(kept) ? kept.filter((one): one is number => typeof one === 'number') : [];
}
