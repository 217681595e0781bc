import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { decodeBase64 } from '../../../../shared/base/base64';
import { concat, latin1Bytes, type Bytes } from '../../../../shared/base/bytes';
import { firstValue, parameter, readRawMessage, type RawMessage } from './mime-header';

export interface ExchangeAddress {
  readonly name: string;
  readonly address: string;
}

export interface ExchangeAttachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
  readonly octets: Bytes;
}

/** A message as Exchange keeps it: properties and attachments instead of MIME. */
export interface ExchangeItem {
  readonly itemClass: string;
  readonly subject: string;
  readonly from: ExchangeAddress;
  readonly to: readonly ExchangeAddress[];
  readonly cc: readonly ExchangeAddress[];
  readonly bcc: readonly ExchangeAddress[];
  readonly internetMessageId: string;
  readonly inReplyTo: string | undefined;
  readonly date: string | undefined;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: { readonly type: 'html' | 'text'; readonly content: string };
  readonly attachments: readonly ExchangeAttachment[];
}

type SmimeForm = 'clear-signed' | 'opaque' | undefined;

/**
 * Simulated: what Exchange makes of a message on delivery. A top-level S/MIME entity becomes one attachment,
 * `smime.p7m`, with its octets kept ([MS-OXOSMIME] 2.1.3.1 for clear-signed: the whole multipart/signed entity with its
 * Content-Type field; 2.1.3.2 for opaque-signed and encrypted: the raw CMS, no body). smime-types that the document
 * does not know (authEnveloped-data, certs-only, compressed-data) stay plain messages with an attachment.
 */
export async function exchangeItem(octets: Bytes): Promise<ExchangeItem> {
  const raw = readRawMessage(octets);
  const form = smimeForm(raw);
  const email = await PostalMime.parse(octets, { forceRfc822Attachments: true });
  return {
    ...envelope(email),
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    itemClass: itemClassOf(form),
    body: form === 'opaque' ? { type: 'text', content: '' } : bodyOf(email),
    attachments: form === undefined ? email.attachments.map(attachmentOf) : [smimeAttachment(raw, form)],
  };
}

function smimeForm(raw: RawMessage): SmimeForm {
  const contentType = firstValue(raw, 'content-type') ?? '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'multipart/signed') {
    const protocol = parameter(contentType, 'protocol')?.toLowerCase();
    return protocol === 'application/pkcs7-signature' || protocol === 'application/x-pkcs7-signature'
      ? 'clear-signed'
      : undefined;
  }
  if (mediaType !== 'application/pkcs7-mime' && mediaType !== 'application/x-pkcs7-mime') return undefined;
  const smimeType = parameter(contentType, 'smime-type')?.toLowerCase();
  return smimeType === undefined || smimeType === 'signed-data' || smimeType === 'enveloped-data'
    ? 'opaque'
    : undefined;
}

function itemClassOf(form: SmimeForm): string {
  if (form === 'clear-signed') return 'IPM.Note.SMIME.MultipartSigned';
  return form === 'opaque' ? 'IPM.Note.SMIME' : 'IPM.Note';
}

function smimeAttachment(raw: RawMessage, form: 'clear-signed' | 'opaque'): ExchangeAttachment {
  const common = { id: 'smime', name: 'smime.p7m', isInline: false, contentId: undefined };
  if (form === 'opaque') {
    const isBase64 = firstValue(raw, 'content-transfer-encoding')?.toLowerCase() === 'base64';
    const content = isBase64 ? decodeBase64(raw.body).octets : raw.body;
    return { ...common, contentType: 'application/pkcs7-mime', octets: content };
  }
  const contentType = raw.fields.find((field) => field.name === 'content-type');
  const entity = concat([contentType?.octets ?? new Uint8Array(), latin1Bytes('\r\n'), raw.body]);
  return { ...common, contentType: 'multipart/signed', octets: entity };
}

function envelope(email: Email) {
  const [from = { name: '', address: '' }] = email.from ? addresses([email.from]) : [];
  return {
    from,
    subject: email.subject ?? '',
    to: addresses(email.to),
    cc: addresses(email.cc),
    bcc: addresses(email.bcc),
    internetMessageId: email.messageId ?? '',
    inReplyTo: email.inReplyTo,
    date: email.date,
  };
}

function addresses(list: readonly Address[] = []): ExchangeAddress[] {
  return list.flatMap((entry) => entry.group ?? [entry]).map(({ name, address }) => ({ name, address }));
}

function bodyOf(email: Email): ExchangeItem['body'] {
  if (email.html !== undefined) return { type: 'html', content: email.html };
  return { type: 'text', content: email.text ?? '' };
}

function attachmentOf(attachment: Attachment, index: number): ExchangeAttachment {
  const { content } = attachment;
  const octets = typeof content === 'string' ? latin1Bytes(content) : new Uint8Array(content);
  return {
    id: `a${index}`,
    name: attachment.filename ?? (attachment.mimeType === 'message/rfc822' ? 'message.eml' : `attachment-${index + 1}`),
    contentType: attachment.mimeType,
    isInline: attachment.disposition === 'inline' && attachment.contentId !== undefined,
    contentId: attachment.contentId?.replace(/^<|>$/g, ''),
    octets,
  };
}
