import { isAddress, soleMailbox, SignetError, type Mailbox } from '../../../../shared/index';
import { contentTypeOf } from '../../content-type';
import { type About, type ComposeItem } from '../../host/compose-item';
import { type AttachmentProblem, type Draft, type DraftAttachment, type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { type SendingAttempts } from '../../sending-attempts';
import { writtenFile, type WrittenFile } from './written-file';

/** What a message that is written in the pane begins with. */
export interface WritingStart {
  readonly from: Mailbox;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  readonly text: string;
  readonly about: About;
  /** What it is about was opened, and was encrypted. */
  readonly isAboutEncrypted?: true;
  /** The address of the mailbox of what it is about, where that is not the user's own; left out: it is. */
  readonly owner?: ComposeItem['owner'];
  readonly conversationId: string | undefined;
  /** The text of what it answers, marked as quoted; left out: there is none. Rejects where that does not open. */
  readonly quote?: () => Promise<string>;
  /** It tells others of what it is about, and answers nobody. */
  readonly isForward?: true;
  /** Left out: none. */
  readonly files?: readonly WrittenFile[];
  /** Where what it answers wants its answers, and it is not addressed: not signed, or not with the sender's domain. */
  readonly elsewhere?: readonly string[];
  /** The draft of Outlook's own that it is written in place of; left out: there is none. */
  readonly draft?: ComposeItem;
}

export interface WrittenFields extends Pick<WritingStart, 'to' | 'cc' | 'bcc' | 'subject' | 'text'> {
  readonly files: readonly WrittenFile[];
}

/** A message in the memory of this page. No part of it is kept, and none leaves but protected as it is sent. */
export interface WrittenMessage {
  readonly fields: WrittenFields;
  /** The same message as a draft, for all that is done with one. */
  readonly item: ComposeItem;
  readonly write: (change: Partial<WrittenFields>) => void;
  readonly attach: (file: WrittenFile) => void;
}

/** `changed`: something was written. `ended`: it was sent, and nothing of it is left. */
export function createWrittenMessage(
  start: WritingStart,
  { changed, ended }: { readonly changed: () => void; readonly ended: () => void },
): WrittenMessage {
  const { to, cc, bcc, subject, text, from, about } = start;
  let fields: WrittenFields = { to, cc, bcc, subject, text, files: start.files ?? [] };
  let protection: ProtectionChoice = { sign: true, encrypt: true, isChosen: true };
  let attempts: SendingAttempts | undefined;
  let peopleChanged: () => void = () => undefined;
  const write = (change: Partial<WrittenFields>): void => {
    fields = { ...fields, ...change };
    if ('to' in change || 'cc' in change || 'bcc' in change) peopleChanged();
    changed();
  };
  const head = (): DraftHead => ({
    from,
    to: peopleOf(fields.to),
    cc: peopleOf(fields.cc),
    bcc: peopleOf(fields.bcc),
  });
  const attach = (file: WrittenFile): void => {
    write({ files: [...fields.files, file] });
    void file.octets.then(changed);
  };
  for (const { octets } of fields.files) void octets.then(changed);
  /** All files that it has once the last of them is read, also those that came meanwhile. */
  const readFiles = async (): Promise<Pick<Draft, 'attachments' | 'problems'>> => {
    const { files } = fields;
    const read = await Promise.all(files.map(attachmentOf));
    if (fields.files !== files) return readFiles();
    const attachments = read.filter((one) => 'octets' in one);
    return { attachments, problems: read.filter((one) => 'code' in one) };
  };
  const read = async (): Promise<Draft> => {
    const files = await readFiles();
    if (wrongIn(fields).length > 0) throw new SignetError('host', 'a recipient is no address', 'address');
    return {
      ...head(),
      subject: fields.subject,
      text: fields.text.replace(/\r?\n/g, '\r\n'),
      ...files,
      ...(about.kind === 'message' && start.isForward !== true && { inReplyTo: about.internetMessageId }),
    };
  };
  const done = Promise.resolve();
  const item: ComposeItem = {
    isWrittenHere: true,
    ...(start.isAboutEncrypted === true && { isAboutEncrypted: true }),
    reader: {
      head: () => Promise.resolve(head()),
      contents: () =>
        Promise.resolve({
          subject: fields.subject,
          files: fields.files.map(({ filename, size }) => ({ name: filename, size })),
        }),
      read,
    },
    headers: {
      protection: () => Promise.resolve(protection),
      setProtection: (choice) => done.then(() => void (protection = choice)),
      attempts: () => Promise.resolve(attempts),
      setAttempts: (now) => done.then(() => void (attempts = now)),
      save: () => Promise.resolve(''),
    },
    about: () => Promise.resolve(about),
    conversationId: () => start.conversationId,
    draftId: () => Promise.resolve(''),
    owner: start.owner ?? (() => Promise.resolve(undefined)),
    empty: () =>
      done.then(() => {
        write({ to: '', cc: '', bcc: '', subject: '', text: '', files: [] });
        ended();
      }),
    attach: (filename, octets) =>
      done.then(() => attach(writtenFile({ filename, size: octets.length }, Promise.resolve(octets)))),
    onRecipientsChanged: (listener) => void (peopleChanged = listener),
    notify: () => done,
    close: () => done,
  };
  return {
    item,
    write,
    attach,
    get fields() {
      return fields;
    },
  };
}

async function attachmentOf({ filename, octets }: WrittenFile): Promise<DraftAttachment | AttachmentProblem> {
  const read = await octets;
  if (!read) return { filename, code: 'unread' };
  // Whoever protects it takes the octets away.
  return { filename, contentType: contentTypeOf(filename), octets: read.slice() };
}

/** Entries of a field as they were typed, between commas, semicolons and line ends outside of quotation marks. */
const entriesOf = (text: string): readonly string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|[^",;\n])+|"/gs) ?? [])
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** Is read back as one entry: what is no address stands in quotation marks, so that nobody comes out of its middle. */
export const entryOf = (address: string): string =>
  isAddress(address) ? address : `"${address.replace(/["\\]/g, '\\$&')}"`;

/** Nobody is left out: what cannot be read as an address stays as it was typed. */
function peopleOf(text: string): readonly Mailbox[] {
  return entriesOf(text).map((entry) => {
    return soleMailbox([entry]) ?? { name: '', address: entry };
  });
}

/** Entries of the recipients that are no addresses. */
export const wrongIn = ({ to, cc, bcc }: Pick<WrittenFields, 'to' | 'cc' | 'bcc'>): readonly string[] =>
  [to, cc, bcc].flatMap((field) => peopleOf(field).flatMap(({ address }) => (isAddress(address) ? [] : [address])));

/** Nothing of it would be missed: it has no text of the user's, and all else is as it began. */
export const isEmpty = (fields: WrittenFields, start: WritingStart): boolean => {
  const { text, files } = fields;
  const begun = start.files ?? [];
  return (
    (text.trim() === '' || text === start.text) &&
    (['to', 'cc', 'bcc', 'subject'] as const).every((name) => fields[name] === start[name]) &&
    files.length === begun.length &&
    files.every((one) => begun.includes(one))
  );
};
