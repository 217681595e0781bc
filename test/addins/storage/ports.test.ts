import { createCertificateDirectory } from '../../../addins/storage/certificate-directory';
import { type Database } from '../../../addins/storage/database';
import { createKeyStore } from '../../../addins/storage/key-store';
import { createSenderHistory } from '../../../addins/storage/sender-history';
import { createSignatureRecords } from '../../../addins/storage/signature-records';
import { createVault } from '../../../addins/storage/vault';
import { createWaitingKeys } from '../../../addins/storage/waiting-keys';
import { createTrustStore } from '../../../addins/storage/trust-store';
import { type Der } from '../../../shared/base/bytes';
import { certificateDirectoryContract } from '../../ports/certificate-directory.contract';
import { keyStoreContract } from '../../ports/key-store.contract';
import { senderHistoryContract } from '../../ports/sender-history.contract';
import { signatureRecordsContract } from '../../ports/signature-records.contract';
import { trustStoreContract } from '../../ports/trust-store.contract';
import { waitingKeysContract } from '../../ports/waiting-keys.contract';
import { accepted, memoryDirectory } from '../../support/memory-directory';
import { freshDatabase } from './fresh-database';

const keepAll = (database: Database, certificates: readonly Der[]): Promise<void> =>
  createCertificateDirectory(database).update({ addresses: [], fingerprints: [] }, () =>
    certificates.map((certificate) => accepted(certificate)),
  );

keyStoreContract('IndexedDB', async () => createKeyStore(await freshDatabase()));

waitingKeysContract('IndexedDB', async () => {
  const database = await freshDatabase();
  return createWaitingKeys(database, createVault(database));
});

certificateDirectoryContract('memory, of other tests', () => Promise.resolve(memoryDirectory()));

certificateDirectoryContract('IndexedDB', async () => createCertificateDirectory(await freshDatabase()));

senderHistoryContract('IndexedDB', async () => createSenderHistory(await freshDatabase(), 2));

signatureRecordsContract('IndexedDB', async () => createSignatureRecords(await freshDatabase(), 2));

trustStoreContract('IndexedDB, anchors added', async ({ anchors, intermediates }) => {
  const database = await freshDatabase();
  const store = createTrustStore(database, { anchors: [] });
  for (const anchor of anchors) await store.addAnchor(anchor);
  await keepAll(database, intermediates);
  return store;
});

trustStoreContract('IndexedDB, anchors built in', async ({ anchors, intermediates }) => {
  const database = await freshDatabase();
  await keepAll(database, intermediates);
  return createTrustStore(database, { anchors });
});
