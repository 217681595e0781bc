import { createHash } from 'node:crypto';
import { asDer, type Bytes } from '../../shared/base/bytes';
import { parseCertificate } from '../../shared/pkix/certificate';
import { comparableAddresses } from '../../shared/pkix/email-binding';
import { sameAddress } from '../../shared/mime/address';
import {
  type CertificateDirectory,
  type KnownCapabilities,
  type KnownCertificate,
} from '../../shared/ports/certificate-directory';

const FIRST_SEEN = new Date('2026-01-01T00:00:00Z');

export function fingerprintOf(certificate: Uint8Array): string {
  return createHash('sha256').update(certificate).digest('hex');
}

/** An entry whose key is used for every address of its certificate. */
export function accepted(certificate: Bytes, more: Partial<KnownCertificate> = {}): KnownCertificate {
  const { basicConstraints, ...read } = parseCertificate(certificate);
  const addresses = comparableAddresses(read);
  return {
    fingerprint: fingerprintOf(certificate),
    certificate: asDer(certificate),
    role: basicConstraints?.ca === true ? 'authority' : 'person',
    firstSeen: FIRST_SEEN,
    sources: [{ kind: 'harvested' }],
    accepted: addresses.map((address) => ({ address, ground: 'first', at: FIRST_SEEN })),
    waiting: [],
    ...more,
  };
}

/** An entry whose key is used for none. */
export function waitingEntry(certificate: Bytes): KnownCertificate {
  const entry = accepted(certificate);
  return { ...entry, accepted: [], waiting: entry.accepted.map(({ address }) => address) };
}

export interface MemoryDirectory extends CertificateDirectory {
  /** By fingerprint, in the order in which they came. */
  readonly entries: Map<string, KnownCertificate>;
  readonly capabilities: Map<string, KnownCapabilities>;
}

/** A directory in memory that holds what it is given and what is written to it. */
export function memoryDirectory(known: readonly KnownCertificate[] = []): MemoryDirectory {
  const entries = new Map(known.map((entry) => [entry.fingerprint, entry]));
  const capabilities = new Map<string, KnownCapabilities>();
  const names = ({ certificate }: KnownCertificate, address: string): boolean =>
    parseCertificate(certificate).addresses.some((one) => sameAddress(one, address));
  return {
    entries,
    capabilities,
    find: (address) => Promise.resolve([...entries.values()].filter((entry) => names(entry, address))),
    update({ addresses, fingerprints }, change) {
      const isIn = (entry: KnownCertificate): boolean =>
        fingerprints.includes(entry.fingerprint) || addresses.some((address) => names(entry, address));
      return Promise.resolve().then(() => {
        const changed = change([...entries.values()].filter(isIn));
        for (const { certificate } of changed) parseCertificate(certificate);
        for (const entry of changed) entries.set(entry.fingerprint, entry);
      });
    },
    capabilitiesOf: (address) => Promise.resolve(capabilities.get(address.toLowerCase())),
    rememberCapabilities(address, one) {
      const present = capabilities.get(address.toLowerCase());
      if (!present || present.signedAt <= one.signedAt) capabilities.set(address.toLowerCase(), one);
      return Promise.resolve();
    },
  };
}
