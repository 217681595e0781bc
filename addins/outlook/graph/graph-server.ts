import { type MailServer } from '../mail-server';
import { conversationMessages } from './conversation';
import { keepDraft } from './draft-keeper';
import { createDraftRemover } from './draft-remover';
import { type GraphClient } from './graph-client';
import { createGraphTransport, type PostLarge, type SharedSending } from './graph-transport';
import { createOriginalMessages } from './original-message';

/** Exchange Online, by Microsoft Graph. */
export function createGraphServer(client: GraphClient, shared: SharedSending, postLarge?: PostLarge): MailServer {
  return {
    transport: createGraphTransport(client, shared, postLarge),
    drafts: createDraftRemover(client, shared.client),
    originals: createOriginalMessages(client, shared.client),
    conversation: (restId) => conversationMessages(client, restId),
    keepDraft: (draft) => keepDraft(client, draft),
  };
}
