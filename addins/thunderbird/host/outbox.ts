import { SignetError } from '../../../shared/index';
import { alone } from '../../storage/index';
import { withDeadline } from './deadline';
import { session } from './environment';
import { thunderbird } from './thunderbird';

/** The folder of messages that wait to be sent. What lies there is delivered to whom its own header names. */
export interface Outbox {
  /**
   * Puts a whole message there; one that was put there since Thunderbird started is not put there again, also where it was sent
   * since. Rejects where it cannot, and for one that may have got there at an earlier try and cannot be seen there.
   */
  add(message: Blob, messageId: string): Promise<void>;
  /** Whether a message whose Message-ID begins so was put there since Thunderbird started, or may have been. */
  hasTaken(beginning: string): Promise<boolean>;
}

const CALL_MS = 30_000;
/** An import that is given up may still come to its end: this is long, and what it says then is not known. */
const IMPORT_MS = 600_000;
const TAKEN = 'outbox';

type Taken = Readonly<Record<string, 'begun' | 'there'>>;

const taken = async (): Promise<Taken> => ((await session.get(TAKEN)) ?? {}) as Taken;

const note = (messageId: string, state: 'begun' | 'there' | undefined): Promise<void> =>
  alone('signet-outbox', async () => {
    const others = Object.entries(await taken()).filter(([id]) => id !== messageId);
    await session.set(TAKEN, Object.fromEntries(state === undefined ? others : [...others, [messageId, state]]));
  });

export function createOutbox(): Outbox {
  return {
    async add(message, messageId) {
      const known = (await taken())[messageId];
      if (known === 'there') return;
      if (known === 'begun' && !(await isInOutbox(messageId))) {
        throw new SignetError('host', 'nobody knows whether it got into the Outbox', 'outbox');
      }
      if (known === undefined) {
        const folder = await outboxFolder();
        await note(messageId, 'begun');
        await importMessage(message, messageId, folder);
      }
      await note(messageId, 'there');
    },
    hasTaken: async (beginning) => Object.keys(await taken()).some((messageId) => messageId.startsWith(beginning)),
  };
}

async function importMessage(message: Blob, messageId: string, folder: string): Promise<void> {
  const file = new File([message], 'message.eml', { type: 'message/rfc822' });
  const importing = thunderbird.messages.import(file, folder, { read: true }).catch(async (thrown: unknown) => {
    // QUIRK: Thunderbird says only by its text that a message of this id is there.
    if (String(thrown).includes(`already contains a message with id <${messageId}>`)) return;
    await note(messageId, undefined);
    throw thrown;
  });
  await withDeadline('messages.import', IMPORT_MS, Promise.resolve(importing));
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
