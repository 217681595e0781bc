import {
  discardPreview,
  identityTrust,
  importIdentities,
  previewIdentities,
  renewalReminders,
  selfTest,
  SignetError,
  type Bytes,
  type Clock,
  type Identity,
  type IdentityTrust,
  type IdentityVault,
  type ImportPreview,
  type KeyStore,
  type RenewalReminder,
  type SelfTest,
  type SenderHistory,
  type TrustStore,
} from '../../shared/index';
import { type Settings, type Vault } from '../storage/index';
import { dismissedReminders, dismissReminder } from './dismissed-reminders';
import { type Handlers } from './protocol';

/** Files to import identities from, together. */
export interface IdentityFilesRequest {
  readonly files: readonly Bytes[];
  /** Left out: none is known yet. */
  readonly passphrase?: string | undefined;
  /** Addresses of the user's own accounts, as far as the host knows them. */
  readonly accounts: readonly string[];
}

/** What pages ask about the identities there are and those that are added. */
export type IdentityCalls = {
  /** By the id of an identity. */
  readonly identityTrust: { readonly request: string; readonly answer: IdentityTrust };
  /** Writes and reads a message with the identity of this id. */
  readonly selfTest: { readonly request: string; readonly answer: SelfTest };
  /** What the user is to be reminded of now. */
  readonly renewalReminders: { readonly request: undefined; readonly answer: readonly RenewalReminder[] };
  /** Says nothing of it before the next threshold. */
  readonly dismissReminder: {
    readonly request: Pick<RenewalReminder, 'id' | 'threshold'>;
    readonly answer: undefined;
  };
  /** How many people are known to have encrypted last to the identity of this id. */
  readonly writersTo: { readonly request: string; readonly answer: number };
  /** The user says that a copy of the keys of these identities is kept elsewhere. */
  readonly noteBackups: { readonly request: readonly string[]; readonly answer: undefined };
  /**
   * Keeps the keys of the files until they are imported, others are looked at, or the keys here are locked. Rejects with
   * `cancelled` where others were looked at meanwhile.
   */
  readonly previewIdentities: { readonly request: IdentityFilesRequest; readonly answer: NumberedPreview };
  /** Imports what that preview showed and nothing else; the ids of what was added. */
  readonly importIdentities: { readonly request: number; readonly answer: readonly string[] };
  /** Forgets its keys. */
  readonly discardPreview: { readonly request: number; readonly answer: undefined };
};

export interface NumberedPreview extends ImportPreview {
  readonly serial: number;
}

export interface IdentityPorts {
  readonly keyStore: KeyStore & IdentityVault;
  readonly trustStore: TrustStore;
  readonly settings: Settings;
  readonly senderHistory: Pick<SenderHistory, 'writersTo'>;
  readonly clock: Clock;
  readonly keyLock: Pick<Vault, 'onChanged'>;
  /** Left out: as built in. */
  readonly reminderDays?: readonly number[] | undefined;
}

export function identityHandlers(ports: IdentityPorts): Handlers<IdentityCalls> {
  const { keyStore, trustStore, settings, clock } = ports;
  // No number of another worker, whose preview is not here, is one of this.
  let [last = 0] = crypto.getRandomValues(new Uint32Array(1));
  let looked: { readonly serial: number; readonly preview: ImportPreview } | undefined;
  const discard = async (): Promise<void> => {
    const before = looked;
    looked = undefined;
    if (before) await discardPreview(before.preview);
  };
  ports.keyLock.onChanged((change) => {
    if (change !== 'locked') return;
    last++;
    void discard();
  });
  return {
    identityTrust: async (id) => identityTrust(await ownIdentity(keyStore, id), trustStore, clock),
    selfTest: (id) => selfTest(id, ports),
    renewalReminders: async () =>
      renewalReminders(
        await keyStore.identities(),
        clock.now(),
        await dismissedReminders(settings),
        ports.reminderDays,
      ),
    dismissReminder: (reminder) => dismissReminder(settings, reminder).then(() => undefined),
    writersTo: (id) => ports.senderHistory.writersTo(id),
    async noteBackups(ids) {
      for (const id of ids) await keyStore.noteBackup(id);
      return undefined;
    },
    async previewIdentities({ files, passphrase, accounts }) {
      const serial = ++last;
      await discard();
      const preview = await previewIdentities(files, passphrase, ports, accounts);
      if (serial !== last) {
        await discardPreview(preview);
        throw new SignetError('cancelled', 'other files are looked at, or the keys were locked');
      }
      looked = { serial, preview };
      return { ...preview, serial };
    },
    async importIdentities(serial) {
      if (looked?.serial !== serial) throw new SignetError('host', 'the identity file is no longer open', 'closed');
      // Out of reach of everything that wipes: a key is whole while it is stored.
      const mine = looked;
      looked = undefined;
      try {
        return (await importIdentities(mine.preview, keyStore)).map(({ id }) => id);
      } catch (thrown) {
        if (serial === last) looked = mine;
        else await discardPreview(mine.preview);
        throw thrown;
      }
    },
    async discardPreview(serial) {
      if (serial !== last) return undefined;
      // Also where it is being imported: what that leaves is forgotten.
      last++;
      await discard();
      return undefined;
    },
  };
}

async function ownIdentity(keyStore: KeyStore, id: string): Promise<Identity> {
  const found = (await keyStore.identities()).find((identity) => identity.id === id);
  if (!found) throw new SignetError('no-private-key', 'this identity is not in the key store');
  return found;
}
