import { type MailServer } from '../mail-server';
import { createEwsClient, type EwsClient, type EwsMailbox } from './ews-client';
import { createEwsDraftRemover, createEwsOriginals, ewsConversation, keepEwsDraft, type ToEwsId } from './ews-messages';
import { createEwsTransport } from './ews-transport';

/** Exchange on premises, as Office.js lends it. */
export function createEwsServer(
  mailbox: EwsMailbox,
  {
    toEwsId,
    maxOctets,
    sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }: { readonly toEwsId: ToEwsId; readonly maxOctets: number; readonly sleep?: EwsClient['sleep'] },
): MailServer {
  const client = createEwsClient(mailbox, sleep);
  return {
    transport: createEwsTransport(client, maxOctets),
    drafts: createEwsDraftRemover(client, toEwsId),
    originals: createEwsOriginals(client, toEwsId),
    conversation: (restId) => ewsConversation(client, toEwsId, restId),
    keepDraft: (draft) => keepEwsDraft(client, draft),
  };
}
