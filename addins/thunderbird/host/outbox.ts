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
      const { folders, messages } = thunderbird;
      const [outbox] = await withDeadline('folders.query', CALL_MS, folders.query({ specialUse: ['outbox'] }));
      if (!outbox) throw new Error('there is no Outbox');
      const file = new File([message], 'message.eml', { type: 'message/rfc822' });
      const adding = messages.import(file, outbox.id, { read: true });
      await withDeadline('messages.import', CALL_MS, adding).catch((thrown: unknown) => {
        // QUIRK: Thunderbird says only by its text that a message of this id is there.
        if (!String(thrown).includes(`already contains a message with id <${messageId}>`)) throw thrown;
      });
    },
  };
}
