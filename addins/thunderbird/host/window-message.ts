import { type AttachmentContent } from '../../../shared/index';
import { headersOf } from './answered-message';
import { withDeadline } from './deadline';
import { thunderbird } from './thunderbird';
import { type ThunderbirdComposeDetails } from './thunderbird-types';

export type { ThunderbirdComposeDetails } from './thunderbird-types';

/** Message-IDs, as they stand in the fields. */
export interface Threading {
  readonly inReplyTo?: string;
  readonly references?: string;
  readonly forwarded?: string;
}

/** All that Thunderbird tells of the message in a compose window. */
export interface WindowMessage {
  readonly details: ThunderbirdComposeDetails;
  readonly files: readonly AttachmentContent[];
  /** Names of attachments whose octets it does not give. */
  readonly unread: readonly string[];
  readonly threading: Threading;
}

const CALL_MS = 10_000;
const FILE_MS = 60_000;

/** Rejects where the window is gone. */
export async function windowMessage(tabId: number): Promise<WindowMessage> {
  const { compose } = thunderbird;
  const details = await withDeadline('getComposeDetails', CALL_MS, compose.getComposeDetails(tabId));
  const attached = await withDeadline('listAttachments', CALL_MS, compose.listAttachments(tabId));
  const files: AttachmentContent[] = [];
  const unread: string[] = [];
  for (const { id, name } of attached) {
    const file = await withDeadline('getAttachmentFile', FILE_MS, contentOf(id, name)).catch(() => undefined);
    if (file) files.push(file);
    else unread.push(name);
  }
  return { details, files, unread, threading: await threadingOf(details).catch((): Threading => ({})) };
}

async function contentOf(id: number, filename: string): Promise<AttachmentContent> {
  const file = await thunderbird.compose.getAttachmentFile(id);
  return { filename, contentType: file.type, octets: new Uint8Array(await file.arrayBuffer()) };
}

/** What was opened from a file, or cannot be read, is answered without being named. */
async function threadingOf({ type, relatedMessageId }: ThunderbirdComposeDetails): Promise<Threading> {
  if (relatedMessageId === undefined || type === 'new' || type === 'redirect') return {};
  const headers = await headersOf(relatedMessageId);
  const ids = (name: string): readonly string[] => headers[name]?.[0]?.match(/<[!-;=?-~]+>/g) ?? [];
  const named = (inReplyTo: readonly string[], references: readonly string[], forwarded = ''): Threading => ({
    ...(inReplyTo[0] !== undefined && { inReplyTo: inReplyTo[0] }),
    ...(references.length > 0 && { references: references.join(' ') }),
    ...(forwarded !== '' && { forwarded }),
  });
  const own = ids('message-id');
  // QUIRK: of some answers that were saved as drafts Thunderbird names the message that they answer, and not the draft.
  const isDraft = type === 'draft' && headers['x-mozilla-draft-info'] !== undefined;
  if (isDraft) return named(ids('in-reply-to'), ids('references'), ids('x-forwarded-message-id')[0]);
  return type === 'forward' ? named([], own, own[0]) : named(own, [...ids('references'), ...own]);
}
