import { type Clock, type Publishing } from '../../shared/index';
import {
  createCertificateDirectory,
  createKeyStore,
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
  type Settings,
} from '../storage/index';
import { type CorePorts } from './core-ports';
import { defaultIdentity } from './default-identities';
import { lockAnnouncer } from './lock-news';
import { lookUpMemory } from './look-up-memory';
import { LOOK_UP_SETTING } from './look-up-setting';
import { ACME_SETTING } from './acme-options';
import { applyProvision, type Provision } from './provision';
import { readRevocationOptions, REVOCATION_SETTING } from './revocation-options';
import { withUsual } from './usual-settings';

export type { CorePorts } from './core-ports';

let database: Promise<Database> | undefined;

const publishingOf = ({ keys }: Provision): Publishing => (keys?.backupFirst === true ? 'after-backup' : 'always');

/**
 * Opens the stores and applies what is provided, or what is found out to be with the settings there. Rejects with `storage`, or
 * with what `provided` rejects with; the next call tries again.
 */
export async function openPorts(
  provided: Provision | ((settings: Settings) => Promise<Provision>),
): Promise<CorePorts> {
  database ??= openDatabase();
  const opened = await database.catch((thrown: unknown) => {
    database = undefined;
    throw thrown;
  });
  const stored = createSettings(opened);
  const provision = typeof provided === 'function' ? await provided(stored) : provided;
  const { revocation, acme, lookUp, unlockTime } = provision.usual ?? {};
  const settings = withUsual(stored, {
    ...(revocation && { [REVOCATION_SETTING]: revocation }),
    ...(acme && { [ACME_SETTING]: acme }),
    ...(lookUp && { [LOOK_UP_SETTING]: lookUp }),
  });
  const revocationPolicy = provision.revocation ?? {};
  const clock: Clock = { now: () => new Date() };
  const vault = createVault(opened, {
    clock,
    policy: provision.keys,
    usualUnlockTime: unlockTime,
    channel: originChannel(),
  });
  const ports = {
    keyStore: createKeyStore(opened, clock, vault),
    keyLock: vault,
    waitingKeys: createWaitingKeys(opened, vault, clock),
    openOrders: async () => (await import('../storage/order-store')).createOrderStore(opened),
    certificateDirectory: createCertificateDirectory(opened),
    recipientRules: provision.recipients ?? {},
    harvests: provision.withoutHarvest !== true,
    reminderDays: provision.reminderDays,
    publishing: publishingOf(provision),
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
