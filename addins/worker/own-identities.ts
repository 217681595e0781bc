import {
  type IdentityTrust,
  type ImportPreview,
  type RenewalReminder,
  type SelfTest,
  type Work,
} from '../../shared/index';
import { type IdentityCalls, type IdentityFilesRequest } from './identity-calls';
import { type Caller } from './worker-client';

/** What files of identities hold. */
export interface IdentityOffer extends ImportPreview {
  /** Stores what can be; gives the ids of what was added. Rejects with `host` (`closed`) where the keys were forgotten. */
  accept(): Promise<readonly string[]>;
  /** Forgets the keys. */
  discard(): void;
}

/** The identities of the user as pages see them. */
export interface OwnIdentities {
  /** Who stands behind an identity. */
  identityTrust(id: string): Promise<IdentityTrust>;
  /** Writes a message to its owner with an identity, and reads it; nothing is sent. */
  selfTest(id: string): Promise<SelfTest>;
  /** How many people are known to have encrypted last to an identity. */
  writersTo(id: string): Promise<number>;
  /** The user says that a copy of the keys of these identities is kept elsewhere. */
  noteBackups(ids: readonly string[]): Promise<void>;
  readonly reminders: {
    /** That identities end soon, or have ended, and none takes their place. */
    read(): Promise<readonly RenewalReminder[]>;
    /** Not again before the next threshold. */
    dismiss(reminder: RenewalReminder): Promise<void>;
  };
  /** Looks at files and keeps nothing. */
  openIdentityFiles(request: IdentityFilesRequest, work?: Work): Promise<IdentityOffer>;
}

export function createOwnIdentities(worker: Caller<IdentityCalls>): OwnIdentities {
  return {
    identityTrust: (id) => worker.call('identityTrust', id),
    selfTest: (id) => worker.call('selfTest', id),
    writersTo: (id) => worker.call('writersTo', id),
    noteBackups: (ids) => worker.call('noteBackups', ids),
    reminders: {
      read: () => worker.call('renewalReminders', undefined),
      dismiss: ({ id, threshold }) => worker.call('dismissReminder', { id, threshold }),
    },
    async openIdentityFiles(request, work) {
      const { serial, ...preview } = await worker.call('previewIdentities', request, work);
      return {
        ...preview,
        async accept() {
          const added = await worker.call('importIdentities', serial);
          askToPersist();
          return added;
        },
        discard() {
          void worker.call('discardPreview', serial).catch(() => undefined);
        },
      };
    },
  };
}

/** Asks the browser not to clear this site's storage when space is short; it may say no. A worker cannot ask. */
function askToPersist(): void {
  const { navigator } = globalThis as { readonly navigator?: { readonly storage?: StorageManager } };
  navigator?.storage?.persist().catch(() => false);
}
