import { toBase64, type Bytes } from '../../../shared/index';
import { createQueue, officeCall } from './call';
import { emptyDraft } from './empty-draft';
import { createDraftHeaders, type DraftHeaders } from './draft-headers';
import { notice, putNotice } from './notice';
import { ownerOf } from './shared-folder';
import { createDraftReader, type DraftReader } from './draft-reader';

/** The draft that the pane or a command belongs to. */
export interface ComposeItem {
  /** It is written in the pane: no mail server has its text. */
  readonly isWrittenHere?: true;
  /** What it answers or forwards was opened, and was encrypted. */
  readonly isAboutEncrypted?: true;
  readonly reader: DraftReader;
  readonly headers: DraftHeaders;
  /** What the draft answers or forwards, as far as the host says. A host before Mailbox 1.10 tells the conversation alone. */
  about(): Promise<About>;
  /** As the host names the conversation, and as the guard on Send reads it. */
  conversationId(): string | undefined;
  /** Saves the draft and gives the id by which Graph knows it. */
  draftId(): Promise<string>;
  /** The address of the mailbox that the draft is in, where that is not the user's own. */
  owner(): Promise<string | undefined>;
  /** Takes everything out of the draft and saves it so: whatever a host keeps of it holds no text any more. */
  empty(): Promise<void>;
  attach(filename: string, octets: Bytes): Promise<void>;
  /** Opens a new draft to one person, ready to be sent. Left out where the host opens none beside a draft. */
  readonly openDraft?: (to: string, subject: string, text: string) => void;
  /** Calls `changed` after recipients were added or removed. Hosts without the event never call. */
  onRecipientsChanged(changed: () => void): void;
  /** Shows one line above the draft; resolves even where the host shows none. */
  notify(text: string): Promise<void>;
  /**
   * Closes the draft without keeping it where the host can (Mailbox 1.14), else asks the host to close, which may ask
   * the user. The pane may stop here.
   */
  close(): Promise<void>;
}

export type About =
  | { readonly kind: 'nothing' }
  /** `restId` is as Graph has it; left out: the host names the message by its Message-ID alone, which others may have, too. */
  | { readonly kind: 'message'; readonly internetMessageId: string; readonly restId?: string }
  /**
   * One of its messages, and the host does not say which. `restId` is as Graph has it. `mayBeNew`: a draft that is about
   * nothing would say the same, and has no other message in it.
   */
  | { readonly kind: 'conversation'; readonly restId: string; readonly mayBeNew?: true }
  | { readonly kind: 'unknown' };

const NOTICE_KEY = 'signet';
const NOTICE_LENGTH = 150;

export function createComposeItem(
  item: Office.MessageCompose,
  mailbox: Pick<Office.Mailbox, 'convertToRestId'> & Partial<Pick<Office.Mailbox, 'displayNewMessageForm'>>,
): ComposeItem {
  const queue = createQueue();
  const headers = createDraftHeaders(item, queue);
  // QUIRK: documented for reading only; office.js has it beside a draft in some hosts and not in others.
  const openDraft =
    typeof mailbox.displayNewMessageForm === 'function'
      ? (to: string, subject: string, text: string): void => {
          mailbox.displayNewMessageForm?.({ toRecipients: [to], subject, htmlBody: htmlOf(text) });
        }
      : undefined;
  return {
    reader: createDraftReader(item, queue),
    headers,
    ...(openDraft && { openDraft }),
    about: () => queue(() => about(item, mailbox)),
    conversationId: () => item.conversationId || undefined,
    draftId: async () => mailbox.convertToRestId(await headers.save(), Office.MailboxEnums.RestVersion.v2_0),
    owner: () => queue(() => ownerOf(item)),
    async empty() {
      await queue(() => emptyDraft(item));
      await headers.save();
    },
    attach: (filename, octets) => queue(() => attach(item, filename, octets)),
    onRecipientsChanged(changed) {
      item.addHandlerAsync(Office.EventType.RecipientsChanged, changed, () => undefined);
    },
    notify: (text) =>
      queue(() =>
        putNotice(item.notificationMessages, NOTICE_KEY, notice('information', text.slice(0, NOTICE_LENGTH))),
      ).catch(() => undefined),
    close: () => queue(() => close(item)),
  };
}

type AboutItem = Partial<Pick<Office.MessageCompose, 'inReplyTo' | 'getComposeTypeAsync' | 'conversationId'>>;

/** Documented of answers is that `inReplyTo` names them (Mailbox 1.14); of a forward it is used where it is there. */
async function about(item: AboutItem, mailbox: Pick<Office.Mailbox, 'convertToRestId'>): Promise<About> {
  if (item.inReplyTo) return { kind: 'message', internetMessageId: item.inReplyTo };
  const isOld = item.getComposeTypeAsync === undefined;
  if (!isOld && (await composeType(item)) === 'newMail') return { kind: 'nothing' };
  if (!item.conversationId) return { kind: isOld ? 'nothing' : 'unknown' };
  const restId = mailbox.convertToRestId(item.conversationId, Office.MailboxEnums.RestVersion.v2_0);
  return { kind: 'conversation', restId, ...(isOld && { mayBeNew: true }) };
}

async function composeType(item: AboutItem): Promise<string> {
  const found = await officeCall<{ readonly composeType: string }>('getComposeTypeAsync', (done) =>
    item.getComposeTypeAsync?.(done),
  );
  return found.composeType;
}

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const htmlOf = (text: string): string => text.replace(/[&<>"]/g, (mark) => MARKS[mark] ?? '').replace(/\n/g, '<br>');

async function attach(
  item: Pick<Office.MessageCompose, 'addFileAttachmentFromBase64Async'>,
  filename: string,
  octets: Bytes,
): Promise<void> {
  await officeCall<string>('addFileAttachmentFromBase64Async', (done) =>
    item.addFileAttachmentFromBase64Async(toBase64(octets), filename, done),
  );
}

async function close(item: Pick<Office.MessageCompose, 'close'> & Partial<Pick<Office.MessageCompose, 'closeAsync'>>) {
  if (item.closeAsync === undefined) {
    item.close();
    return;
  }
  await officeCall('closeAsync', (done) => item.closeAsync?.({ discardItem: true }, done));
}
