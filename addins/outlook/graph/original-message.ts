import { composeHeader, SignetError, utf8Bytes, type Bytes, type Mailbox } from '../../../shared/index';
import { type GraphClient } from './graph-client';

/** Names a message as the host knows it; one of the two is enough. */
export interface MessageName {
  readonly restId: string | undefined;
  readonly internetMessageId: string | undefined;
}

/** Original octets of stored messages, which the page need not touch. All reject with `host` where the server does not give them. */
export interface OriginalMessages {
  /**
   * The S/MIME entity that the store keeps verbatim as the one attachment ([MS-OXOSMIME] 2.1.3), under header fields
   * made of what the store says of the message. Undefined for a message that is not kept that way.
   */
  storedEntity(name: MessageName): Promise<Blob | undefined>;
  /** The whole message as the server makes it. */
  wholeMessage(name: MessageName): Promise<Blob>;
}

export function createOriginalMessages(client: GraphClient): OriginalMessages {
  const ids = new Map<string, string>();
  const idOf = async ({ restId, internetMessageId }: MessageName): Promise<string> => {
    if (restId !== undefined) return restId;
    if (internetMessageId === undefined) throw new SignetError('host', 'message without any id', 'not-found');
    const known = ids.get(internetMessageId) ?? (await findId(client, internetMessageId));
    ids.set(internetMessageId, known);
    return known;
  };
  return {
    async storedEntity(name) {
      const path = `/me/messages/${encodeURIComponent(await idOf(name))}`;
      const [list, message] = await Promise.all([
        json(client, `${path}/attachments?$select=id,name,contentType`),
        json(client, `${path}?$select=${SELECTED}`),
      ]);
      const only = onlyAttachment(list);
      if (!only) return undefined;
      return underHeader(message, await content(client, `${path}/attachments/${encodeURIComponent(only)}/$value`));
    },
    async wholeMessage(name) {
      return content(client, `/me/messages/${encodeURIComponent(await idOf(name))}/$value`);
    },
  };
}

const SELECTED = 'internetMessageHeaders,from,toRecipients,ccRecipients,subject,sentDateTime,internetMessageId';

async function json(client: GraphClient, path: string): Promise<unknown> {
  return (await client.ask(path)).json();
}

async function content(client: GraphClient, path: string): Promise<Blob> {
  return (await client.ask(path)).blob();
}

async function findId(client: GraphClient, internetMessageId: string): Promise<string> {
  const filter = encodeURIComponent(`internetMessageId eq '${internetMessageId.replaceAll("'", "''")}'`);
  const { value } = (await json(client, `/me/messages?$filter=${filter}&$select=id`)) as GraphList<{ id?: string }>;
  const id = value?.[0]?.id;
  if (id === undefined) throw new SignetError('host', 'Graph: no such message', 'not-found');
  return id;
}

interface GraphList<T> {
  readonly value?: readonly T[];
}

interface GraphAddress {
  readonly emailAddress?: { readonly name?: string; readonly address?: string };
}

interface GraphMessage {
  readonly internetMessageHeaders?: readonly { readonly name: string; readonly value: string }[];
  readonly from?: GraphAddress;
  readonly toRecipients?: readonly GraphAddress[];
  readonly ccRecipients?: readonly GraphAddress[];
  readonly subject?: string;
  readonly sentDateTime?: string;
  readonly internetMessageId?: string;
}

function onlyAttachment(list: unknown): string | undefined {
  const { value = [] } = list as GraphList<{ id?: string; name?: string; contentType?: string }>;
  const [only] = value;
  if (value.length !== 1 || only === undefined) return undefined;
  const isSmime =
    /^(multipart\/signed|application\/(x-)?pkcs7-)/i.test(only.contentType ?? '') || /\.p7m$/i.test(only.name ?? '');
  return isSmime ? only.id : undefined;
}

/** Only our own reader sees it, which takes binary as it is. */
const OPAQUE_HEADER =
  'Content-Type: application/pkcs7-mime; name="smime.p7m"\r\nContent-Transfer-Encoding: binary\r\n\r\n';

async function underHeader(message: unknown, stored: Blob): Promise<Blob> {
  const header = headerOf(message as GraphMessage);
  const [first] = new Uint8Array(await stored.slice(0, 1).arrayBuffer());
  const isCms = first === 0x30;
  return new Blob([header, ...(isCms ? [OPAQUE_HEADER] : []), stored]);
}

/** Transport headers as they came in where the store has them, else fields made of its own properties. */
function headerOf(message: GraphMessage): Bytes {
  const kept = (message.internetMessageHeaders ?? []).filter(({ name }) => !/^(content-|mime-version$)/i.test(name));
  if (kept.some(({ name }) => /^from$/i.test(name))) {
    const lines = kept.map(({ name, value }) => `${name}: ${value.replace(/\r?\n(?![ \t])/g, ' ')}\r\n`);
    return utf8Bytes(`${lines.join('')}MIME-Version: 1.0\r\n`);
  }
  return composeHeader({
    from: mailboxOf(message.from),
    to: (message.toRecipients ?? []).map(mailboxOf),
    cc: (message.ccRecipients ?? []).map(mailboxOf),
    subject: message.subject ?? '',
    date: new Date(message.sentDateTime ?? 0),
    messageId: message.internetMessageId ?? '',
  });
}

function mailboxOf(from: GraphAddress | undefined): Mailbox {
  return { name: from?.emailAddress?.name ?? '', address: from?.emailAddress?.address ?? '' };
}
