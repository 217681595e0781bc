import {
  type CertificateDirectory,
  type Clock,
  type IdentityVault,
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
  createWaitingKeys,
  deviceKey,
  openDatabase,
  type Database,
  type EditableTrustStore,
  type OrderStore,
  type Settings,
} from '../storage/index';
import { type AcmePolicy } from './acme-options';
import { applyProvision, type Provision } from './provision';
import { readRevocationOptions, type RevocationPolicy } from './revocation-options';

/** What the core works with inside the worker: keys and stores are here and nowhere else. */
export interface CorePorts {
  readonly keyStore: KeyStore & IdentityVault;
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
  const ports = {
    keyStore: createKeyStore(opened),
    waitingKeys: createWaitingKeys(opened, deviceKey(opened)),
    orders: createOrderStore(opened),
    certificateDirectory: createCertificateDirectory(opened),
    trustStore: createTrustStore(opened, provision),
    signatureRecords: createSignatureRecords(opened),
    senderHistory: createSenderHistory(opened),
    revocationStore: createRevocationStore(opened),
    acmePolicy: provision.acme ?? {},
    revocationPolicy,
    revocationRule: () => readRevocationOptions(settings, revocationPolicy),
    settings,
    clock: { now: () => new Date() },
  };
  await applyProvision(provision, ports);
  return ports;
}
