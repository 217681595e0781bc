import { fromBase64 } from '../../../../shared/base/base64';
import { latin1Text, utf8Text, type Bytes } from '../../../../shared/base/bytes';
import { deliver, type DeliveryOptions, type Undeliverable } from './delivery';
import { composeJsonDraft, messageClassOf } from './graph-draft';
import { type Faults } from './graph-faults';
import { emptyResponse, errorResponse, GraphError, jsonResponse, octetsResponse } from './graph-http';
import { type GraphRequest, type GraphResponse } from './graph-http';
import { graphAttachment, graphMessage, messageFilter, selected } from './graph-message';
import { conversationIdOf, keyOfRestId } from './message-id';
import { readRawMessage } from './mime-header';
import { asSmime, openUploadSession } from './upload-session';
import { FOLDERS, type Folder, type StoredMessage } from './message-store';

export interface GraphOptions extends DeliveryOptions {
  readonly faults: Faults;
  /** Who a bearer token speaks for. */
  readonly userOfToken: (token: string) => { readonly name: string; readonly address: string } | undefined;
  /** Whether a user has Full Access to the mailbox of another; left out: nobody has. */
  readonly mayOpen?: (user: string, owner: string) => boolean;
}

/** Documented for S/MIME payloads of `POST /me/messages`; taken for `sendMail` as well. The base64 text counts. */
export const MAX_MIME_REQUEST = 4 * 1024 * 1024;
const DEFAULT_PAGE = 10;
const MAX_PAGE = 1000;

interface Context {
  readonly request: GraphRequest;
  /** Whose mailbox it is about. */
  readonly user: { readonly name: string; readonly address: string };
  /** Who is signed in. */
  readonly sender: string;
  readonly ids: readonly string[];
  readonly options: GraphOptions;
}

type Operation = (context: Context) => GraphResponse | Promise<GraphResponse>;

/**
 * Simulated Microsoft Graph, mail part: what the add-in's documentation names and no more. Limits and error bodies are
 * Microsoft's documented ones; when a fault is hidden in the real service, this one will not show it. Anything not known
 * here is refused.
 */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /me': ({ user }) =>
    jsonResponse(200, { displayName: user.name, mail: user.address, userPrincipalName: user.address }),
  'POST /me/sendMail': async ({ request, user, sender, options }) => {
    refuseUndeliverable(await deliver(mimeOf(request), sender, options, user.address));
    return emptyResponse(202);
  },
  'GET /me/messages': (context) => listMessages(context, undefined),
  'GET /me/mailFolders/{id}/messages': (context) => listMessages(context, folderOf(context.ids[0])),
  'POST /me/messages': async (context) => {
    const { request, user, options } = context;
    const draft = isMime(request) ? undefined : jsonBody(request);
    const octets = draft ? composeJsonDraft(draft, user, options.now()) : mimeOf(request);
    const received = options.now().getTime();
    const message = options.store.add({ owner: user.address, folder: 'drafts', received, isRead: true }, octets);
    const messageClass = draft && messageClassOf(draft);
    if (messageClass !== undefined) options.store.setProperties(message, { messageClass });
    return jsonResponse(201, await resource(context, message));
  },
  'GET /me/messages/{id}': async (context) => jsonResponse(200, await resource(context, messageOf(context))),
  'PATCH /me/messages/{id}': async (context) => {
    const { isRead, categories } = jsonBody(context.request);
    const { store } = context.options;
    let message = messageOf(context);
    if (typeof isRead === 'boolean') message = store.update(message, { isRead });
    if (Array.isArray(categories)) {
      store.setProperties(message, { ...store.properties(message), categories: categories.map(String) });
    }
    return jsonResponse(200, await resource(context, message));
  },
  'DELETE /me/messages/{id}': (context) => {
    context.options.store.update(messageOf(context), { folder: 'deleteditems' });
    return emptyResponse(204);
  },
  'POST /me/messages/{id}/permanentDelete': (context) => {
    context.options.store.remove(messageOf(context));
    return emptyResponse(204);
  },
  'POST /me/messages/{id}/move': async (context) => {
    const folder = folderOf(String(jsonBody(context.request)['destinationId']));
    const moved = context.options.store.update(messageOf(context), { folder });
    return jsonResponse(201, await resource(context, moved));
  },
  'POST /me/messages/{id}/send': async (context) => {
    const { options, user } = context;
    const message = messageOf(context);
    if (message.folder !== 'drafts') throw new GraphError(400, 'ErrorInvalidRequest', 'The message is not a draft.');
    refuseUndeliverable(await deliver(asSmime(options.store, message), user.address, options));
    options.store.remove(message);
    return emptyResponse(202);
  },
  'POST /me/messages/{id}/attachments/createUploadSession': (context) =>
    openUploadSession(messageOf(context), jsonBody(context.request)),
  'GET /me/messages/{id}/$value': (context) =>
    octetsResponse('text/plain', context.options.store.octets(messageOf(context))),
  'GET /me/messages/{id}/attachments': async (context) => {
    const { attachments } = await context.options.store.item(messageOf(context));
    return jsonResponse(200, {
      value: attachments.map((one) => selected(graphAttachment(one), context.request.query)),
    });
  },
  'GET /me/messages/{id}/attachments/{id}': async (context) =>
    jsonResponse(200, graphAttachment(await attachmentOf(context))),
  'GET /me/messages/{id}/attachments/{id}/$value': async (context) => {
    const attachment = await attachmentOf(context);
    return octetsResponse(attachment.contentType, attachment.octets);
  },
};

/** Answers one request. Rejects only with `DroppedConnection`, where a fault asks for it. */
export async function answerGraph(request: GraphRequest, options: GraphOptions): Promise<GraphResponse> {
  try {
    const signedIn = userOf(request, options);
    const user = mailboxOf(request, signedIn, options);
    const { name, ids } = operationOf(request);
    const operation = OPERATIONS[name];
    if (!operation) throw new GraphError(404, 'ResourceNotFound', `The stand-in has no operation ${name}.`);
    const after = options.faults.before(name);
    const response = await operation({ request, user, sender: signedIn.address, ids, options });
    after();
    return response;
  } catch (thrown) {
    if (thrown instanceof GraphError) return errorResponse(thrown);
    throw thrown;
  }
}

const USERS = /^\/users\/([^/]+)/;

/** The mailbox that `/users/{id}` names, where the user may open it (outlook-share-messages-folders). */
function mailboxOf({ path }: GraphRequest, user: Context['user'], { owners, mayOpen }: GraphOptions): Context['user'] {
  const [, id] = USERS.exec(path) ?? [];
  if (id === undefined) return user;
  const address = decodeURIComponent(id).toLowerCase();
  if (address === user.address) return user;
  if (!owners.includes(address)) throw new GraphError(404, 'ErrorInvalidUser', 'The requested user is invalid.');
  if (mayOpen?.(user.address, address) !== true)
    throw new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  return { name: address, address };
}

/** `POST /me/messages/AAMk…/send` becomes `POST /me/messages/{id}/send`. */
function operationOf(request: GraphRequest): { readonly name: string; readonly ids: readonly string[] } {
  const ids: string[] = [];
  const names = request.path
    .replace(USERS, '/me')
    .split('/')
    .map((part, index, parts) => {
      const parent = parts[index - 1];
      if (part === 'createUploadSession') return part;
      if (parent !== 'messages' && parent !== 'attachments' && parent !== 'mailFolders') return part;
      ids.push(decodeURIComponent(part));
      return '{id}';
    });
  return { name: `${request.method} ${names.join('/')}`, ids };
}

function userOf(request: GraphRequest, options: GraphOptions): Context['user'] {
  const [, token] = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  if (token === undefined) throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty.');
  const user = options.userOfToken(token);
  if (!user) throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token has expired or is not valid.');
  return user;
}

function isMime(request: GraphRequest): boolean {
  return /^text\/plain\b/i.test(request.headers['content-type'] ?? '');
}

/** The message in a request with MIME content: base64 as text/plain, at most 4 MB as it is sent. */
function mimeOf(request: GraphRequest): Bytes {
  if (!isMime(request)) {
    throw new GraphError(415, 'UnsupportedMediaType', 'This stand-in takes MIME content (text/plain) only.');
  }
  if (request.body.length > MAX_MIME_REQUEST) {
    throw new GraphError(413, 'RequestEntityTooLarge', 'The request exceeds the maximum permitted size.');
  }
  const octets = fromBase64(latin1Text(request.body));
  if (!octets || octets.length === 0) {
    throw new GraphError(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.');
  }
  if (readRawMessage(octets).fields.every((field) => !/^[!-9;-~]+$/.test(field.name))) {
    throw new GraphError(400, 'ErrorMimeContentInvalid', 'The MIME content is invalid.');
  }
  return octets;
}

function refuseUndeliverable(reason: Undeliverable | undefined): void {
  if (reason === 'no-recipients') {
    throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
  }
  if (reason === 'sender') {
    const message =
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.';
    throw new GraphError(403, 'ErrorSendAsDenied', message);
  }
}

async function listMessages(context: Context, folder: Folder | undefined): Promise<GraphResponse> {
  const { options, request, user } = context;
  const { messageId, conversation, since = -Infinity, from } = messageFilter(request.query);
  const top = Math.min(MAX_PAGE, Math.max(1, Number(request.query.get('$top') ?? DEFAULT_PAGE) || DEFAULT_PAGE));
  const value: unknown[] = [];
  for (const message of options.store.list(user.address, folder)) {
    if (value.length === top) break;
    if (message.received < since) continue;
    const item = await options.store.item(message);
    if (messageId !== undefined && item.internetMessageId !== messageId) continue;
    if (conversation !== undefined && conversationIdOf(item) !== conversation) continue;
    if (from !== undefined && item.from.address.toLowerCase() !== from) continue;
    value.push(await resource(context, message));
  }
  return jsonResponse(200, { value });
}

async function resource(context: Context, message: StoredMessage): Promise<Record<string, unknown>> {
  const { store } = context.options;
  const whole = graphMessage(message, await store.item(message), store.properties(message));
  return selected(whole, context.request.query);
}

function messageOf({ ids, options, user }: Context): StoredMessage {
  const key = keyOfRestId(ids[0] ?? '');
  if (key === undefined) throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  const message = options.store.find(user.address, key);
  if (!message) throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  return message;
}

async function attachmentOf(context: Context) {
  const { attachments } = await context.options.store.item(messageOf(context));
  const attachment = attachments.find((candidate) => candidate.id === context.ids[1]);
  if (!attachment) throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  return attachment;
}

function folderOf(name = ''): Folder {
  const folder = FOLDERS.find((candidate) => candidate === name.toLowerCase());
  if (!folder) throw new GraphError(404, 'ErrorItemNotFound', 'The specified folder could not be found in the store.');
  return folder;
}

function jsonBody(request: GraphRequest): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(utf8Text(request.body) ?? '');
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Answered like any other body that is not an object.
  }
  throw new GraphError(400, 'BadRequest', 'Unable to read JSON request payload.');
}
