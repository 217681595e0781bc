import { type Bytes, type Der, hex } from '../../../shared/base/bytes';
import { SignetError } from '../../../shared/base/errors';
import { parseCertificate } from '../../../shared/pkix/certificate';
import {
  type Identity,
  type IdentityVault,
  type KeyStore,
  type WaitingKey,
  type WaitingKeys,
} from '../../../shared/ports/key-store';
import { type KnownCapabilities } from '../../../shared/ports/certificate-directory';
import { type SendPorts } from '../../../shared/journeys/send-message';
import { accepted, memoryDirectory } from '../../support/memory-directory';
import { type Party } from '../../support/test-ca';
import { NOW, schemeOf, unwrapWith } from '../smime/messages';

export interface World {
  /** Identities of the user. */
  readonly own: readonly Party[];
  /** Certificates the directory knows. */
  readonly known?: readonly Der[];
  readonly anchors: readonly Der[];
  /** What the directory knows of addresses besides. */
  readonly capabilities?: ReadonlyMap<string, KnownCapabilities>;
  readonly now?: Date;
}

export async function idOf(certificate: Bytes): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', certificate)));
}

/** Ports over what a test made; keys are used and never handed out. */
export async function memoryPorts({
  own,
  known = [],
  anchors,
  capabilities = new Map(),
  now = NOW,
}: World): Promise<SendPorts> {
  const parties = new Map<string, Party>();
  for (const party of own) parties.set(await idOf(party.certificate), party);
  const identities: Identity[] = [...parties].map(([id, { certificate, chain }]) => ({ id, certificate, chain }));
  return {
    keyStore: {
      identities: () => Promise.resolve(identities),
      sign: (id, scheme, toBeSigned) => {
        const party = parties.get(id);
        if (!party) throw new SignetError('no-private-key', 'not here');
        if (scheme !== schemeOf(party)) throw new SignetError('unsupported', 'another scheme than the key has');
        return party.keys.sign(toBeSigned);
      },
      unwrap: async (recipients) => (await unwrapWith(...own)(recipients)) as Bytes,
    },
    certificateDirectory: {
      ...memoryDirectory(known.map((certificate) => accepted(certificate))),
      capabilitiesOf: (address) => Promise.resolve(capabilities.get(address)),
      rememberCapabilities: () => Promise.resolve(),
    },
    trustStore: {
      anchors: () => Promise.resolve(anchors.map(parseCertificate)),
      intermediates: () => Promise.resolve([]),
    },
    clock: { now: () => now },
  };
}

export interface MemoryVault extends IdentityVault, Pick<KeyStore, 'identities'> {
  readonly entries: readonly Identity[];
}

export function memoryVault(): MemoryVault {
  const entries: Identity[] = [];
  const keys = new Map<string, Bytes>();
  return {
    entries,
    identities: () => Promise.resolve([...entries]),
    async add({ certificate, chain, privateKey }) {
      const identity = { id: await idOf(certificate), certificate, chain };
      entries.push(identity);
      keys.set(identity.id, privateKey.slice());
      return identity;
    },
    remove: () => Promise.resolve(),
    withPrivateKey: (id, use) => lend(keys.get(id), use),
    noteBackup(id) {
      const at = entries.findIndex((entry) => entry.id === id);
      const entry = entries[at];
      if (entry) entries[at] = { ...entry, backedUpAt: NOW };
      return Promise.resolve();
    },
  };
}

/** Waiting keys in memory. */
export function memoryWaitingKeys(now = NOW): WaitingKeys {
  const entries = new Map<string, WaitingKey>();
  const keys = new Map<string, Bytes>();
  return {
    all: () => Promise.resolve([...entries.values()]),
    async add({ privateKey, ...key }) {
      const entry = { ...key, id: await idOf(key.spki), created: now };
      entries.set(entry.id, entry);
      keys.set(entry.id, privateKey.slice());
      return entry;
    },
    remove(id) {
      entries.delete(id);
      keys.delete(id);
      return Promise.resolve();
    },
    withPrivateKey: (id, use) => lend(keys.get(id), use),
  };
}

async function lend<Result>(kept: Bytes | undefined, use: (privateKey: Bytes) => Promise<Result>): Promise<Result> {
  if (!kept) throw new SignetError('no-private-key', 'not here');
  const lent = kept.slice();
  try {
    return await use(lent);
  } finally {
    lent.fill(0);
  }
}
