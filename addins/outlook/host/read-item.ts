import { SignetError } from '../../../shared/index';
import { octetsOfBase64 } from './base64-octets';
import { officeCall } from './call';
import { type ItemMarks } from './item-marks';
import { ownerOf } from './shared-folder';

/** The message that the user has selected, as the host describes it. Its octets come from elsewhere. */
export interface ReadItem {
  /** Names the message for Graph; undefined where the host gives none (Mac, S/MIME items). */
  readonly restId: string | undefined;
  readonly internetMessageId: string | undefined;
  readonly conversationId: string | undefined;
  /** The address of the mailbox that it is in, where that is not the user's own. */
  readonly owner: () => Promise<string | undefined>;
  readonly subject: string;
  /** The message as the host exports it, or undefined where it cannot (before Mailbox 1.14). */
  readonly exportMessage: (() => Promise<Blob>) | undefined;
  /** What Outlook shows of it; loaded with the first. */
  readonly marks: () => Promise<ItemMarks>;
}

type SelectedMessage = Pick<Office.MessageRead, 'itemId' | 'internetMessageId' | 'conversationId' | 'subject'> &
  Partial<
    Pick<Office.MessageRead, 'getAsFileAsync' | 'getSharedPropertiesAsync' | 'categories' | 'notificationMessages'>
  >;

type ReadMailbox = Pick<Office.Mailbox, 'convertToRestId'> & Partial<Pick<Office.Mailbox, 'item'>>;

/** Two without any id are taken for different ones. */
const idOf = ({ itemId, internetMessageId }: Partial<SelectedMessage>): string | undefined =>
  itemId || internetMessageId || undefined;

export function createReadItem(item: SelectedMessage, mailbox: ReadMailbox): ReadItem {
  const id = idOf(item);
  const isSelected = (): boolean => id !== undefined && id === idOf(mailbox.item ?? {});
  return {
    restId: item.itemId ? mailbox.convertToRestId(item.itemId, Office.MailboxEnums.RestVersion.v2_0) : undefined,
    internetMessageId: item.internetMessageId || undefined,
    conversationId: item.conversationId || undefined,
    owner: () => ownerOf(item),
    subject: item.subject,
    exportMessage: item.getAsFileAsync === undefined ? undefined : () => exported(item),
    marks: async () => (await import('./item-marks')).createItemMarks(item, isSelected),
  };
}

async function exported(item: SelectedMessage): Promise<Blob> {
  const text = await officeCall<string>('getAsFileAsync', (done) => item.getAsFileAsync?.(done));
  const octets = await octetsOfBase64(text);
  if (!octets) throw new SignetError('host', 'getAsFileAsync: base64 expected', 'getAsFileAsync');
  return new Blob([octets]);
}
