import {
  composeEntity,
  composeHeader,
  concat,
  formatMailboxes,
  isAddress,
  parseMailboxes,
  soleMailbox,
  SignetError,
  utf8Bytes,
  type Bytes,
  type CanonicalOctets,
  type Mailbox,
  type MessageContent,
} from '../../../shared/index';
import { type CapabilityStrings } from '../capability-strings';
import { type MailingLists } from '../host/mailing-lists';
import { type ThunderbirdComposeDetails, type WindowMessage } from '../host/window-message';
import { draftHtml, hasFileLink } from './draft-html';

/** Whom a message goes to, the members of lists in their place. */
export interface People {
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
}

/** A message before it is protected. */
export interface ComposedMessage {
  readonly header: Bytes;
  readonly entity: CanonicalOctets;
}

type Recipients = ThunderbirdComposeDetails['to'];

/** Entries of a field; undefined where one of them is no text. */
function entriesOf(value: Recipients): readonly string[] | undefined {
  const list = (value === undefined ? [] : Array.isArray(value) ? value : [value]) as readonly unknown[];
  return list.every((one) => typeof one === 'string') ? list : undefined;
}

/** Nobody is left out: what is neither an address nor a list that is known is in `against`, in words. */
export async function peopleIn(
  { to, cc, bcc }: ThunderbirdComposeDetails,
  lists: MailingLists,
  { refused }: CapabilityStrings,
): Promise<{ readonly people: People; readonly against: readonly string[] }> {
  const against: string[] = [];
  const expand = async (value: Recipients): Promise<readonly Mailbox[]> => {
    const entries = entriesOf(value);
    if (!entries) against.push(refused.recipient);
    const found = (entries ?? []).flatMap(parseMailboxes).map(async (mailbox): Promise<readonly Mailbox[]> => {
      if (isAddress(mailbox.address)) return [mailbox];
      const members = await lists.members(mailbox.address).catch(() => undefined);
      for (const name of members?.filter((one) => !isAddress(one)) ?? [mailbox.address]) {
        against.push(refused.unknown(name));
      }
      return (members ?? []).map((address) => ({ name: '', address }));
    });
    return (await Promise.all(found)).flat();
  };
  const people = { to: await expand(to), cc: await expand(cc), bcc: await expand(bcc) };
  const isEmpty = Object.values(people).every((list) => list.length === 0);
  return { people, against: isEmpty && against.length === 0 ? [refused.nobody] : against };
}

/** What cannot be carried, in words that say what to do; empty: all of it can. */
export function againstCarrying({ details, unread }: WindowMessage, { refused }: CapabilityStrings): readonly string[] {
  const body = details.body ?? '';
  const isHtml = details.isPlainText !== true && details.deliveryFormat !== 'plaintext';
  const { newsgroups = [], overrideDefaultFccFolderId: copyIn = '', additionalFccFolderId = '' } = details;
  return [
    ...(newsgroups.length > 0 ? [refused.newsgroup] : []),
    ...(hasFileLink(body) ? [refused.filelink] : []),
    ...unread.map((name) => refused.attachment(name)),
    ...(isHtml && draftHtml(body).hasElsewhere ? [refused.picture] : []),
    ...(details.attachVCard === true ? [refused.vcard] : []),
    ...(details.attachPublicPGPKey === true ? [refused['pgp-key']] : []),
    ...(details.deliveryStatusNotification === true ? [refused.delivery] : []),
    ...(copyIn !== '' || additionalFccFolderId !== '' ? [refused.copy] : []),
  ];
}

/**
 * The message as Thunderbird's Outbox takes it: Bcc, X-Identity-Key and Fcc are for Thunderbird, which takes them away as it
 * sends. Without Fcc it keeps the copy where the identity keeps its copies. Throws `host` where nobody sends it.
 */
export function composeMessage(
  { details, files, threading }: WindowMessage,
  people: People,
  { messageId, date }: { readonly messageId: string; readonly date: Date },
): ComposedMessage {
  const from = soleMailbox(entriesOf(details.from) ?? []);
  const { identityId, subject = '' } = details;
  if (!from || identityId === undefined) throw new SignetError('host', 'the draft has no sender', 'from');
  const { inReplyTo, references } = threading;
  const header = composeHeader({
    from,
    ...people,
    subject,
    date,
    messageId,
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(references !== undefined && { references }),
    extra: [...fieldsOf(details, threading.forwarded), ['X-Identity-Key', identityId]],
  });
  return {
    header: concat([header, ...addressFieldsOf(details, from)]),
    entity: composeEntity({ ...textOf(details), attachments: files }),
  };
}

const PRIORITIES: Readonly<Record<string, string>> = {
  highest: '1 (Highest)',
  high: '2 (High)',
  low: '4 (Low)',
  lowest: '5 (Lowest)',
};
/** Thunderbird's own, and ours. */
const RESERVED = /^x-(?:mozilla-|signet-|identity-key$|account-key$|forwarded-message-id$|priority$)/i;

function addressFieldsOf({ replyTo, returnReceipt }: ThunderbirdComposeDetails, from: Mailbox): readonly Bytes[] {
  const answers = (entriesOf(replyTo) ?? []).flatMap(parseMailboxes);
  const field = (name: string, list: readonly Mailbox[]): Bytes => utf8Bytes(`${name}: ${formatMailboxes(list)}\r\n`);
  return [
    ...(answers.length > 0 ? [field('Reply-To', answers)] : []),
    ...(returnReceipt === true ? [field('Disposition-Notification-To', [from])] : []),
  ];
}

function fieldsOf(
  { priority = '', customHeaders = [], overrideDefaultFccFolderId }: ThunderbirdComposeDetails,
  forwarded: string | undefined,
): readonly (readonly [string, string])[] {
  const level = PRIORITIES[priority];
  return [
    ...(level === undefined ? [] : [['X-Priority', level] as const]),
    ...(forwarded === undefined ? [] : [['X-Forwarded-Message-Id', forwarded] as const]),
    ...customHeaders.filter(({ name }) => !RESERVED.test(name)).map(({ name, value }) => [name, value] as const),
    ...(overrideDefaultFccFolderId === '' ? [['Fcc', 'nocopy://'] as const] : []),
  ];
}

function textOf({
  isPlainText,
  body = '',
  plainTextBody = '',
  deliveryFormat,
}: ThunderbirdComposeDetails): MessageContent {
  if (isPlainText === true) return { text: plainTextBody };
  // Of what is written as HTML, Thunderbird gives the text in its flowed form.
  const text = { text: plainTextBody, flowed: 'keep-space' } as const;
  if (deliveryFormat === 'plaintext') return text;
  const { html, inline } = draftHtml(body);
  return deliveryFormat === 'html' ? { html, inline } : { ...text, html, inline };
}
