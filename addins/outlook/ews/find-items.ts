import { type EwsClient } from './ews-client';
import { elementsOf, firstText, xml, type Xml } from './soap';

export type DistinguishedFolder = 'inbox' | 'sentitems' | 'outbox' | 'drafts' | 'deleteditems' | 'junkemail';

export interface FoundItem {
  readonly id: string;
  readonly isDraft: boolean;
}

/** Items of one Message-ID that are looked at. */
const MOST = 20;

const fieldOf = (uri: string): Xml => xml('t:FieldURI', { FieldURI: uri });

/** The items of a folder that have this Message-ID, by what they say themselves. Rejects with `host`. */
export async function findByMessageId(
  client: EwsClient,
  folder: DistinguishedFolder,
  messageId: string,
): Promise<readonly FoundItem[]> {
  const { message } = await client.ask(findOperation(folder, messageId));
  return elementsOf(message, 'Message').flatMap((item) => {
    const id = elementsOf(item, 'ItemId')[0]?.getAttribute('Id');
    if (!id || firstText(item, 'InternetMessageId') !== messageId) return [];
    return [{ id, isDraft: firstText(item, 'IsDraft') === 'true' }];
  });
}

const findOperation = (folder: DistinguishedFolder, messageId: string): Xml =>
  xml(
    'm:FindItem',
    { Traversal: 'Shallow' },
    xml(
      'm:ItemShape',
      {},
      xml('t:BaseShape', {}, 'IdOnly'),
      xml('t:AdditionalProperties', {}, fieldOf('item:IsDraft'), fieldOf('message:InternetMessageId')),
    ),
    xml('m:IndexedPageItemView', { MaxEntriesReturned: String(MOST), Offset: '0', BasePoint: 'Beginning' }),
    xml(
      'm:Restriction',
      {},
      xml(
        't:IsEqualTo',
        {},
        fieldOf('message:InternetMessageId'),
        xml('t:FieldURIOrConstant', {}, xml('t:Constant', { Value: messageId })),
      ),
    ),
    xml('m:ParentFolderIds', {}, xml('t:DistinguishedFolderId', { Id: folder })),
  );
