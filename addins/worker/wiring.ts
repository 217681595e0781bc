import {
  type CertificateDirectory,
  type Clock,
  type IdentityVault,
  type KeyLock,
  type KeyStore,
  type SenderHistory,
  type SignatureRecords,
  type RevocationRule,
  type RevocationStore,
  type WaitingKeys,
} from '../../shared/index';
import {
  createCertificateDirectory,
  createKeyStore,
  createOrderStore,
  createSenderHistory,
  createRevocationStore,
  createSettings,
  createSignatureRecords,
  createTrustStore,
  createVault,
  createWaitingKeys,
  openDatabase,
  originChannel,
  type Database,
  type EditableTrustStore,
  type OrderStore,
  type Settings,
  type Vault,
} from '../storage/index';
import { type AcmePolicy } from './acme-options';
import { defaultIdentity } from './default-identities';
import { lockAnnouncer } from './lock-news';
import { lookUpMemory, type LookUpMemory } from './look-up-memory';
import { applyProvision, type Provision } from './provision';
import { readRevocationOptions, type RevocationPolicy } from './revocation-options';

/** What the core works with inside the worker: keys and stores are here and nowhere else. */
export interface CorePorts extends LookUpMemory {
  readonly keyStore: KeyStore & IdentityVault;
  readonly keyLock: KeyLock & Pick<Vault, 'onChanged'>;
  readonly waitingKeys: WaitingKeys;
  readonly orders: OrderStore;
  readonly certificateDirectory: CertificateDirectory;
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

let database: Promise<Database> | undefined;

/** Opens the stores and applies what is provided. Rejects with `storage`; the next call tries again. */
export async function openPorts(provision: Provision): Promise<CorePorts> {
  database ??= openDatabase();
  const opened = await database.catch((thrown: unknown) => {
    database = undefined;
    throw thrown;
  });
  const settings = createSettings(opened);
  const revocationPolicy = provision.revocation ?? {};
  const clock: Clock = { now: () => new Date() };
  const vault = createVault(opened, { clock, policy: provision.keys, channel: originChannel() });
  const ports = {
    keyStore: createKeyStore(opened, clock, vault),
    keyLock: vault,
    waitingKeys: createWaitingKeys(opened, vault, clock),
    orders: createOrderStore(opened),
    certificateDirectory: createCertificateDirectory(opened),
    trustStore: createTrustStore(opened, provision),
    signatureRecords: createSignatureRecords(opened),
    senderHistory: createSenderHistory(opened),
    revocationStore: createRevocationStore(opened),
    acmePolicy: provision.acme ?? {},
    ...lookUpMemory(settings, provision.lookUp),
    revocationPolicy,
    revocationRule: () => readRevocationOptions(settings, revocationPolicy),
    settings,
    preferredIdentity: (address: string) => defaultIdentity(settings, address),
    clock,
  };
  await applyProvision(provision, ports);
  vault.onChanged(lockAnnouncer());
  // What is provided while the keys are locked is imported once they are not.
  vault.onChanged((change) => {
    if (change === 'unlocked') void applyProvision(provision, ports);
  });
  return ports;
}
