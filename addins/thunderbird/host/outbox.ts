import { withDeadline } from './deadline';
import { thunderbird } from './thunderbird';

/** The folder of messages that wait to be sent. What lies there is delivered to whom its own header names. */
export interface Outbox {
  /** Puts a whole message there; one whose Message-ID is there already is not put there again. Rejects where it cannot. */
  add(message: Blob, messageId: string): Promise<void>;
}

const CALL_MS = 30_000;

export function createOutbox(): Outbox {
  return {
    async add(message, messageId) {
      const file = new File([message], 'message.eml', { type: 'message/rfc822' });
      const adding = thunderbird.messages.import(file, await outboxFolder(), { read: true });
      await withDeadline('messages.import', CALL_MS, adding).catch((thrown: unknown) => {
        // QUIRK: Thunderbird says only by its text that a message of this id is there.
        if (!String(thrown).includes(`already contains a message with id <${messageId}>`)) throw thrown;
      });
    },
  };
}

/** Whether a message waits there. Rejects where that cannot be found out. */
export async function isInOutbox(headerMessageId: string): Promise<boolean> {
  const found = thunderbird.messages.query({ headerMessageId, folderId: await outboxFolder() });
  return (await withDeadline('messages.query', CALL_MS, found)).messages.length > 0;
}

async function outboxFolder(): Promise<string> {
  const found = thunderbird.folders.query({ specialUse: ['outbox'] });
  const [outbox] = await withDeadline('folders.query', CALL_MS, found);
  if (!outbox) throw new Error('there is no Outbox');
  return outbox.id;
}
