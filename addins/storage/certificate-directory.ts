import {
  asDer,
  type BrowsableDirectory,
  type DirectoryAddress,
  type DirectoryQuery,
  type DirectoryScope,
  type KnownCertificate,
} from '../../shared/index';
import { certificateFields, isStored, type StoredCertificate, wordsOf } from './certificate-entry';
import { type Database } from './database';
import { normalizedAddress } from './normalized-address';
import { ownOctets } from './own-octets';
import { type Connection } from './schema';

/** Entries that one page looks at: with many certificates under one address it ends early. */
const LOOKED_AT = 2_000;

/**
 * The certificates met so far, over IndexedDB. Says nothing about trust: each use validates anew. An entry of another form
 * than it is written in is not there.
 */
export function createCertificateDirectory(database: Database): BrowsableDirectory {
  return {
    async find(address) {
      const range = normalizedAddress(address);
      const found = await database.run((connection) => connection.getAllFromIndex('certificates', 'addresses', range));
      return readableEntries(found);
    },
    update: (scope, change) => database.run((connection) => update(connection, scope, change)),
    async capabilitiesOf(address) {
      const key = normalizedAddress(address);
      const found = await database.run((connection) => connection.get('capabilities', key));
      return found && { capabilities: found.capabilities, signedAt: found.signedAt };
    },
    async rememberCapabilities(address, { capabilities, signedAt }) {
      const entry = { address: normalizedAddress(address), capabilities: ownOctets(capabilities), signedAt };
      await database.run(async (connection) => {
        const transaction = connection.transaction('capabilities', 'readwrite');
        const present = await transaction.store.get(entry.address);
        if (!present || present.signedAt <= signedAt) await transaction.store.put(entry);
        await transaction.done;
      });
    },
    page: (query) => database.run((connection) => page(connection, query)),
    waiting: (limit) =>
      database.run(async (connection) => {
        const found = await connection.getAllFromIndex('certificates', 'waiting', null, limit);
        const addresses = [...new Set(readableEntries(found).flatMap((one) => one.waiting))].slice(0, limit);
        return Promise.all(addresses.map((address) => addressIn(connection, normalizedAddress(address))));
      }),
    count: () => database.run((connection) => connection.countFromIndex('certificates', 'role', 'person')),
    remove: (fingerprint) => database.run((connection) => connection.delete('certificates', fingerprint)),
  };
}

function readableEntries(found: readonly unknown[]): readonly KnownCertificate[] {
  return found.filter(isStored).map(known);
}

function known(stored: StoredCertificate): KnownCertificate {
  const { fingerprint, certificate, role, firstSeen, sources, accepted, waiting, expiredAllowedAt } = stored;
  return {
    fingerprint,
    certificate,
    role,
    firstSeen,
    sources,
    accepted,
    waiting,
    ...(expiredAllowedAt && { expiredAllowedAt }),
  };
}

async function update(
  connection: Connection,
  { addresses, fingerprints }: DirectoryScope,
  change: (known: readonly KnownCertificate[]) => readonly KnownCertificate[],
): Promise<void> {
  const transaction = connection.transaction('certificates', 'readwrite');
  const { store } = transaction;
  const normalized = addresses.map(normalizedAddress);
  const keys = [...new Set(normalized)];
  // Requests of one transaction are put one behind the other without waiting: an import brings hundreds of them.
  const [named, addressed] = await Promise.all([
    Promise.all(fingerprints.map((fingerprint) => store.get(fingerprint))),
    Promise.all(keys.map((key) => store.index('addresses').getAll(key))),
  ]);
  const found = new Map<string, unknown>(fingerprints.map((fingerprint, i) => [fingerprint, named[i]]));
  for (const one of addressed.flat()) found.set(one.fingerprint, one);
  const lost = addresses.filter((_, i) => (addressed[keys.indexOf(normalized[i] ?? '')] ?? []).some(isLost));
  try {
    const entries = change([...readableEntries([...found.values()]), ...lost.map(unknownKey)]).map(stored);
    await Promise.all(entries.map(async (entry) => store.put(entry)));
  } catch (thrown) {
    transaction.done.catch(() => undefined);
    transaction.abort();
    throw thrown;
  }
  await transaction.done;
}

const isLost = (entry: unknown): boolean => !isStored(entry);

/** Stands for an entry that can no longer be read: the address was known, under a key that nobody can tell. */
function unknownKey(address: string): KnownCertificate {
  const certificate = asDer(new Uint8Array(0));
  const entry = { fingerprint: '', certificate, role: 'person', firstSeen: new Date(0), sources: [] } as const;
  return { ...entry, accepted: [], waiting: [address] };
}

/** With what it is found by. Throws `malformed-certificate`. */
function stored(entry: KnownCertificate): StoredCertificate {
  return { ...entry, certificate: ownOctets(entry.certificate), ...certificateFields(entry.certificate) };
}

/** By the first word of the text from its index, the others compared; without a text by address. */
async function page(
  connection: Connection,
  { text, after, limit }: DirectoryQuery,
): Promise<readonly DirectoryAddress[]> {
  const words = wordsOf([text]);
  const [longest] = [...words].sort((a, b) => b.length - a.length);
  const addresses =
    longest === undefined
      ? await addressesBehind(connection, after, limit)
      : await addressesWith(connection, longest, words, after, limit);
  const found = await Promise.all(addresses.map((address) => addressIn(connection, address)));
  return found.filter(({ certificates }) => certificates.length > 0);
}

async function addressIn(connection: Connection, address: string): Promise<DirectoryAddress> {
  const found = await connection.getAllFromIndex('certificates', 'addresses', address);
  return { address, certificates: readableEntries(found).filter(({ role }) => role === 'person') };
}

async function addressesBehind(
  connection: Connection,
  after: string | undefined,
  limit: number,
): Promise<readonly string[]> {
  const range = after === undefined ? null : IDBKeyRange.lowerBound(after, true);
  const index = connection.transaction('certificates').store.index('addresses');
  const found = new Set<string>();
  let looked = 0;
  for (let at = await index.openCursor(range); at && found.size < limit; at = await at.continue()) {
    if (isStored(at.value) && at.value.role === 'person') found.add(at.key);
    if (++looked >= LOOKED_AT) break;
  }
  return [...found];
}

async function addressesWith(
  connection: Connection,
  word: string,
  words: readonly string[],
  after: string | undefined,
  limit: number,
): Promise<readonly string[]> {
  const range = IDBKeyRange.bound(word, `${word}\uffff`);
  const found: readonly unknown[] = await connection.getAllFromIndex('certificates', 'words', range, LOOKED_AT);
  const fitting = found
    .filter(isStored)
    .filter((one) => one.role === 'person' && words.every((word) => one.words.some((other) => other.startsWith(word))))
    .flatMap((one) => one.addresses);
  return [...new Set(fitting)]
    .filter((address) => after === undefined || address > after)
    .sort()
    .slice(0, limit);
}
