import { SignetError } from '../../../shared/index';
import { type ConversationMessage } from '../graph/conversation';
import { type NewDraft } from '../graph/draft-keeper';
import { type DraftRemover } from '../graph/draft-remover';
import { type MessageName, type OriginalMessages } from '../graph/original-message';
import { octetsOfBase64 } from '../host/base64-octets';
import { type EwsClient } from './ews-client';
import { findByMessageId, type DistinguishedFolder } from './find-items';
import { elementsOf, firstText, xml } from './soap';

/** An id as EWS has it; the pane's are in the form of REST. */
export type ToEwsId = (restId: string) => string;

/** Where a message is looked for that the host gives no id of; subfolders are not searched: EWS has no search of all. */
const FOLDERS: readonly DistinguishedFolder[] = ['inbox', 'sentitems', 'drafts', 'deleteditems', 'junkemail'];

/** The whole message as the server makes it: EWS lends add-ins no attachments, so the stored entity is not to be had by itself. */
export function createEwsOriginals(client: EwsClient, toEwsId: ToEwsId): OriginalMessages {
  const idOf = async ({ restId, internetMessageId }: MessageName): Promise<string> => {
    if (restId !== undefined) return toEwsId(restId);
    for (const folder of internetMessageId === undefined ? [] : FOLDERS) {
      const [first] = await findByMessageId(client, folder, internetMessageId ?? '');
      if (first) return first.id;
    }
    throw new SignetError('host', 'EWS: no such message', 'not-found');
  };
  return {
    storedEntity: () => Promise.resolve(undefined),
    async wholeMessage(name) {
      const { message } = await client.ask(
        xml(
          'm:GetItem',
          {},
          xml('m:ItemShape', {}, xml('t:BaseShape', {}, 'IdOnly'), xml('t:IncludeMimeContent', {}, 'true')),
          xml('m:ItemIds', {}, xml('t:ItemId', { Id: await idOf(name) })),
        ),
      );
      const [content, more] = elementsOf(message, 'MimeContent');
      const octets = content && !more ? await octetsOfBase64(content.textContent.replace(/\s/g, '')) : undefined;
      if (!octets) throw new SignetError('host', 'EWS: one MimeContent expected', 'refused');
      return new Blob([octets]);
    },
  };
}

/** By MoveItem to Deleted Items: EWS lends add-ins no DeleteItem. */
export function createEwsDraftRemover(client: EwsClient, toEwsId: ToEwsId): DraftRemover {
  return {
    async remove(restId) {
      const operation = xml(
        'm:MoveItem',
        {},
        xml('m:ToFolderId', {}, xml('t:DistinguishedFolderId', { Id: 'deleteditems' })),
        xml('m:ItemIds', {}, xml('t:ItemId', { Id: toEwsId(restId) })),
      );
      await client.ask(operation).catch((thrown: unknown) => {
        if (!(thrown instanceof SignetError) || thrown.subject !== 'not-found') throw thrown;
      });
    },
  };
}

/** Puts a new message into the folder of drafts. Rejects with `host` where the server does not say that it is there. */
export async function keepEwsDraft(client: EwsClient, { to, subject, text }: NewDraft): Promise<void> {
  const answer = await client.request(
    xml(
      'm:CreateItem',
      { MessageDisposition: 'SaveOnly' },
      xml(
        'm:Items',
        {},
        xml(
          't:Message',
          {},
          xml('t:Subject', {}, subject),
          xml('t:Body', { BodyType: 'Text' }, text),
          xml('t:ToRecipients', {}, xml('t:Mailbox', {}, xml('t:EmailAddress', {}, to))),
        ),
      ),
    ),
  );
  if (answer?.code !== 'NoError') throw new SignetError('host', 'EWS: the draft was not kept', 'network');
}

/** Items of one conversation that are looked at. */
const MOST = 50;

/** All of a conversation but drafts. Rejects with `host` where there is more than is asked for. */
export async function ewsConversation(
  client: EwsClient,
  toEwsId: ToEwsId,
  restId: string,
): Promise<readonly ConversationMessage[]> {
  const { message } = await client.ask(
    xml(
      'm:GetConversationItems',
      {},
      xml(
        'm:ItemShape',
        {},
        xml('t:BaseShape', {}, 'IdOnly'),
        xml(
          't:AdditionalProperties',
          {},
          xml('t:FieldURI', { FieldURI: 'item:ItemClass' }),
          xml('t:FieldURI', { FieldURI: 'item:IsDraft' }),
        ),
      ),
      xml('m:MaxItemsToReturn', {}, String(MOST)),
      xml('m:Conversations', {}, xml('t:Conversation', {}, xml('t:ConversationId', { Id: toEwsId(restId) }))),
    ),
  );
  const items = elementsOf(message, 'Items').flatMap((list) => [...list.children]);
  if (items.length >= MOST) throw new SignetError('host', 'a long conversation', 'not-found');
  return items.flatMap((item) => {
    const id = elementsOf(item, 'ItemId')[0]?.getAttribute('Id');
    if (!id || firstText(item, 'IsDraft') === 'true') return [];
    // What it does not say may be so.
    return [{ restId: restIdOf(id), isSmime: /^(?:IPM\.Note\.SMIME|$)/i.test(firstText(item, 'ItemClass')) }];
  });
}

/** As `mailbox.convertToRestId` does it: the pane gives ids back in this form. */
const restIdOf = (ewsId: string): string => ewsId.replace(/\//g, '-').replace(/\+/g, '_');
