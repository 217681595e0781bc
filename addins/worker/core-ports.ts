import {
  type BrowsableDirectory,
  type Clock,
  type IdentityVault,
  type KeyLock,
  type KeyStore,
  type Publishing,
  type RecipientRules,
  type RevocationRule,
  type RevocationStore,
  type SenderHistory,
  type SignatureRecords,
  type WaitingKeys,
} from '../../shared/index';
import { type EditableTrustStore, type OrderStore, type Settings, type Vault } from '../storage/index';
import { type AcmePolicy } from './acme-options';
import { type LookUpMemory } from './look-up-memory';
import { type RevocationPolicy } from './revocation-options';

/** What the core works with inside the worker: keys and stores are here and nowhere else. */
export interface CorePorts extends LookUpMemory {
  readonly keyStore: KeyStore & IdentityVault;
  readonly keyLock: KeyLock & Pick<Vault, 'onChanged'>;
  readonly waitingKeys: WaitingKeys;
  readonly openOrders: () => Promise<OrderStore>;
  readonly certificateDirectory: BrowsableDirectory;
  readonly recipientRules: RecipientRules;
  readonly harvests: boolean;
  readonly reminderDays?: readonly number[] | undefined;
  readonly publishing: Publishing;
  readonly trustStore: EditableTrustStore;
  readonly signatureRecords: SignatureRecords;
  readonly senderHistory: SenderHistory;
  readonly revocationStore: RevocationStore;
  readonly revocationPolicy: RevocationPolicy;
  readonly revocationRule: () => Promise<RevocationRule>;
  readonly acmePolicy: AcmePolicy;
  readonly settings: Settings;
  readonly preferredIdentity: (address: string) => Promise<string | undefined>;
  readonly clock: Clock;
}
