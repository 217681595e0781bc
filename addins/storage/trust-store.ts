import {
  certificateFingerprint,
  parseCertificate,
  publicAnchorList,
  publicAnchors,
  readableCertificates,
  SignetError,
  type Clock,
  type Der,
  type Pin,
  type TrustStore,
} from '../../shared/index';
import { isStored, type StoredCertificate } from './certificate-entry';
import { type Database } from './database';
import { normalizedAddress } from './normalized-address';
import { ownOctets } from './own-octets';
import { type StoredAnchor, type StoredPin } from './schema';

const systemClock: Clock = { now: () => new Date() };

/**
 * Those that are none of the public roots: what was decided about these holds, whatever another store says of them. None
 * where the list of public roots cannot be fetched.
 */
async function notPublic(certificates: readonly Der[]): Promise<readonly Der[]> {
  if (certificates.length === 0) return [];
  const list = await publicAnchorList().catch(() => undefined);
  if (!list) return [];
  const known = new Set(list.roots.map((root) => root.fingerprint));
  const names = await Promise.all(certificates.map(certificateFingerprint));
  return certificates.filter((_, i) => !known.has(names[i] as string));
}

/** Which of the public roots count: none, or all but some, named by their fingerprints. */
export interface PublicAnchorChoice {
  readonly isOn: boolean;
  readonly without: readonly string[];
}

const PUBLIC_ANCHORS = 'public-anchors';
const HOST_ANCHORS = 'host-anchors';
const HOST_UNTRUSTED = 'host-untrusted';

/** Whether authorities from the host's own store count. */
export interface HostAnchorChoice {
  readonly isOn: boolean;
  /** The organisation switched them off. */
  readonly isFixed: boolean;
}

/** What the organisation leaves of what people chose. */
export interface AnchorRules {
  /** Public roots do not count, whatever was chosen. */
  readonly withoutPublic: boolean;
  /** Nor does what people added here. */
  readonly withoutUser: boolean;
  /** Fingerprints of what never counts. */
  readonly removed: readonly string[];
}

/** What the host's own certificate store says of authorities. */
export interface HostTrust {
  /** Added there by someone and trusted for mail. */
  readonly authorities: readonly Der[];
  /** SHA-256, hexadecimal, of what it holds and does not trust for mail. */
  readonly untrusted: readonly string[];
}

/** The trust store with the side that people and administrators change. */
export interface EditableTrustStore extends TrustStore {
  /** The anchors added here, without the provided ones. */
  addedAnchors(): Promise<readonly StoredAnchor[]>;
  /**
   * Rejects with `malformed-certificate`, and with `malformed-policy` where the organisation lets people add none; the same
   * one again changes nothing.
   */
  addAnchor(certificate: Der): Promise<void>;
  /** Takes away an added anchor; provided ones stay. */
  removeAnchor(certificate: Der): Promise<void>;
  /** What the user chose; what the organisation switched off stays off whatever it says. */
  publicAnchorChoice(): Promise<PublicAnchorChoice>;
  choosePublicAnchors(choice: PublicAnchorChoice): Promise<void>;
  /**
   * What the host's own store says now, in place of what it said before; those that are no authorities never count.
   * Undefined: it could not be read, and then none of its authorities count, what it did not trust when it was last read is
   * still not trusted, and where it was never read no public root is.
   */
  setHostTrust(trust: HostTrust | undefined): Promise<void>;
  /** Fingerprints of what the host's own store does not trust for mail: no public root among them counts. */
  untrustedByHost(): Promise<ReadonlySet<string>>;
  hostAnchorChoice(): Promise<HostAnchorChoice>;
  anchorRules(): AnchorRules;
  chooseHostAnchors(isOn: boolean): Promise<void>;
  pins(): Promise<readonly StoredPin[]>;
  /** Rejects with `malformed-certificate`; the same pair again changes nothing. */
  addPin(pin: Pin): Promise<void>;
  removePin(pin: Pin): Promise<void>;
}

export interface ProvidedTrust {
  readonly anchors: readonly Der[];
  /** The organisation trusts no public root. */
  readonly withoutPublicAnchors?: boolean | undefined;
  /** Nor what stands in the host's own store. */
  readonly withoutHostAnchors?: boolean | undefined;
  /** Nor what people added here. */
  readonly withoutUserAnchors?: boolean | undefined;
  /** SHA-256, hexadecimal, of certificates at which no path ends, whoever trusts them. */
  readonly removedAnchors?: readonly string[] | undefined;
  /** Before people choose; left out: on. */
  readonly usual?: { readonly publicAnchors?: boolean; readonly hostAnchors?: boolean } | undefined;
}

/**
 * Anchors: what was added here, then the provided ones, then those of the host's own store; by name, the public roots that
 * are not switched off, here or in the host's own store. None of them is one that the organisation removed. Intermediates: those
 * that came with identities, then CA certificates of the directory, last those that only files brought: whoever writes a
 * file may write any number. What is stored about the choice of public roots and cannot
 * be read means none of them.
 */
export function createTrustStore(
  database: Database,
  provided: ProvidedTrust,
  clock: Clock = systemClock,
): EditableTrustStore {
  const addedAnchors = (): Promise<readonly StoredAnchor[]> =>
    database.run((connection) => connection.getAll('anchors'));
  const publicAnchorChoice = async (): Promise<PublicAnchorChoice> =>
    readChoice(
      await database.run((connection) => connection.get('settings', PUBLIC_ANCHORS)),
      provided.usual?.publicAnchors,
    );
  const removed: ReadonlySet<string> = new Set((provided.removedAnchors ?? []).map((name) => name.toLowerCase()));
  const rules: AnchorRules = {
    withoutPublic: provided.withoutPublicAnchors === true,
    withoutUser: provided.withoutUserAnchors === true,
    removed: [...removed],
  };
  const notRemoved = async (certificates: readonly Der[]): Promise<readonly Der[]> => {
    if (removed.size === 0) return certificates;
    const names = await Promise.all(certificates.map(certificateFingerprint));
    return certificates.filter((_, i) => !removed.has(names[i] as string));
  };
  let ofHost: readonly Der[] = [];
  let isUnreadable = false;
  let untrusted: readonly string[] | undefined;
  /** What was told last, here or in a worker before this one. */
  const lastUntrusted = async (): Promise<readonly string[] | undefined> => (untrusted ??= await storedUntrusted());
  const storedUntrusted = async (): Promise<readonly string[] | undefined> => {
    const stored = await database.run((connection) => connection.get('settings', HOST_UNTRUSTED));
    return Array.isArray(stored) ? stored.filter((name): name is string => typeof name === 'string') : undefined;
  };
  const hostAnchorChoice = async (): Promise<HostAnchorChoice> => {
    const stored = await database.run((connection) => connection.get('settings', HOST_ANCHORS));
    const isFixed = provided.withoutHostAnchors === true;
    return { isOn: !isFixed && (stored ?? provided.usual?.hostAnchors ?? true) === true, isFixed };
  };
  return {
    addedAnchors,
    publicAnchorChoice,
    hostAnchorChoice,
    anchorRules: () => rules,
    async anchors() {
      const added = rules.withoutUser ? [] : (await addedAnchors()).map(({ certificate }) => certificate);
      const { isOn } = await hostAnchorChoice();
      const all = [...added, ...provided.anchors, ...(isOn ? await notPublic(ofHost) : [])];
      return readableCertificates(await notRemoved(all));
    },
    async setHostTrust(trust) {
      ofHost = readableCertificates(trust?.authorities ?? []).flatMap(({ der, basicConstraints }) =>
        basicConstraints?.ca === true ? [der] : [],
      );
      isUnreadable = trust === undefined;
      if (!trust) return;
      const names = [...new Set(trust.untrusted)].sort();
      if (names.join() === (await lastUntrusted())?.join()) return;
      untrusted = names;
      await database.run((connection) => connection.put('settings', names, HOST_UNTRUSTED));
    },
    untrustedByHost: async () => new Set(await lastUntrusted()),
    async chooseHostAnchors(isOn) {
      await database.run((connection) => connection.put('settings', isOn, HOST_ANCHORS));
    },
    async anchorIndex() {
      const { isOn, without } = await publicAnchorChoice();
      const ofHostUntrusted = await lastUntrusted();
      const isKnown = !isUnreadable || ofHostUntrusted !== undefined;
      const isTrusted = isOn && isKnown && !rules.withoutPublic;
      const off = new Set([...without, ...removed, ...(ofHostUntrusted ?? [])]);
      return publicAnchors((name) => isTrusted && !off.has(name));
    },
    async intermediates() {
      const [met, identities] = await database.run(async (connection) => [
        await connection.getAllFromIndex('certificates', 'role', 'authority'),
        await connection.getAll('identities'),
      ]);
      const isFromFile = ({ sources }: StoredCertificate): boolean => sources.every(({ kind }) => kind === 'imported');
      const readable = met.filter(isStored);
      const ordered = [...readable.filter((one) => !isFromFile(one)), ...readable.filter(isFromFile)];
      return [...identities.flatMap(({ chain }) => chain), ...ordered.map(({ certificate }) => certificate)];
    },
    async choosePublicAnchors({ isOn, without }) {
      const choice = { isOn, without: [...without] };
      await database.run((connection) => connection.put('settings', choice, PUBLIC_ANCHORS));
    },
    async addAnchor(certificate) {
      if (rules.withoutUser) throw new SignetError('malformed-policy', 'the organisation has set this', 'anchors');
      parseCertificate(certificate);
      const name = await certificateFingerprint(certificate);
      await database.run(async (connection) => {
        const transaction = connection.transaction('anchors', 'readwrite');
        const entry = { fingerprint: name, certificate: ownOctets(certificate), added: clock.now() };
        if (!(await transaction.store.getKey(name))) await transaction.store.put(entry);
        await transaction.done;
      });
    },
    async removeAnchor(certificate) {
      const name = await certificateFingerprint(certificate);
      await database.run((connection) => connection.delete('anchors', name));
    },
    pins: () => database.run((connection) => connection.getAll('pins')),
    async addPin({ certificate, address }) {
      parseCertificate(certificate);
      const entry = { certificate: ownOctets(certificate), address, added: clock.now() };
      const id = await pinId({ certificate, address });
      await database.run((connection) => connection.put('pins', { id, ...entry }));
    },
    async removePin(pin) {
      const fingerprint = await certificateFingerprint(pin.certificate);
      const address = normalizedAddress(pin.address);
      await database.run(async (connection) => {
        const transaction = connection.transaction('pins', 'readwrite');
        // Not by the id alone: an address with a dot at its end once had another.
        for (const { id, address: stored } of await transaction.store.getAll()) {
          // A damaged one keeps no other in force.
          const isText = typeof (stored as unknown) === 'string';
          if (isText && id.startsWith(`${fingerprint} `) && normalizedAddress(stored) === address)
            await transaction.store.delete(id);
        }
        await transaction.done;
      });
    },
  };
}

async function pinId({ certificate, address }: Pin): Promise<string> {
  return `${await certificateFingerprint(certificate)} ${normalizedAddress(address)}`;
}

function readChoice(stored: unknown, isUsual = true): PublicAnchorChoice {
  if (stored === undefined) return { isOn: isUsual, without: [] };
  const { isOn, without } = (stored ?? {}) as Partial<Record<keyof PublicAnchorChoice, unknown>>;
  const isList = Array.isArray(without) && without.every((name): name is string => typeof name === 'string');
  return isOn === true && isList ? { isOn, without } : { isOn: false, without: isList ? without : [] };
}
