import { type Bytes, concat, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { formatMailboxes, type Mailbox } from './address';
import { encodeUnstructured, foldWords, refuseLineBreaks } from './encoded-word';
import { readHeader } from './header';

export interface MessageFields {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc?: readonly Mailbox[];
  /** Written where given: leave it out of what goes to other people. */
  readonly bcc?: readonly Mailbox[];
  readonly subject: string;
  readonly date: Date;
  /** With or without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references?: string;
  /** Further fields as name and unstructured text. */
  readonly extra?: readonly (readonly [string, string])[];
}

/**
 * The fields of a message's header (RFC 5322 3.6) and "MIME-Version: 1.0", without the empty line: an entity's own
 * header follows. Every supplied value is encoded or refused: with a line break or NUL it throws `malformed-mime`, so
 * that no value can begin another field.
 */
export function composeHeader(fields: MessageFields): Bytes {
  const lines = [
    `Date: ${formatDate(fields.date)}`,
    `From: ${formatMailboxes([fields.from])}`,
    ...addressLine('To', fields.to),
    ...addressLine('Cc', fields.cc),
    ...addressLine('Bcc', fields.bcc),
    `Message-ID: ${messageIds(fields.messageId)}`,
    ...(fields.inReplyTo ? [`In-Reply-To: ${messageIds(fields.inReplyTo)}`] : []),
    ...(fields.references ? [`References: ${messageIds(fields.references)}`] : []),
    `Subject: ${encodeUnstructured(fields.subject)}`,
    ...(fields.extra ?? []).map(([name, value]) => `${fieldName(name)}: ${encodeUnstructured(value)}`),
    'MIME-Version: 1.0',
  ];
  // An empty value would leave white space at the end of its line, which relays take away.
  return utf8Bytes(lines.map((line) => `${line.trimEnd()}\r\n`).join(''));
}

/** A message of header fields and an entity that begins with its own. Throws `malformed-mime` if the fields end open. */
export function withHeader(header: Bytes, entity: Bytes): Bytes {
  const closed = header.length === 0 || (header[header.length - 2] === 13 && header[header.length - 1] === 10);
  if (!closed) throw new SignetError('malformed-mime', 'header fields do not end in a line break');
  return concat([header, entity]);
}

/** The fields of a header without those of one name (any case). */
export function withoutField(header: Bytes, name: string): Bytes {
  const { fields } = readHeader(header, 0, header.length).header;
  const kept = fields.filter((field) => field.name !== name.toLowerCase());
  return kept.length === fields.length ? header : concat(kept.map(({ start, end }) => header.subarray(start, end)));
}

function addressLine(name: string, list: readonly Mailbox[] | undefined): readonly string[] {
  return list && list.length > 0 ? [`${name}: ${formatMailboxes(list)}`] : [];
}

function fieldName(name: string): string {
  if (!/^[!-9;-~]{1,70}$/.test(name)) throw new SignetError('malformed-mime', 'a field name is not printable ASCII');
  return name;
}

/** RFC 5322 3.6.4: ids in angle brackets, one or more, folded. */
function messageIds(text: string): string {
  refuseLineBreaks(text, 'a message identifier');
  const ids = text.split(/[ \t]+/).filter((id) => id !== '');
  if (ids.length === 0 || ids.some((id) => !/^<?[!-;=?-~]{1,900}>?$/.test(id))) {
    throw new SignetError('malformed-mime', 'a message identifier is not printable ASCII');
  }
  return foldWords(ids.map((id) => `<${id.replace(/^<|>$/g, '')}>`).join(' '));
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 5322 3.3, in UTC. Throws `malformed-mime` for an invalid date. */
export function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new SignetError('malformed-mime', 'the date is invalid');
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${DAYS[date.getUTCDay()] ?? ''}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day} ${String(date.getUTCFullYear()).padStart(4, '0')} ${time} +0000`;
}
