import { utf8Bytes, type Bytes } from '../../../shared/index';
import { contentTypeOf } from '../content-type';
import { octetsOfBase64 } from './base64-octets';
import { officeCall } from './call';

export interface DraftAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly octets: Bytes;
  /** Present where the HTML body shows it by this Content-ID. */
  readonly contentId?: string;
}

/**
 * Why an attachment's octets could not be had: it lies in a cloud, or the host gave nothing or something unknown, or told
 * nothing of a picture that the body shows; or what was attached in the pane could not be read there.
 */
export interface AttachmentProblem {
  readonly filename: string;
  readonly code: 'cloud' | 'empty' | 'unreadable' | 'picture' | 'unread';
}

export type AttachmentItem = Pick<Office.MessageCompose, 'getAttachmentsAsync' | 'getAttachmentContentAsync'>;

interface Attachments {
  readonly attachments: DraftAttachment[];
  readonly problems: AttachmentProblem[];
}

export const listAttachments = (
  item: Pick<AttachmentItem, 'getAttachmentsAsync'>,
): Promise<Office.AttachmentDetailsCompose[]> =>
  officeCall('getAttachmentsAsync', (done) => item.getAttachmentsAsync(done));

/** All attachments in order; those without octets are named in `problems` instead. */
export async function readAttachments(item: AttachmentItem, html = ''): Promise<Attachments> {
  const details = await listAttachments(item);
  const found: Attachments = { attachments: [], problems: [] };
  for (const one of details) {
    const read = await readOne(item, one, html);
    if ('code' in read) found.problems.push(read);
    else found.attachments.push(read);
  }
  found.problems.push(...lostPictures(found, details, html));
  return found;
}

/**
 * QUIRK: Outlook on the web is reported to say nothing of the pictures in a draft that was opened again (office-js 4642). An
 * inline attachment that was not found in the body may be any picture there: it is attached, and nothing is lost.
 */
function lostPictures(
  { attachments }: Attachments,
  details: readonly Office.AttachmentDetailsCompose[],
  html: string,
): readonly AttachmentProblem[] {
  const given = attachments.flatMap(({ contentId }) => contentId ?? []);
  const missing = [...new Set(shownIn(html))].filter((id) => !given.includes(id));
  const unplaced = details.filter(({ isInline }) => isInline).length - given.length;
  return missing.slice(unplaced).map((id) => ({ filename: id.replace(/@.*/, ''), code: 'picture' }));
}

async function readOne(
  item: AttachmentItem,
  details: Office.AttachmentDetailsCompose,
  html: string,
): Promise<DraftAttachment | AttachmentProblem> {
  const filename = details.name;
  if (details.attachmentType === 'cloud') return { filename, code: 'cloud' };
  const content = await contentOf(item, details.id);
  if (!content) return { filename, code: 'unreadable' };
  if (content.format === 'url') return { filename, code: 'cloud' };
  if (content.content === '' && details.size > 0) return { filename, code: 'empty' };
  if (content.format === 'eml') {
    return {
      filename: withEnding(filename, '.eml'),
      contentType: 'message/rfc822',
      octets: utf8Bytes(content.content),
    };
  }
  if (content.format === 'iCalendar') {
    return { filename: withEnding(filename, '.ics'), contentType: 'text/calendar', octets: utf8Bytes(content.content) };
  }
  const octets = content.format === 'base64' ? await octetsOfBase64(content.content) : undefined;
  if (!octets) return { filename, code: 'unreadable' };
  const contentId = details.isInline ? shownAs(details, html) : undefined;
  return { filename, contentType: contentTypeOf(filename), octets, ...(contentId === undefined ? {} : { contentId }) };
}

/** QUIRK: a message dragged into a draft on the web makes the host fail here; the user has to attach it another way. */
function contentOf(item: AttachmentItem, id: string): Promise<Office.AttachmentContent | undefined> {
  return officeCall<Office.AttachmentContent>('getAttachmentContentAsync', (done) =>
    item.getAttachmentContentAsync(id, done),
  ).catch(() => undefined);
}

const withEnding = (name: string, ending: string): string =>
  name.toLowerCase().endsWith(ending) ? name : `${name || 'message'}${ending}`;

/**
 * The Content-ID by which the body shows an inline image. QUIRK: before Mailbox 1.16 the host does not say it; Outlook
 * uses the file name, alone or with "@" and more behind it. An image that the body does not show stays an attachment.
 */
function shownAs(details: Office.AttachmentDetailsCompose, html: string): string | undefined {
  const { contentId } = details as Partial<Office.AttachmentDetailsCompose>;
  const shown = shownIn(html);
  if (contentId && shown.includes(contentId)) return contentId;
  return shown.find((id) => id === details.name || id.startsWith(`${details.name}@`));
}

const shownIn = (html: string): readonly string[] =>
  [...html.matchAll(/\bcid:([^"'\s>)]+)/gi)].map((match) => decodeCid(match[1] ?? ''));

function decodeCid(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
