import { composeHeader, SignetError, utf8Bytes, type Bytes, type Mailbox } from '../../../shared/index';
import { mailboxPath, type GraphClient } from './graph-client';

/** Names a message as the host knows it; one of the two is enough. */
export interface MessageName {
  readonly restId: string | undefined;
  readonly internetMessageId: string | undefined;
  /** The address of the mailbox that it is in, where that is not the user's own. */
  readonly owner?: () => Promise<string | undefined>;
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

/** Where a message is, and who is asked for it. */
interface Place {
  readonly client: GraphClient;
  readonly path: string;
}

/** `shared` has the rights for mailboxes of others. */
export function createOriginalMessages(client: GraphClient, shared = client): OriginalMessages {
  const ids = new Map<string, string>();
  const placeOf = async ({ restId, internetMessageId, owner }: MessageName): Promise<Place> => {
    const address = await owner?.();
    const asked = address === undefined ? client : shared;
    const messages = `${mailboxPath(address)}/messages`;
    const at = (id: string): Place => ({ client: asked, path: `${messages}/${encodeURIComponent(id)}` });
    if (restId !== undefined) return at(restId);
    if (internetMessageId === undefined) throw new SignetError('host', 'message without any id', 'not-found');
    const key = `${messages} ${internetMessageId}`;
    const known = ids.get(key) ?? (await findId(asked, messages, internetMessageId));
    ids.set(key, known);
    return at(known);
  };
  return {
    async storedEntity(name) {
      const place = await placeOf(name);
      const [list, message] = await Promise.all([
        json(place.client, `${place.path}/attachments?$select=id,name,contentType`),
        json(place.client, `${place.path}?$select=${SELECTED}`),
      ]);
      const only = onlyAttachment(list);
      if (!only) return undefined;
      const stored = await content(place.client, `${place.path}/attachments/${encodeURIComponent(only)}/$value`);
      return underHeader(message, stored);
    },
    async wholeMessage(name) {
      const place = await placeOf(name);
      return content(place.client, `${place.path}/$value`);
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

async function findId(client: GraphClient, messages: string, internetMessageId: string): Promise<string> {
  const filter = encodeURIComponent(`internetMessageId eq '${internetMessageId.replaceAll("'", "''")}'`);
  const { value } = (await json(client, `${messages}?$filter=${filter}&$select=id`)) as GraphList<{ id?: string }>;
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
