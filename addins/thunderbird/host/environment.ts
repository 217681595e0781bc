import { SignetError } from '../../../shared/index';
import { type PolicyKeeper } from '../../policy/policy-in-force';
import { languageOf, type Language } from '../../ui/index';
import { alone } from '../../storage/index';
import { type StorageMarker } from '../../worker/storage-loss';
import { withDeadline } from './deadline';
import { thunderbird } from './thunderbird';

export function language(): Language {
  return languageOf(thunderbird.i18n.getUILanguage());
}

/** QUIRK: how Thunderbird says that there is no policy for the add-on: a rejection with these words, and with no code. */
const NO_POLICY = 'Managed storage manifest not found';
/** Less than what a worker has to start. */
const POLICY_MS = 15_000;

/**
 * What an administrator set for this add-on (policies.json, or a native manifest); empty where nothing. Rejects with
 * `malformed-policy` (`unread`) where that cannot be found out: rules that were not read are never taken for none.
 */
export async function managedValues(): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await withDeadline('storage.managed', POLICY_MS, thunderbird.storage.managed.get());
  } catch (thrown) {
    if ((thrown as Partial<Error> | undefined)?.message === NO_POLICY) return {};
    throw new SignetError('malformed-policy', 'storage.managed could not be read', 'unread');
  }
}

/** Every address the user can send from, in any account. */
export async function accountAddresses(): Promise<readonly string[]> {
  const identities = await withDeadline('identities.list', 5_000, thunderbird.identities.list());
  return identities.map(({ email }) => email).filter((email) => email !== '');
}

/** Values that last until Thunderbird ends. */
export const session = {
  async get(name: string): Promise<unknown> {
    return (await thunderbird.storage.session.get(name))[name];
  },
  set: (name: string, value: unknown): Promise<void> => thunderbird.storage.session.set({ [name]: value }),
  remove: (name: string): Promise<void> => thunderbird.storage.session.remove(name),
};

const KEPT_POLICY = 'policy';

/** In `storage.local`, which the add-on's own pages alone write. */
export const policyKeeper: PolicyKeeper = {
  read: async () => (await thunderbird.storage.local.get(KEPT_POLICY))[KEPT_POLICY],
  write: (kept) => thunderbird.storage.local.set({ [KEPT_POLICY]: kept }),
};

const LET_GO = 'let-go';
/** More than an Outbox holds. */
const LET_GO_MOST = 200;

async function letGoIds(): Promise<readonly string[]> {
  const kept = (await thunderbird.storage.local.get(LET_GO))[LET_GO];
  return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
}

/** Message-IDs of what was let go unencrypted in its window; the newest. */
export const letGo = {
  has: async (messageId: string): Promise<boolean> => messageId !== '' && (await letGoIds()).includes(messageId),
  /** One after the other, or one would take the place of another. */
  async add(messageId: string): Promise<void> {
    if (messageId === '') return;
    await alone('signet-let-go', async () => {
      const ids = [...(await letGoIds()).filter((one) => one !== messageId), messageId].slice(-LET_GO_MOST);
      await thunderbird.storage.local.set({ [LET_GO]: ids });
    });
  },
};

const idName = (tabId: number): string => `sending-id:${tabId}`;

/** A try to send the message in a window by way of the Outbox. */
export interface OutboxTry {
  /** What the Message-IDs of all its messages begin with. */
  readonly id: string;
  /** What was to be sent, in a digest. */
  readonly form: string;
  /** All of it is in the Outbox, or has left it. */
  readonly isThere?: true;
}

/** The newest try in each window. */
export const outboxTries = {
  async of(tabId: number): Promise<OutboxTry | undefined> {
    return (await session.get(idName(tabId))) as OutboxTry | undefined;
  },
  keep: (tabId: number, tried: OutboxTry): Promise<void> => session.set(idName(tabId), tried),
};

const TOLD = 'told-of-outbox';

/** That messages wait in the Outbox is told until the user has read it often enough. */
export const outboxTold = {
  is: async (): Promise<boolean> => (await thunderbird.storage.local.get(TOLD))[TOLD] === true,
  set: (): Promise<void> => thunderbird.storage.local.set({ [TOLD]: true }),
};

const MARKER = 'identities';

/** In `storage.local`, which lies outside of IndexedDB's own files of this add-on. */
export const storageMarker: StorageMarker = {
  read: async () => (await thunderbird.storage.local.get(MARKER))[MARKER],
  write: (marked) => thunderbird.storage.local.set({ [MARKER]: marked }),
};

/** Runs when Thunderbird or the add-on starts, so that the background page is there before the first message is shown. */
export function onStart(started: () => void): void {
  thunderbird.runtime.onStartup.addListener(started);
  thunderbird.runtime.onInstalled.addListener(started);
}

/** Asks the user where to keep a file, and writes it. */
export async function saveFile(filename: string, content: Blob): Promise<void> {
  const url = URL.createObjectURL(content);
  try {
    await thunderbird.downloads.download({ url, filename, saveAs: true });
  } finally {
    setTimeout(() => {
      URL.revokeObjectURL(url);
    }, 60_000);
  }
}

/** Thunderbird puts the background page to sleep half a minute after its last call; this is one. Never rejects. */
export async function stayAwake(): Promise<void> {
  await thunderbird.runtime.getPlatformInfo().catch(() => undefined);
}

/** Whether the user lets us have permissions that are asked for where they are needed; has to be asked in a click. */
export const askForPermissions = (...permissions: readonly string[]): Promise<boolean> =>
  thunderbird.permissions.request({ permissions });

/** Opens a page of ours in a window of its own. */
export async function openPage(url: string, size = { width: 640, height: 720 }): Promise<void> {
  await thunderbird.windows.create({ type: 'popup', url, ...size });
}

export const openOptions = (): Promise<void> => thunderbird.runtime.openOptionsPage();
