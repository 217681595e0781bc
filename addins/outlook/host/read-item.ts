import { SignetError } from '../../../shared/index';
import { octetsOfBase64 } from './base64-octets';
import { officeCall } from './call';
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
}

type SelectedMessage = Pick<Office.MessageRead, 'itemId' | 'internetMessageId' | 'conversationId' | 'subject'> &
  Partial<Pick<Office.MessageRead, 'getAsFileAsync' | 'getSharedPropertiesAsync'>>;

export function createReadItem(item: SelectedMessage, mailbox: Pick<Office.Mailbox, 'convertToRestId'>): ReadItem {
  return {
    restId: item.itemId ? mailbox.convertToRestId(item.itemId, Office.MailboxEnums.RestVersion.v2_0) : undefined,
    internetMessageId: item.internetMessageId || undefined,
    conversationId: item.conversationId || undefined,
    owner: () => ownerOf(item),
    subject: item.subject,
    exportMessage: item.getAsFileAsync === undefined ? undefined : () => exported(item),
  };
}

async function exported(item: SelectedMessage): Promise<Blob> {
  const text = await officeCall<string>('getAsFileAsync', (done) => item.getAsFileAsync?.(done));
  const octets = await octetsOfBase64(text);
  if (!octets) throw new SignetError('host', 'getAsFileAsync: base64 expected', 'getAsFileAsync');
  return new Blob([octets]);
}
