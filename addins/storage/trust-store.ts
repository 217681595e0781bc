import { parseCertificate, readableCertificates, type Clock, type Der, type TrustStore } from '../../shared/index';
import { type Database } from './database';
import { fingerprint, ownOctets } from './fingerprint';
import { type StoredAnchor } from './schema';

const systemClock: Clock = { now: () => new Date() };

/** The trust store with the side that people and administrators change. */
export interface EditableTrustStore extends TrustStore {
  /** The anchors added here, without the built-in ones. */
  addedAnchors(): Promise<readonly StoredAnchor[]>;
  /** Rejects with `malformed-certificate`; the same one again changes nothing. */
  addAnchor(certificate: Der): Promise<void>;
  /** Takes away an added anchor; built-in ones stay. */
  removeAnchor(certificate: Der): Promise<void>;
}

/** Anchors: `builtin` and what was added. Intermediates: CA certificates met in mail, and those that came with identities. */
export function createTrustStore(
  database: Database,
  builtin: readonly Der[],
  clock: Clock = systemClock,
): EditableTrustStore {
  const addedAnchors = (): Promise<readonly StoredAnchor[]> =>
    database.run((connection) => connection.getAll('anchors'));
  return {
    addedAnchors,
    async anchors() {
      const added = (await addedAnchors()).map(({ certificate }) => certificate);
      return readableCertificates([...added, ...builtin]);
    },
    async intermediates() {
      const [met, identities] = await database.run(async (connection) => [
        await connection.getAllFromIndex('certificates', 'role', 'authority'),
        await connection.getAll('identities'),
      ]);
      return [...met.map(({ certificate }) => certificate), ...identities.flatMap(({ chain }) => chain)];
    },
    async addAnchor(certificate) {
      parseCertificate(certificate);
      const name = await fingerprint(certificate);
      await database.run(async (connection) => {
        const transaction = connection.transaction('anchors', 'readwrite');
        const entry = { fingerprint: name, certificate: ownOctets(certificate), added: clock.now() };
        if (!(await transaction.store.getKey(name))) await transaction.store.put(entry);
        await transaction.done;
      });
    },
    async removeAnchor(certificate) {
      const name = await fingerprint(certificate);
      await database.run((connection) => connection.delete('anchors', name));
    },
  };
}
