import {
  certificateFingerprint,
  parseCertificate,
  type Certificate,
  type CertificateDirectory,
  type Clock,
} from '../../shared/index';
import { type Database } from './database';
import { ownOctets } from './own-octets';
import { type StoredCertificate } from './schema';

const systemClock: Clock = { now: () => new Date() };

/** The certificates met so far, over IndexedDB. Says nothing about trust: each use validates anew. */
export function createCertificateDirectory(database: Database, clock: Clock = systemClock): CertificateDirectory {
  return {
    async find(address) {
      const range = normalizedAddress(address);
      const found = await database.run((connection) => connection.getAllFromIndex('certificates', 'addresses', range));
      return found.map(({ certificate }) => certificate);
    },
    async add(certificate) {
      const parsed = parseCertificate(certificate);
      const entry: StoredCertificate = {
        fingerprint: await certificateFingerprint(certificate),
        certificate: ownOctets(certificate),
        addresses: [...new Set(parsed.addresses.map(normalizedAddress))],
        role: roleOf(parsed),
        firstSeen: clock.now(),
      };
      await database.run(async (connection) => {
        const transaction = connection.transaction('certificates', 'readwrite');
        if (!(await transaction.store.getKey(entry.fingerprint))) await transaction.store.put(entry);
        await transaction.done;
      });
    },
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
  };
}

function roleOf(certificate: Certificate): StoredCertificate['role'] {
  return certificate.basicConstraints?.ca ? 'authority' : 'person';
}

/**
 * One spelling for every way to write an addr-spec that means the same mailbox: lower case, the domain in A-labels.
 * The local part's case is dropped although RFC 5321 2.4 allows it to count; no mail system in use does.
 */
export function normalizedAddress(address: string): string {
  const trimmed = address.trim().normalize('NFC').toLowerCase();
  const at = trimmed.lastIndexOf('@');
  return at < 0 ? trimmed : `${trimmed.slice(0, at)}@${asciiDomain(trimmed.slice(at + 1))}`;
}

function asciiDomain(domain: string): string {
  if (/^[\x21-\x7e]*$/.test(domain)) return domain;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return domain;
  }
}
