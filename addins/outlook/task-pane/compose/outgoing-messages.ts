import {
  composeEntity,
  composeHeader,
  copyId,
  sameAddress,
  SignetError,
  withHeader,
  type Bytes,
  type CanonicalOctets,
  type Mailbox,
  type MessageFields,
  type PreparedMessage,
  type PreparedSend,
  type SendRequest,
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
  /** It goes to these, apart from the others: they get it otherwise protected. */
  readonly apart?: readonly string[];
}

/** A message before it is protected. */
export interface PlannedMessage {
  readonly messageId: string;
  readonly recipients: readonly string[];
  /** Its fields, as its readers are to see them. */
  readonly header: Bytes;
  readonly bcc?: string;
}

export interface SendPlan {
  /** Addressed to To and Cc; not sent where nobody is there. */
  readonly main: PlannedMessage;
  readonly copies: readonly (PlannedMessage & { readonly bcc: string })[];
}

/**
 * The messages of a draft: one to To and Cc, without any trace of Bcc, and one for each blind-copy recipient. Graph
 * delivers to whom the header names, and the readers of an encrypted message are named in it: the outer header of a copy
 * names its reader alone, the To and Cc that all see stand inside. Each has a Message-ID of its own, made of `messageId`
 * and the recipient, so that the same draft always gives the same ones.
 */
export async function planMessages(
  draft: Draft,
  { messageId, date }: { readonly messageId: string; readonly date: Date },
): Promise<SendPlan> {
  const { to, cc } = draft;
  const visible = [...to, ...cc].map(({ address }) => address);
  const fields = fieldsOf(draft, date);
  const main = { messageId, recipients: visible, header: composeHeader({ ...fields, to, cc, messageId }) };
  const copies: (PlannedMessage & { bcc: string })[] = [];
  for (const reader of hiddenOf(draft, visible)) {
    const { address: bcc } = reader;
    const id = await copyId(messageId, bcc);
    const thread = visible.length > 0 ? { references: messageId } : {};
    const header = composeHeader({ ...fields, ...thread, to, cc, messageId: id });
    copies.push({ messageId: id, recipients: [bcc], header, bcc });
  }
  return { main, copies };
}

/** What the send journey is asked about the headers of the messages. */
export function headersOf({ main, copies }: SendPlan): Pick<SendRequest, 'header' | 'copies'> {
  const blind = copies.map(({ bcc, header }) => ({ recipient: bcc, header, namesReaderOnly: true }));
  return { header: main.header, copies: blind };
}

/** The planned messages as they were protected. Throws `host` where one is missing: then nothing may be sent. */
export function outgoingMessages(
  from: string,
  { main, copies }: SendPlan,
  prepared: Extract<PreparedSend, { kind: 'ready' }>,
): readonly Outgoing[] {
  const messages = main.recipients.length > 0 ? [outgoing(from, main, prepared.main)] : [];
  const hidden = copies.map((copy) =>
    outgoing(
      from,
      copy,
      prepared.bcc.find(({ recipient }) => sameAddress(recipient, copy.bcc)),
    ),
  );
  return [...messages, ...hidden];
}

function outgoing(from: string, planned: PlannedMessage, message: PreparedMessage | undefined): Outgoing {
  const { messageId, recipients, bcc } = planned;
  if (!message || message.header.length === 0)
    throw new SignetError('host', 'a message was not protected', 'protection');
  const octets = withHeader(message.header, message.entity);
  return { from, recipients, messageId, octets, ...(bcc === undefined ? {} : { bcc }) };
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
