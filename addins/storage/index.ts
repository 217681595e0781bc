export { alone } from './alone';
/** Port implementations that both hosts use, over IndexedDB. */
export { createCertificateDirectory } from './certificate-directory';
export { openDatabase } from './database';
export type { Database, StorageProblem } from './database';
export { createKeyStore } from './key-store';
export { createLookUpRecords } from './look-up-records';
export { createRevocationStore } from './revocation-store';
export { createSenderHistory } from './sender-history';
export { createSettings } from './settings';
export type { Settings } from './settings';
export { createSignatureRecords } from './signature-records';
export { createVault, isUnlockTime, LEAST_CHARACTERS } from './vault';
export type { KeyPolicy, Vault } from './vault';
export { originChannel } from './vault-channel';
export { createTrustStore } from './trust-store';
export type { OrderStore } from './order-store';
export { createWaitingKeys } from './waiting-keys';
export type { AnchorRules, EditableTrustStore, HostAnchorChoice, HostTrust, PublicAnchorChoice } from './trust-store';
