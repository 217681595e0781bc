import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { type Bytes, type Der, type RevocationKind, type SenderRecord, type WaitingPurpose } from '../../shared/index';

/** A private key as it lies in the store: PKCS #8 under AES-256-GCM, the certificate's fingerprint as additional data. */
export interface WrappedKey {
  /** Name of the key in `deviceKeys` that wraps it. */
  readonly wrappedBy: string;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

export interface StoredIdentity {
  /** SHA-256 of the certificate, hexadecimal. */
  readonly id: string;
  readonly certificate: Der;
  readonly chain: readonly Der[];
  readonly privateKey: WrappedKey;
  readonly added: Date;
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

export interface StoredCertificate {
  readonly fingerprint: string;
  readonly certificate: Der;
  /** Normalized; empty for one that names no address. */
  readonly addresses: readonly string[];
  readonly role: 'person' | 'authority';
  readonly firstSeen: Date;
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
  certificates: { key: string; value: StoredCertificate; indexes: { addresses: string; role: string } };
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
  deviceKeys: { key: string; value: CryptoKey };
}

export type Connection = IDBPDatabase<SignetStores>;
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

/** Step n takes version n to n + 1. Steps are only ever added at the end; one that was released never changes. */
export const UPGRADE_STEPS: readonly UpgradeStep[] = [
  createFirstStores,
  createCapabilities,
  createRecords,
  createPins,
  createRevocation,
  createWaitingKeys,
];
