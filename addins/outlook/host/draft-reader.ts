import { SignetError, type Mailbox } from '../../../shared/index';
import { officeCall, type Queue } from './call';
import {
  listAttachments,
  readAttachments,
  type AttachmentItem,
  type AttachmentProblem,
  type DraftAttachment,
} from './draft-attachments';

/** Somebody in To, Cc or Bcc. `isList`: Outlook says that it is a group. */
export interface Recipient extends Mailbox {
  readonly isList?: true;
}

/** A draft as the user sees it, read once. Nothing in it is checked. */
export interface Draft {
  readonly from: Mailbox;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc: readonly Recipient[];
  readonly subject: string;
  readonly text: string;
  /** Left out where the draft is plain text. */
  readonly html?: string;
  readonly attachments: readonly DraftAttachment[];
  /** Attachments whose octets the host does not give: such a draft must not be sent without them. */
  readonly problems: readonly AttachmentProblem[];
  readonly inReplyTo?: string;
}

/** The head of a draft: what the pane shows before anything is sent. */
export type DraftHead = Pick<Draft, 'from' | 'to' | 'cc' | 'bcc'>;

/** What else rules look at before anything is sent. */
export interface DraftContents {
  readonly subject: string;
  /** Its attachments, with their octets as the host tells them. */
  readonly files: readonly { readonly name: string; readonly size: number }[];
}

export type DraftItem = Pick<Office.MessageCompose, 'to' | 'cc' | 'bcc' | 'subject' | 'from' | 'body'> &
  Partial<Pick<Office.MessageCompose, 'inReplyTo'>> &
  AttachmentItem;

export interface DraftReader {
  head(): Promise<DraftHead>;
  contents(): Promise<DraftContents>;
  read(): Promise<Draft>;
}

/** Reads one call at a time. Rejects with `host` where any part cannot be read: half a draft is never given. */
export function createDraftReader(item: DraftItem, queue: Queue): DraftReader {
  return {
    head: () => queue(() => readHead(item)),
    contents: () =>
      queue(async () => {
        const subject = await readSubject(item);
        const details = await listAttachments(item);
        return { subject, files: details.map(({ name, size }) => ({ name, size })) };
      }),
    read: () =>
      queue(async () => {
        const head = await readHead(item);
        const subject = await readSubject(item);
        const body = await readBody(item.body);
        const attachments = await readAttachments(item, body.html);
        const { inReplyTo } = item;
        return { ...head, subject, ...body, ...attachments, ...(inReplyTo ? { inReplyTo } : {}) };
      }),
  };
}

const readSubject = (item: DraftItem): Promise<string> =>
  officeCall<string>('subject.getAsync', (done) => item.subject.getAsync(done));

async function readHead(item: DraftItem): Promise<DraftHead> {
  const from = await officeCall<Office.EmailAddressDetails>('from.getAsync', (done) => item.from.getAsync(done));
  const to = await readRecipients('to.getAsync', item.to);
  const cc = await readRecipients('cc.getAsync', item.cc);
  const bcc = await readRecipients('bcc.getAsync', item.bcc);
  return { from: mailboxOf(from), to, cc, bcc };
}

/**
 * Recipients of one field that Outlook tells of at most, as documented of `getAsync`: on the web and in new programs, and in
 * those before Mailbox 1.16. Where there are as many there may be more, who would be left out in silence.
 */
const [TOLD, TOLD_BEFORE] = [1_000, 500];

function isWhole({ length }: readonly unknown[]): boolean {
  if (length !== TOLD_BEFORE) return length < TOLD;
  return Office.context.platform === Office.PlatformType.OfficeOnline;
}

async function readRecipients(name: string, field: Pick<Office.Recipients, 'getAsync'>): Promise<Recipient[]> {
  const list = await officeCall<Office.EmailAddressDetails[]>(name, (done) => field.getAsync(done));
  if (!isWhole(list)) throw new SignetError('host', 'as many recipients as Outlook tells of, or more', 'recipients');
  return list.map((one) => {
    const isList = one.recipientType === 'distributionList';
    return { ...mailboxOf(one), ...(isList && { isList }) };
  });
}

function mailboxOf(details: Office.EmailAddressDetails): Mailbox {
  const { displayName, emailAddress } = details;
  return { name: displayName === emailAddress ? '' : displayName, address: emailAddress };
}

async function readBody(
  body: Pick<Office.Body, 'getAsync' | 'getTypeAsync'>,
): Promise<{ text: string; html?: string }> {
  const type = await officeCall<Office.CoercionType>('body.getTypeAsync', (done) => body.getTypeAsync(done));
  const text = await officeCall<string>('body.getAsync', (done) => body.getAsync(Office.CoercionType.Text, done));
  if (type !== Office.CoercionType.Html) return { text };
  const html = await officeCall<string>('body.getAsync', (done) => body.getAsync(Office.CoercionType.Html, done));
  return { text, html };
}

export type { AttachmentProblem, DraftAttachment };
