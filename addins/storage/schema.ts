import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import {
  withAcceptance,
  type Bytes,
  type Der,
  type KeyOrigin,
  type RevocationKind,
  type SenderRecord,
  type WaitingPurpose,
} from '../../shared/index';
import { certificateFields, isUnrecorded, type StoredCertificate } from './certificate-entry';

/** Octets under AES-256-GCM. */
export interface Sealed {
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

/** A private key as it lies in the store: PKCS #8, sealed with the id of its entry as additional data. */
export interface WrappedKey extends Sealed {
  /** The `id` of the protection that it is under; up to version 6: name of the key in `deviceKeys`. */
  readonly wrappedBy: string;
}

/** Private keys are wrapped by a key of this browser profile, which lies in a database of its own. */
export interface DeviceProtection {
  readonly kind: 'device';
  readonly id: string;
}

/** How a key is made of a passphrase. Data, so that it can be made harder later. */
export interface KeyDerivation {
  readonly name: 'PBKDF2';
  readonly hash: 'SHA-512';
  readonly iterations: number;
}

/**
 * Private keys are wrapped by a random vault key, and that by a key made of the passphrase. Everything here is useless
 * without the passphrase; all but `vaultKey` and `proof` is bound to them as additional data.
 */
export interface PassphraseProtection {
  readonly kind: 'passphrase';
  readonly version: 1;
  readonly id: string;
  readonly derivation: KeyDerivation;
  readonly salt: Bytes;
  /** The vault key, under the key made of the passphrase. */
  readonly vaultKey: Sealed;
  /** Something known under the vault key: what does not open it is another key. */
  readonly proof: Sealed;
  readonly since: Date;
}

export type StoredProtection = DeviceProtection | PassphraseProtection;

export interface StoredIdentity {
  /** SHA-256 of the certificate, hexadecimal. */
  readonly id: string;
  readonly certificate: Der;
  readonly chain: readonly Der[];
  readonly privateKey: WrappedKey;
  readonly added: Date;
  /** Left out up to version 6, where the only way in was a file. */
  readonly origin?: KeyOrigin;
  /** When a copy of the key was last written to a file. */
  readonly backedUpAt?: Date;
}

/** A private key that waits for its certificate, or is an account's: PKCS #8 wrapped like those of identities. */
export interface StoredWaitingKey {
  /** SHA-256 of the SubjectPublicKeyInfo, hexadecimal. */
  readonly id: string;
  readonly purpose: WaitingPurpose;
  readonly spki: Der;
  readonly request?: Der;
  readonly privateKey: WrappedKey;
  readonly created: Date;
}

export interface StoredAnchor {
  readonly fingerprint: string;
  readonly certificate: Der;
  readonly added: Date;
}

/** A certificate that the user confirmed for one address. */
export interface StoredPin {
  /** Fingerprint and normalized address: the same pair is there once. */
  readonly id: string;
  readonly certificate: Der;
  readonly address: string;
  readonly added: Date;
}

/** What the program of a correspondent said it reads. */
export interface StoredCapabilities {
  /** Normalized. */
  readonly address: string;
  readonly capabilities: Der;
  readonly signedAt: Date;
}

/** A signature that was good when it was verified. */
export interface StoredSignatureRecord {
  /** Its `recordKey`. */
  readonly key: string;
  readonly verifiedAt: Date;
}

export interface StoredSender {
  /** Normalized. */
  readonly address: string;
  /** Of the record, to be found by. */
  readonly lastSeen: Date;
  readonly record: SenderRecord;
}

/** What is known of an answer about revocation without looking at it; of a failure, when it was. */
export interface StoredRevocationFacts {
  readonly name: string;
  readonly kind: RevocationKind | 'failure';
  /** Octets of the answer. */
  readonly size: number;
  readonly keptAt: Date;
  /** When the answer will be out of date. */
  readonly until: Date;
}

export interface SignetStores extends DBSchema {
  identities: { key: string; value: StoredIdentity };
  certificates: {
    key: string;
    value: StoredCertificate;
    indexes: { addresses: string; role: string; words: string; waiting: string };
  };
  anchors: { key: string; value: StoredAnchor };
  capabilities: { key: string; value: StoredCapabilities };
  signatureRecords: { key: string; value: StoredSignatureRecord; indexes: { verifiedAt: Date } };
  senders: { key: string; value: StoredSender; indexes: { lastSeen: Date } };
  pins: { key: string; value: StoredPin };
  revocationFacts: { key: string; value: StoredRevocationFacts };
  /** By the name of their facts. */
  revocationOctets: { key: string; value: Bytes };
  waitingKeys: { key: string; value: StoredWaitingKey };
  /** State of certificate orders by their ids, as their own code has it; never a key. */
  orders: { key: string; value: unknown };
  settings: { key: string; value: unknown };
  /** Up to version 6. */
  deviceKeys: { key: string; value: CryptoKey };
  /** One entry, `current`; none before the first key. */
  keyProtection: { key: string; value: StoredProtection };
  /** Ids of device protections that are over, their databases yet to be deleted. */
  retiredDevices: { key: string; value: Date };
}

export type Connection = IDBPDatabase<SignetStores>;
/** A transaction in which keys are written together with a look at what protects them. */
export type KeyTransaction = IDBPTransaction<
  SignetStores,
  ('identities' | 'waitingKeys' | 'keyProtection')[],
  'readwrite'
>;
export type UpgradeTransaction = IDBPTransaction<SignetStores, StoreNames<SignetStores>[], 'versionchange'>;

/**
 * Takes the stores from one version to the next, inside the upgrade transaction: it may wait for requests of that
 * transaction and for nothing else. What it throws rolls everything back.
 */
export type UpgradeStep = (connection: Connection, transaction: UpgradeTransaction) => Promise<void> | void;

function createFirstStores(connection: Connection): void {
  connection.createObjectStore('identities', { keyPath: 'id' });
  const certificates = connection.createObjectStore('certificates', { keyPath: 'fingerprint' });
  certificates.createIndex('addresses', 'addresses', { multiEntry: true });
  certificates.createIndex('role', 'role');
  connection.createObjectStore('anchors', { keyPath: 'fingerprint' });
  connection.createObjectStore('settings');
  connection.createObjectStore('deviceKeys');
}

function createCapabilities(connection: Connection): void {
  connection.createObjectStore('capabilities', { keyPath: 'address' });
}

function createRecords(connection: Connection): void {
  const records = connection.createObjectStore('signatureRecords', { keyPath: 'key' });
  records.createIndex('verifiedAt', 'verifiedAt');
  const senders = connection.createObjectStore('senders', { keyPath: 'address' });
  senders.createIndex('lastSeen', 'lastSeen');
}

function createPins(connection: Connection): void {
  connection.createObjectStore('pins', { keyPath: 'id' });
}

function createRevocation(connection: Connection): void {
  connection.createObjectStore('revocationFacts', { keyPath: 'name' });
  connection.createObjectStore('revocationOctets');
}

function createWaitingKeys(connection: Connection): void {
  connection.createObjectStore('waitingKeys', { keyPath: 'id' });
  connection.createObjectStore('orders');
}

function createKeyProtection(connection: Connection): void {
  connection.createObjectStore('keyProtection');
  connection.createObjectStore('retiredDevices');
}

/** What was there before is found by words too, and has what `withAcceptance` says of it; what cannot be read goes. */
async function noteSources(_: Connection, transaction: UpgradeTransaction): Promise<void> {
  const store = transaction.objectStore('certificates');
  const before: readonly unknown[] = await store.getAll();
  await store.clear();
  for (const entry of withAcceptance(before.filter(isUnrecorded))) {
    await store.put({ ...entry, ...certificateFields(entry.certificate) });
  }
  store.createIndex('words', 'words', { multiEntry: true });
  store.createIndex('waiting', 'waiting', { multiEntry: true });
}

/** Step n takes version n to n + 1. Steps are only ever added at the end; one that was released never changes. */
export const UPGRADE_STEPS: readonly UpgradeStep[] = [
  createFirstStores,
  createCapabilities,
  createRecords,
  createPins,
  createRevocation,
  createWaitingKeys,
  createKeyProtection,
  noteSources,
];
