import { SignetError } from '../../../shared/index';
import { officeCall } from './call';
import { createComposeItem, type ComposeItem } from './compose-item';
import { createEnvironment, type Environment } from './environment';
import { createPreferences, type Preferences } from './preferences';
import { createReadItem, type ReadItem } from './read-item';

/** What stands in front of the user; `none` where a pinned pane has no message to look at, or one of another kind. */
export type Selection =
  | { readonly kind: 'read'; readonly item: ReadItem }
  | { readonly kind: 'compose'; readonly item: ComposeItem }
  | { readonly kind: 'none' };

/** The host as the pane needs it. */
export interface Host {
  readonly environment: Environment;
  readonly preferences: Preferences;
  selection(): Selection;
  /** Gives the mailbox a category of that name where it has none. Rejects with `host` where an add-in may not. */
  readonly ensureCategory: (name: string) => Promise<void>;
  /** Calls `changed` when the user selects another message while the pane is pinned. */
  onSelectionChanged(changed: () => void): void;
}

const READY_TIMEOUT_MS = 20_000;

/** Rejects with `host` where this page does not run inside Outlook. */
export async function connectToOffice(window: Window, timeoutMs = READY_TIMEOUT_MS): Promise<Host> {
  if (typeof Office === 'undefined') throw new SignetError('host', 'office.js is not loaded', 'office.js');
  const info = await withTimeout(Office.onReady(), timeoutMs);
  if ((info.host as Office.HostType | null) !== Office.HostType.Outlook) {
    throw new SignetError('host', 'Outlook expected', 'office.js');
  }
  return createHost(Office.context, window);
}

function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new SignetError('host', 'office.js: not ready', 'office.js')), timeoutMs);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function createHost(context: Office.Context, window: Pick<Window, 'matchMedia'>): Host {
  const { mailbox, roamingSettings } = context;
  return {
    environment: createEnvironment(context, window),
    preferences: createPreferences(roamingSettings),
    selection: () => selectionOf(mailbox),
    ensureCategory: async (name) => (await import('./master-category')).ensureMasterCategory(mailbox, name),
    onSelectionChanged(changed) {
      // A pane that cannot be pinned is made anew for each message: nothing to watch.
      void officeCall('addHandlerAsync', (done) =>
        mailbox.addHandlerAsync(Office.EventType.ItemChanged, changed, done),
      ).catch(() => undefined);
    },
  };
}

function selectionOf(mailbox: Office.Mailbox): Selection {
  const item = mailbox.item as Office.MessageRead | Office.MessageCompose | null | undefined;
  if (!item || item.itemType !== 'message') return { kind: 'none' };
  // In read mode the subject is the text itself, in compose mode an object that gives it.
  return typeof item.subject === 'string'
    ? { kind: 'read', item: createReadItem(item as Office.MessageRead, mailbox) }
    : { kind: 'compose', item: createComposeItem(item as Office.MessageCompose, mailbox) };
}
