import { type CheckedTransport } from './careful-sending';
import { type ConversationMessage } from './graph/conversation';
import { type NewDraft } from './graph/draft-keeper';
import { type DraftRemover } from './graph/draft-remover';
import { type OriginalMessages } from './graph/original-message';
import { maxOctetsOf, type MailClient } from './mail-routes';

/** The server of the mailbox as the pane needs it, whichever it is. */
export interface MailServer {
  readonly transport: CheckedTransport;
  readonly drafts: DraftRemover;
  readonly originals: OriginalMessages;
  /** What the mailbox has of a conversation. Rejects with `host` where that is not all. */
  readonly conversation: (restId: string) => Promise<readonly ConversationMessage[]>;
  /** Puts a new message into the folder of drafts. Rejects with `host`. */
  readonly keepDraft: (draft: NewDraft) => Promise<void>;
}

/**
 * The server that `load` gives, loaded with the first call: the pane starts before Outlook says what the account is.
 * What could not be loaded is loaded again.
 */
export function createMailServer(
  load: () => Promise<MailServer>,
  client: () => MailClient,
  isLargeTried = false,
): MailServer {
  let loaded: Promise<MailServer> | undefined;
  const server = (): Promise<MailServer> => {
    loaded ??= load();
    return loaded.catch((thrown: unknown) => {
      loaded = undefined;
      throw thrown;
    });
  };
  return {
    transport: {
      get maxOctets() {
        return maxOctetsOf(client(), isLargeTried);
      },
      send: async (message) => (await server()).transport.send(message),
      wasAccepted: async (messageId, from) => (await server()).transport.wasAccepted(messageId, from),
    },
    drafts: { remove: async (restId, owner) => (await server()).drafts.remove(restId, owner) },
    originals: {
      storedEntity: async (name) => (await server()).originals.storedEntity(name),
      wholeMessage: async (name) => (await server()).originals.wholeMessage(name),
    },
    conversation: async (restId) => (await server()).conversation(restId),
    keepDraft: async (draft) => (await server()).keepDraft(draft),
  };
}
