import { type Bytes, type Der } from '../../../../shared/base/bytes';
import { type DemoOptions } from '../../demo/demo-people';
import { createDemoWorld, loadDemoWorld, saveDemoWorld } from '../../demo/demo-world';
import { type MessageStore } from '../graph/message-store';
import { firstValue, readRawMessage } from '../graph/mime-header';
import { damaged, type StateFolder } from './state-folder';

/** What the playground needs of the demo world; tests give smaller ones. */
export interface PlaygroundWorld {
  readonly user: { readonly name: string; readonly address: string };
  readonly passphrase: string;
  readonly pfx: Bytes;
  readonly anchor: Der;
  readonly people: readonly { readonly name: string; readonly address: string; readonly certificate?: Der }[];
  readonly messages: readonly { readonly key: string; readonly octets: Bytes }[];
}

export interface WorldSource {
  create(folder: string, now: Date): Promise<PlaygroundWorld>;
  /** Undefined or an exception where the folder does not hold a whole one. */
  load(folder: string): PlaygroundWorld | undefined;
}

export const demoWorld = (options: DemoOptions = {}): WorldSource => ({
  async create(folder, now) {
    const world = await createDemoWorld(now, options);
    saveDemoWorld(folder, world);
    return world;
  },
  load: loadDemoWorld,
});

/** The world of a state folder, made on first start. Throws `StartError` where it cannot be read. */
export async function openWorld(state: StateFolder, source: WorldSource, now: Date): Promise<PlaygroundWorld> {
  if (state.isNew) return source.create(state.path, now);
  try {
    const world = source.load(state.path);
    if (world) return world;
  } catch {
    // Told below: it makes no difference to the person how it is damaged.
  }
  throw damaged(state.path, 'The demo people cannot be read');
}

const MINUTE = 60_000;

/** Puts the demo messages into the user's inbox, the first on top. */
export function fillMailbox(store: MessageStore, world: PlaygroundWorld, now: Date): void {
  for (const [index, { octets }] of world.messages.entries()) {
    const date = Date.parse(firstValue(readRawMessage(octets), 'date') ?? '');
    const received = Number.isNaN(date) ? now.getTime() - index * MINUTE : date;
    store.add({ owner: world.user.address.toLowerCase(), folder: 'inbox', received, isRead: false }, octets);
  }
}
