import { type CopyMailbox } from '../permanent/keep-copies';
import { withDeadline } from './deadline';
import { createMessagePane } from './message-pane';
import { thunderbird } from './thunderbird';
import { isKeeping } from './thunderbird-folders';

/** A folder that takes messages. */
export interface TargetFolder {
  readonly id: string;
  /** With its account's name in front. */
  readonly name: string;
  readonly isLocal: boolean;
}

const CALL_MS = 60_000;
/** As long as a big message over a slow line takes. */
const WRITE_MS = 300_000;

/** All folders that may take copies, local ones first. */
export async function targetFolders(): Promise<readonly TargetFolder[]> {
  const [accounts, folders] = await withDeadline(
    'folders.query',
    CALL_MS,
    Promise.all([thunderbird.accounts.list(), thunderbird.folders.query({ canAddMessages: true, isVirtual: false })]),
  );
  return accounts
    .filter(({ type }) => ['local', 'pop3', 'imap'].includes(type))
    .sort((a, b) => Number(b.type === 'local') - Number(a.type === 'local'))
    .flatMap((account) =>
      folders
        .filter((folder) => folder.accountId === account.id && isKeeping(folder))
        .map(({ id, path }) => ({ id, name: `${account.name}${path}`, isLocal: account.type === 'local' })),
    );
}

/** The local folder of that name, made where it is not there. Rejects where there are no local folders. */
export async function localFolder(name: string): Promise<string> {
  const { accounts, folders } = thunderbird;
  const local = (await withDeadline('accounts.list', CALL_MS, accounts.list())).find(({ type }) => type === 'local');
  if (!local) throw new Error('there are no local folders');
  const all = await withDeadline('folders.query', CALL_MS, folders.query({ accountId: local.id }));
  const there = all.find(({ path }) => path === `/${name}`);
  return (there ?? (await withDeadline('folders.create', CALL_MS, folders.create(local.rootFolder.id, name)))).id;
}

/** Thunderbird's folders, as far as decrypted copies go into them. */
export function createCopyMailbox(): CopyMailbox {
  const { messages, folders } = thunderbird;
  const pane = createMessagePane();
  return {
    async original(messageId) {
      const header = await withDeadline('messages.get', CALL_MS, messages.get(messageId));
      const { subject, read, flagged, tags, folder } = header;
      return { subject, read, flagged, tags, ...(folder && { folderId: folder.id }) };
    },
    octets: (messageId) => pane.message(messageId),
    async find(folderId, headerMessageId) {
      const found = messages.query({ folderId, headerMessageId });
      return (await withDeadline('messages.query', CALL_MS, found)).messages.map(({ id }) => id);
    },
    async write(folderId, message, { read, flagged, tags }) {
      const file = new File([message], 'message.eml', { type: 'message/rfc822' });
      const writing = messages.import(file, folderId, { read, flagged, tags });
      return (await withDeadline('messages.import', WRITE_MS, writing)).id;
    },
    async toTrash(messageId) {
      const { folder } = await withDeadline('messages.get', CALL_MS, messages.get(messageId));
      if (!folder) throw new Error('it lies in no folder');
      const trash = folders.query({ accountId: folder.accountId, specialUse: ['trash'] });
      const [place] = await withDeadline('folders.query', CALL_MS, trash);
      if (!place) throw new Error('its account has no trash');
      await withDeadline('messages.move', WRITE_MS, messages.move([messageId], place.id));
    },
  };
}
