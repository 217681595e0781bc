import { randomUUID } from 'node:crypto';
import { fromBase64 } from '../../../../shared/base/base64';
import { type Bytes } from '../../../../shared/base/bytes';
import { composeEntity, composeHeader, withHeader, type AttachmentContent } from '../../../../shared/mime/compose-mime';
import { GraphError } from './graph-http';

interface GraphRecipient {
  readonly emailAddress?: { readonly name?: string; readonly address?: string };
}

/** The part of the `message` resource that a draft may be made of. */
export interface JsonDraft {
  readonly subject?: string;
  readonly body?: { readonly contentType?: string; readonly content?: string };
  readonly toRecipients?: readonly GraphRecipient[];
  readonly ccRecipients?: readonly GraphRecipient[];
  readonly bccRecipients?: readonly GraphRecipient[];
  readonly internetMessageHeaders?: readonly { readonly name: string; readonly value: string }[];
  readonly attachments?: readonly {
    readonly name: string;
    readonly contentType?: string;
    readonly contentBytes?: string;
    readonly isInline?: boolean;
    readonly contentId?: string;
  }[];
  readonly internetMessageId?: string;
  /** Only the class of the message is known here. */
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
  /** Not Graph's: what a reply answers. */
  readonly inReplyTo?: string;
}

/** The MIME that Exchange would make of a JSON draft. Throws a GraphError for what cannot be written. */
export function composeJsonDraft(
  draft: JsonDraft,
  user: { readonly name: string; readonly address: string },
  now: Date,
): Bytes {
  try {
    const header = composeHeader({
      from: user,
      to: mailboxes(draft.toRecipients),
      cc: mailboxes(draft.ccRecipients),
      bcc: mailboxes(draft.bccRecipients),
      subject: draft.subject ?? '',
      date: now,
      messageId: draft.internetMessageId ?? `${randomUUID()}@${user.address.split('@')[1] ?? 'localhost'}`,
      ...(draft.inReplyTo ? { inReplyTo: draft.inReplyTo } : {}),
      extra: (draft.internetMessageHeaders ?? []).map(({ name, value }) => [name, value] as const),
    });
    const content = draft.body?.content ?? '';
    const isHtml = draft.body?.contentType?.toLowerCase() === 'html';
    const files = (draft.attachments ?? []).map(attachmentContent);
    return withHeader(
      header,
      composeEntity({
        ...(isHtml ? { html: content } : { text: content }),
        inline: files.filter((file) => file.contentId !== undefined),
        attachments: files.filter((file) => file.contentId === undefined),
      }),
    );
  } catch (thrown) {
    throw new GraphError(400, 'ErrorInvalidRequest', thrown instanceof Error ? thrown.message : 'Invalid draft.');
  }
}

/** PidTagMessageClass of the draft, where it names one. */
export function messageClassOf({ singleValueExtendedProperties = [] }: JsonDraft): string | undefined {
  const [property, ...more] = singleValueExtendedProperties;
  if (more.length > 0 || (property && property.id !== 'String 0x001A'))
    throw new GraphError(400, 'ErrorInvalidRequest', 'This stand-in knows the class of a message only.');
  return property?.value;
}

function mailboxes(list: readonly GraphRecipient[] = []) {
  return list.map(({ emailAddress }) => ({ name: emailAddress?.name ?? '', address: emailAddress?.address ?? '' }));
}

function attachmentContent(file: NonNullable<JsonDraft['attachments']>[number]): AttachmentContent {
  const octets = fromBase64(file.contentBytes ?? '');
  if (!octets) throw new GraphError(400, 'ErrorInvalidRequest', 'contentBytes is not base64.');
  return {
    filename: file.name,
    contentType: file.contentType ?? 'application/octet-stream',
    octets,
    ...(file.isInline && file.contentId ? { contentId: file.contentId } : {}),
  };
}
