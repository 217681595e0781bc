import { parseCertificate, type Identity, type MessageBody, type ViewedMessage } from '../../../../shared/index';
import { safeHtml } from '../../../ui/index';
import { type OpenMail } from '../../../worker/core';
import { type ComposeItem } from '../../host/compose-item';
import { type ReadItem } from '../../host/read-item';
import { candidatesFor, openOriginal } from '../read/open-original';
import { type Services } from '../services';
import { answerPeople } from './answer-people';
import { carriedFiles } from './carried-files';
import { entryOf, type WritingStart } from './written-message';

type Ports = Pick<Services, 'core' | 'originals'>;

/** Recipients and subject of a draft of Outlook's own; its text stays where it is. Rejects with `host`. */
export async function writeInPlaceOf(draft: ComposeItem, ports: Ports): Promise<WritingStart> {
  const { from, to, cc, bcc } = await draft.reader.head();
  const { subject } = await draft.reader.contents();
  const about = await draft.about();
  const list = (people: typeof to): string => listed(people.map(({ address, name }) => address || name || '?'));
  const start = {
    from,
    to: list(to),
    cc: list(cc),
    bcc: list(bcc),
    subject,
    text: '',
    about,
    draft,
    owner: () => draft.owner(),
  };
  return {
    ...start,
    conversationId: draft.conversationId(),
    ...(about.kind === 'message' && { quote: () => quotedOriginal(about.internetMessageId, draft, ports) }),
  };
}

export interface Answerer {
  /** The address that the answer is from. */
  readonly from: string;
  /** All addresses of the user's, that one among them. */
  readonly own: readonly string[];
}

type AnsweredMail = Pick<OpenMail, 'view' | 'addressed'>;

/** An answer to a message that is open. */
export function answerTo(
  { view, addressed }: AnsweredMail,
  whom: 'sender' | 'all',
  { from, own }: Answerer,
  item?: ReadItem,
): WritingStart {
  const { to, cc, elsewhere } = answerPeople({ from: view.from, addressed, own }, whom);
  return {
    ...startAbout(view, from, item),
    to: listed(to),
    cc: listed(cc),
    subject: /^(re|aw):/i.test(view.subject) ? view.subject : `Re: ${view.subject}`,
    ...(elsewhere.length > 0 && { elsewhere }),
  };
}

/** A message that is open, to others: its text quoted, and all files of it. `unnamed`: what a file without a name is called. */
export function forwardOf(
  mail: Pick<OpenMail, 'view' | 'attachment'>,
  { from, unnamed }: { readonly from: string; readonly unnamed: string },
  item?: ReadItem,
): WritingStart {
  const { subject } = mail.view;
  return {
    ...startAbout(mail.view, from, item),
    subject: /^(fwd?|wg):/i.test(subject) ? subject : `Fwd: ${subject}`,
    isForward: true,
    files: carriedFiles(mail, unnamed),
  };
}

const listed = (addresses: readonly string[]): string => addresses.map(entryOf).join('; ');

/** Of a file nobody knows which message of the mailbox it is. */
function startAbout(view: ViewedMessage, from: string, item: ReadItem | undefined): Omit<WritingStart, 'subject'> {
  const { internetMessageId, restId, owner } = item ?? {};
  return {
    from: { name: '', address: from },
    to: '',
    cc: '',
    bcc: '',
    text: quoted(view),
    about:
      internetMessageId === undefined
        ? { kind: 'unknown' }
        : { kind: 'message', internetMessageId, ...(restId !== undefined && { restId }) },
    ...(view.summary.encryption !== 'none' && { isAboutEncrypted: true }),
    ...(owner && { owner }),
    conversationId: item?.conversationId,
  };
}

/** Somebody besides its author had the message: an answer to all is another one than to the author. */
export const hasOthers = ({ view, addressed }: AnsweredMail, own: readonly string[]): boolean =>
  answerPeople({ from: view.from, addressed, own }, 'all').cc.length > 0;

/** Addresses in certificates of the user's. One that cannot be read has none. */
export function ownAddresses(identities: readonly Pick<Identity, 'certificate'>[]): readonly string[] {
  return identities.flatMap(({ certificate }) => {
    try {
      return parseCertificate(certificate).addresses;
    } catch {
      return [];
    }
  });
}

async function quotedOriginal(
  internetMessageId: string,
  draft: ComposeItem,
  { core, originals }: Ports,
): Promise<string> {
  const name = { restId: undefined, internetMessageId, owner: () => draft.owner() };
  const { mail } = await openOriginal(candidatesFor(name, originals), (message) => core.open(message));
  mail.forget();
  return quoted(mail.view);
}

/** The text below two empty lines, each of its lines marked (RFC 3676 4.5). Pictures and attachments stay behind. */
function quoted({ body, from }: ViewedMessage): string {
  const sender = from.map(({ name, address }) => name || address).join(', ');
  const lines = textOf(body).split(/\r?\n/);
  return `\n\n${sender}:\n${lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n')}\n`;
}

function textOf({ parts }: MessageBody): string {
  return parts
    .map((part) => (part.kind === 'text' ? part.text : textOfHtml(part.html)))
    .join('\n')
    .trim();
}

/** Of what the reader sees of it alone. */
function textOfHtml(html: string): string {
  const body = document.createElement('div');
  body.append(safeHtml(html, []).fragment);
  for (const end of body.querySelectorAll('br, p, div, li, tr, h1, h2, h3, h4, pre, blockquote')) end.append('\n');
  for (const line of body.querySelectorAll('br')) line.replaceWith('\n');
  return body.textContent.replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n');
}
