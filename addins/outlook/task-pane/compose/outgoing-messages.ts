import {
  composeEntity,
  composeHeader,
  sameAddress,
  withHeader,
  type CanonicalOctets,
  type Mailbox,
  type MessageFields,
  type PreparedSend,
  type WireMessage,
} from '../../../../shared/index';
import { type Draft } from '../../host/draft-reader';

/** The draft's body and attachments as one MIME entity, ready to be signed. */
export function entityOf({ text, html, attachments }: Draft): CanonicalOctets {
  return composeEntity({
    text,
    ...(html === undefined ? {} : { html }),
    inline: attachments.filter(({ contentId }) => contentId !== undefined),
    attachments: attachments.filter(({ contentId }) => contentId === undefined),
  });
}

/** One message for the transport; `bcc` names its only reader where it is a blind copy. */
export interface Outgoing extends WireMessage {
  readonly bcc?: string;
}

/**
 * The messages to send: one to To and Cc, without any trace of Bcc, and one for each blind-copy recipient, addressed to
 * nobody else: Graph delivers to whom the header names, and the readers of an encrypted message are named in it. Each has
 * a Message-ID of its own, made of `messageId` and the recipient, so that the same draft always gives the same ones.
 */
export async function outgoingMessages(
  draft: Draft,
  prepared: Extract<PreparedSend, { kind: 'ready' }>,
  options: { readonly messageId: string; readonly date: Date },
): Promise<readonly Outgoing[]> {
  const from = draft.from.address;
  const { main } = prepared;
  const visible = [...draft.to, ...draft.cc].map(({ address }) => address);
  const fields = fieldsOf(draft, options.date);
  const messages: Outgoing[] = [];
  if (visible.length > 0) {
    const header = composeHeader({ ...fields, to: draft.to, cc: draft.cc, messageId: options.messageId });
    const octets = withHeader(header, main.entity);
    messages.push({ from, recipients: visible, messageId: options.messageId, octets });
  }
  for (const reader of hiddenOf(draft, visible)) {
    const own = prepared.bcc.find(({ recipient }) => sameAddress(recipient, reader.address));
    const messageId = await copyId(options.messageId, reader.address);
    const thread = visible.length > 0 ? { references: options.messageId } : {};
    const header = composeHeader({ ...fields, ...thread, to: [reader], messageId });
    // A message that is only signed says the same to everybody.
    const octets = withHeader(header, own?.entity ?? main.entity);
    messages.push({ from, recipients: [reader.address], messageId, octets, bcc: reader.address });
  }
  return messages;
}

function hiddenOf({ bcc }: Draft, visible: readonly string[]): readonly Mailbox[] {
  const isFirst = ({ address }: Mailbox, place: number): boolean =>
    !visible.some((one) => sameAddress(one, address)) &&
    bcc.findIndex((one) => sameAddress(one.address, address)) === place;
  return bcc.filter(isFirst);
}

function fieldsOf({ from, subject, inReplyTo }: Draft, date: Date): Omit<MessageFields, 'to' | 'messageId'> {
  return { from, subject, date, ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }) };
}

/** `<id@domain>` becomes `<id.0123456789abcdef@domain>`: the same for the same recipient, telling nobody else who. */
export async function copyId(messageId: string, recipient: string): Promise<string> {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(`${messageId} ${recipient.toLowerCase()}`),
  );
  const mark = [...new Uint8Array(digest, 0, 8)].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return messageId.replace('@', `.${mark}@`);
}
