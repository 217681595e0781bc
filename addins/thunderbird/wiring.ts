import { type CertificateDirectory, type Clock, type IdentityVault, type KeyStore } from '../../shared/index';
import {
  createCertificateDirectory,
  createKeyStore,
  createSettings,
  createTrustStore,
  openDatabase,
  type Database,
  type EditableTrustStore,
  type Settings,
} from '../storage/index';
import { managedValues } from './host/environment';
import { createComposeTabs, type ComposeTabs } from './host/compose-tabs';
import { createMessagePane, type MessagePane } from './host/message-pane';
import { applyProvision, readProvision } from './provision';

/** The hosts' side: no state of its own, usable at once. */
export interface Hosts {
  readonly compose: ComposeTabs;
  readonly pane: MessagePane;
}

/** What every page of the add-on works with. */
export interface Ports {
  readonly keyStore: KeyStore & IdentityVault;
  readonly certificateDirectory: CertificateDirectory;
  readonly trustStore: EditableTrustStore;
  readonly settings: Settings;
  readonly clock: Clock;
}

export const hosts: Hosts = { compose: createComposeTabs(), pane: createMessagePane() };

let database: Promise<Database> | undefined;
let ports: Promise<Ports> | undefined;

/** The same ports for all callers of this page. A failure is not kept: the next caller tries again. */
export function openPorts(): Promise<Ports> {
  ports ??= createPorts().catch((thrown: unknown) => {
    ports = undefined;
    throw thrown;
  });
  return ports;
}

async function createPorts(): Promise<Ports> {
  database ??= openDatabase();
  const opened = await database.catch((thrown: unknown) => {
    database = undefined;
    throw thrown;
  });
  const provision = readProvision(await managedValues());
  const created = {
    keyStore: createKeyStore(opened),
    certificateDirectory: createCertificateDirectory(opened),
    trustStore: createTrustStore(opened, provision.anchors),
    settings: createSettings(opened),
    clock: { now: () => new Date() },
  };
  await applyProvision(provision, created);
  return created;
}
