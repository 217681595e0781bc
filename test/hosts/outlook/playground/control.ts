import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64 } from '../../../../shared/base/base64';
import { latin1Text, utf8Bytes, utf8Text } from '../../../../shared/base/bytes';
import { composeJsonDraft } from '../graph/graph-draft';
import { type Fault, type Faults } from '../graph/graph-faults';
import { emptyResponse, errorResponse, GraphError, jsonResponse, octetsResponse } from '../graph/graph-http';
import { type GraphRequest, type GraphResponse } from '../graph/graph-http';
import { keyOfRestId, restIdOf } from '../graph/message-id';
import { readRawMessage } from '../graph/mime-header';
import {
  FOLDERS,
  writeFileWhole,
  type MessageProperties,
  type MessageStore,
  type StoredMessage,
} from '../graph/message-store';
import { type AccountType, type MailboxView, type MessageSummary, type MessageView, type SessionView } from './views';
import { type PlaygroundWorld } from './world';

export interface ControlOptions {
  readonly world: PlaygroundWorld;
  readonly store: MessageStore;
  readonly faults: Faults;
  readonly stateFolder: string;
  readonly manifestPath: string;
  readonly token: string;
  readonly isShimmed: boolean;
  readonly accountType: AccountType;
  readonly now: () => Date;
}

type Operation = (options: ControlOptions, request: GraphRequest, id: string) => GraphResponse | Promise<GraphResponse>;

const ownerOf = ({ world }: ControlOptions): string => world.user.address.toLowerCase();

/** What the host page, which stands for Outlook itself, asks of its server. Add-ins use the first three. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET token': ({ token }) => jsonResponse(200, { accessToken: token }),
  'GET policy.json': ({ world }) => {
    const url = `/playground/${pfxName(world)}`;
    const certificates = world.people.flatMap(({ certificate }) => (certificate ? [toBase64(certificate)] : []));
    return jsonResponse(200, {
      anchors: [toBase64(world.anchor)],
      certificates,
      identityOffer: { url, passphrase: world.passphrase },
    });
  },
  'GET manifest.xml': ({ manifestPath, accountType }) =>
    octetsResponse('application/xml', deployedManifest(readFileSync(manifestPath), accountType)),
  'GET session': ({ world, isShimmed, accountType }) => {
    const people = world.people.map(({ name, address }) => ({ name, address }));
    return jsonResponse(200, { user: world.user, people, isShimmed, accountType } satisfies SessionView);
  },
  'GET mailbox': async (options) => jsonResponse(200, await mailboxView(options)),
  'GET messages/{id}': async (options, _request, id) => {
    return jsonResponse(200, await messageView(options, messageOf(options, id)));
  },
  'PUT messages/{id}': (options, request, id) => {
    const { categories, customProperties } = jsonBody(request) as MessageProperties;
    const properties = { ...(categories ? { categories } : {}), ...(customProperties ? { customProperties } : {}) };
    options.store.setProperties(messageOf(options, id), properties);
    return emptyResponse(204);
  },
  'PUT drafts': (options, request) => saveDraft(options, request, undefined),
  'PUT drafts/{id}': (options, request, id) => saveDraft(options, request, messageOf(options, id)),
  // A draft that an add-in has deleted already is as good as discarded.
  'DELETE drafts/{id}': (options, _request, id) => {
    const draft = options.store.find(ownerOf(options), keyOfRestId(id) ?? '');
    if (draft?.folder === 'drafts') options.store.remove(draft);
    return emptyResponse(204);
  },
  'GET settings': (options) => jsonResponse(200, readSettings(options)),
  'PUT settings': (options, request) => {
    writeFileWhole(join(options.stateFolder, 'settings.json'), JSON.stringify(jsonBody(request)));
    return emptyResponse(204);
  },
  'POST faults': ({ faults }, request) => {
    faults.add(jsonBody(request) as unknown as Fault);
    return emptyResponse(204);
  },
  'DELETE faults': ({ faults }) => {
    faults.clear();
    return emptyResponse(204);
  },
};

/** On premises the add-in is deployed as OUTLOOK_PERMISSION=ReadWriteMailbox makes it. */
function deployedManifest(manifest: Buffer, accountType: AccountType): Uint8Array {
  if (accountType !== 'enterprise') return manifest;
  return utf8Bytes(
    manifest.toString('utf8').replace('>ReadWriteItem</Permissions>', '>ReadWriteMailbox</Permissions>'),
  );
}

/** Answers what stands below `/playground/`; `path` is what follows. */
export async function answerControl(
  path: string,
  request: GraphRequest,
  options: ControlOptions,
): Promise<GraphResponse> {
  try {
    if (request.method === 'GET' && path === pfxName(options.world)) {
      return octetsResponse('application/x-pkcs12', options.world.pfx);
    }
    const [first = '', id = '', ...more] = path.split('/');
    const name = `${request.method} ${id === '' ? first : `${first}/{id}`}`;
    const operation = more.length === 0 ? OPERATIONS[name] : undefined;
    if (!operation) throw new GraphError(404, 'NotFound', 'There is nothing here.');
    return await operation(options, request, decodeURIComponent(id));
  } catch (thrown) {
    if (thrown instanceof GraphError) return errorResponse(thrown);
    throw thrown;
  }
}

function pfxName(world: PlaygroundWorld): string {
  return `${world.user.address.split('@')[0] ?? 'user'}.pfx`;
}

function messageOf(options: ControlOptions, id: string): StoredMessage {
  const message = options.store.find(ownerOf(options), keyOfRestId(id) ?? '');
  if (!message) throw new GraphError(404, 'ErrorItemNotFound', 'The message is not there any more.');
  return message;
}

function jsonBody(request: GraphRequest): Record<string, unknown> {
  try {
    return JSON.parse(utf8Text(request.body) ?? '') as Record<string, unknown>;
  } catch {
    throw new GraphError(400, 'BadRequest', 'JSON expected.');
  }
}

function saveDraft(options: ControlOptions, request: GraphRequest, old: StoredMessage | undefined): GraphResponse {
  const { store, world, now } = options;
  const octets = composeJsonDraft(jsonBody(request), world.user, now());
  const received = now().getTime();
  const draft = old
    ? store.update(old, { received }, octets)
    : store.add({ owner: ownerOf(options), folder: 'drafts', received, isRead: true }, octets);
  return jsonResponse(200, { id: restIdOf(draft.key) });
}

function readSettings({ stateFolder }: ControlOptions): unknown {
  const path = join(stateFolder, 'settings.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

async function mailboxView(options: ControlOptions): Promise<MailboxView> {
  const all = options.store.list(ownerOf(options));
  const folders = FOLDERS.map((id) => {
    const here = all.filter(({ folder }) => folder === id);
    return { id, total: here.length, unread: here.filter(({ isRead }) => !isRead).length };
  });
  return { folders, messages: await Promise.all(all.map((message) => summaryOf(options, message))) };
}

const PREVIEW = 120;

async function summaryOf({ store }: ControlOptions, message: StoredMessage): Promise<MessageSummary> {
  const item = await store.item(message);
  return {
    id: restIdOf(message.key),
    folder: message.folder,
    received: message.received,
    isRead: message.isRead,
    subject: item.subject,
    from: item.from,
    to: item.to,
    itemClass: item.itemClass,
    hasAttachments: item.itemClass === 'IPM.Note' && item.attachments.some(({ isInline }) => !isInline),
    preview: previewOf(item.body.content),
  };
}

function previewOf(content: string): string {
  const text = content.replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ').replace(/&nbsp;/g, ' ');
  return text.replace(/\s+/g, ' ').trim().slice(0, PREVIEW);
}

async function messageView(options: ControlOptions, message: StoredMessage): Promise<MessageView> {
  const { store } = options;
  const item = await store.item(message);
  const { categories = [], customProperties = {} } = store.properties(message);
  const header = readRawMessage(store.octets(message)).fields.map((field) => latin1Text(field.octets));
  return {
    ...(await summaryOf(options, message)),
    cc: item.cc,
    bcc: item.bcc,
    internetMessageId: item.internetMessageId,
    inReplyTo: item.inReplyTo,
    headers: item.headers,
    headerSection: header.join(''),
    body: item.body,
    attachments: item.attachments.map(({ octets, contentId, ...rest }) => ({
      ...rest,
      ...(contentId === undefined ? {} : { contentId }),
      size: octets.length,
    })),
    categories,
    customProperties,
  };
}
