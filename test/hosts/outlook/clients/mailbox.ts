import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8Bytes, type Bytes } from '../../../../shared/index';
import { type GraphOptions } from '../graph/graph';
import { Faults } from '../graph/graph-faults';
import { MessageStore } from '../graph/message-store';
import { restIdOfEws } from '../graph/message-id';
import { type HostItem } from '../host/item';
import { type HostMailbox } from '../host/mailbox';
import { HOST_ERROR, HostError } from '../host/protocol';
import { answerControl } from '../playground/control';
import { discardDraft, saveDraft } from '../playground/page/drafts';
import { replyItem } from '../playground/page/items';
import { type ServerApi } from '../playground/page/server-api';
import { type MailboxView, type MessageView } from '../playground/views';
import { type PlaygroundWorld } from '../playground/world';
import { ewsSystem, graphSystem, type MailSystem, type Network } from './mail-systems';
import { type ClientProfile } from './profiles';

/** A mailbox behind the stand-in for Graph or for EWS, of its own for each cell of the table. */
export interface TestMailbox {
  readonly network: Network;
  readonly system: MailSystem;
  readonly host: HostMailbox;
  /** Puts a message into the inbox; gives an answer to it or a forward, as Outlook begins one. */
  about(octets: Bytes, kind: 'reply' | 'forward'): Promise<HostItem>;
  /** Everything that left. */
  sent(): readonly Bytes[];
  /** What lies in Drafts and Deleted Items. */
  kept(): readonly Bytes[];
  /** Every message that any folder ever held. */
  everKept(): readonly Bytes[];
  /** The draft was closed, and whatever the client does with it then is done. */
  closed(): Promise<void>;
  remove(): void;
}

export function createMailbox(world: PlaygroundWorld, { quirks, mailSystem }: ClientProfile): TestMailbox {
  const folder = mkdtempSync(join(tmpdir(), 'signet-client-'));
  const sentFolder = join(folder, 'sent');
  const owner = world.user.address;
  const store = new MessageStore(join(folder, 'mail'), [owner]);
  const faults = new Faults();
  const held = new Map<string, Bytes>();
  store.onChange(() => {
    for (const one of store.list(owner)) {
      const octets = store.octets(one);
      held.set(`${one.key} ${octets.length}`, octets);
    }
  });
  const network: Network = { isDown: false, isSignInRefused: false, isMute: false, isNarrow: false };
  const now = (): Date => new Date();
  const userOfToken = (token: string) => (token === 'good' ? world.user : undefined);
  const graph: GraphOptions = { store, owners: [owner], sentFolder, now, faults, userOfToken };
  const control = async (path: string, method: string, value?: object): Promise<Record<string, unknown>> => {
    const request = { method, path, query: new URLSearchParams(), headers: {}, body: utf8Bytes(JSON.stringify(value)) };
    const session = { isShimmed: true, accountType: 'office365' } as const;
    const options = { world, store, faults, stateFolder: folder, manifestPath: '', token: '', now, ...session };
    const { status, body } = await answerControl(path, request, options);
    if (status >= 400) throw new Error(String(body));
    return typeof body === 'string' && body !== '' ? (JSON.parse(body) as Record<string, unknown>) : {};
  };
  const server = {
    async saveDraft(draft: object, id: string | undefined) {
      const path = id === undefined ? 'drafts' : `drafts/${encodeURIComponent(id)}`;
      const kept = await control(path, 'PUT', draft).catch(() => {
        if (quirks.includes(1600)) throw new HostError(HOST_ERROR.save);
        return control('drafts', 'PUT', draft);
      });
      return String(kept['id']);
    },
    async discardDraft(id: string) {
      await control(`drafts/${encodeURIComponent(id)}`, 'DELETE');
    },
  } as unknown as ServerApi;
  let closing: (done: Promise<void>) => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    closing = resolve;
  });
  const close = async (item: HostItem, discard: boolean): Promise<void> => {
    if (quirks.includes(5551)) await saveDraft(item, server);
    else if (discard && quirks.includes(5696)) await moveDraft(item);
    else if (discard) await discardDraft(item, server);
  };
  const moveDraft = (item: HostItem): Promise<void> => {
    const draft = store.list(owner, 'drafts').find(({ key }) => restIdOfEws(item.itemId ?? '').includes(key));
    if (draft) store.update(draft, { folder: 'deleteditems' });
    return Promise.resolve();
  };
  return {
    network,
    system: mailSystem === 'EWS' ? ewsSystem(graph, network) : graphSystem(graph, faults, network),
    host: {
      user: world.user,
      locale: 'en-US',
      saveDraft: (item: HostItem) => saveDraft(item, server),
      closeItem: (item: HostItem, { discard }: { readonly discard: boolean }) => closing(close(item, discard)),
    } as unknown as HostMailbox,
    async about(octets, kind) {
      store.add({ owner, folder: 'inbox', received: now().getTime(), isRead: true }, octets);
      const { messages } = (await control('mailbox', 'GET')) as unknown as MailboxView;
      const view = await control(`messages/${encodeURIComponent(messages[0]?.id ?? '')}`, 'GET');
      return replyItem(view as unknown as MessageView, world.user, kind);
    },
    sent: () => readAll(sentFolder),
    kept: () => [...store.list(owner, 'drafts'), ...store.list(owner, 'deleteditems')].map((one) => store.octets(one)),
    closed: () => closed,
    everKept: () => [...held.values()],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function readAll(folder: string): readonly Bytes[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => new Uint8Array(readFileSync(join(folder, name))));
  } catch {
    return [];
  }
}
