import { LIST_STATES, tagOf, type ListState } from '../list/list-state';
import { type ListedMessage, type ListMailbox } from '../list/list-marks';
import { withDeadline } from './deadline';
import { createMessagePane } from './message-pane';
import { thunderbird } from './thunderbird';
import { isKeeping } from './thunderbird-folders';

const CALL_MS = 60_000;
/**
 * Thunderbird makes a whole page of its list in one go on its main thread, about 2 ms for each message; `messages.list`
 * has 100 on a page.
 */
const PAGE_SIZE = 5;
const NAME = 'list';
/** What writing tags needs; asked for when the user switches it on. */
export const TAG_PERMISSIONS = ['messagesTags', 'messagesTagsList', 'messagesUpdate'];

const COLOURS: Readonly<Record<ListState, string>> = {
  valid: '#1a7f37',
  problem: '#b45309',
  encrypted: '#0f6cbd',
  unchecked: '#6b6b76',
};

/** In `storage.local`: what is on, and how far old mail was gone through. */
export const listKeeper = {
  get: async (): Promise<unknown> => (await thunderbird.storage.local.get(NAME))[NAME],
  set: (kept: unknown): Promise<void> => thunderbird.storage.local.set({ [NAME]: kept }),
};

/** Calls with messages that have arrived in folders where mail is kept. Thunderbird does not tell of all. */
export function onArrived(arrived: (messages: readonly ListedMessage[]) => void): void {
  thunderbird.messages.onNewMailReceived.addListener((_folder, { messages }) => {
    arrived(messages);
  });
}

export function createListMailbox(names: Readonly<Record<ListState, string>>): ListMailbox {
  const { messages, folders, permissions } = thunderbird;
  const pane = createMessagePane();
  return {
    mayTag: () => permissions.contains({ permissions: TAG_PERMISSIONS }),
    async makeTags() {
      const there = await withDeadline('tags.list', CALL_MS, messages.tags.list());
      for (const state of LIST_STATES.filter((one) => !there.some(({ key }) => key === tagOf(one)))) {
        const made = messages.tags.create(tagOf(state), names[state], COLOURS[state]);
        await withDeadline('tags.create', CALL_MS, made);
      }
    },
    async folders() {
      const all = await withDeadline('folders.query', CALL_MS, folders.query({ isVirtual: false, isRoot: false }));
      const counted = all
        .filter(isKeeping)
        .map(async ({ id }) => ({ id, count: (await folders.getFolderInfo(id)).totalMessageCount }));
      return withDeadline('folders.getFolderInfo', CALL_MS, Promise.all(counted));
    },
    async *messages(folderId) {
      const query = messages.query({ folderId, messagesPerPage: PAGE_SIZE, autoPaginationTimeout: 0 });
      let page = await withDeadline('messages.query', CALL_MS, query);
      for (;;) {
        yield* page.messages;
        if (page.id === null) return;
        page = await withDeadline('messages.continueList', CALL_MS, messages.continueList(page.id));
      }
    },
    listed: (messageId) => withDeadline('messages.get', CALL_MS, messages.get(messageId)),
    octets: (messageId) => pane.message(messageId),
    setTags: (messageId, tags) => withDeadline('messages.update', CALL_MS, messages.update(messageId, { tags })),
  };
}
