import { type Clock, type Identity } from '../../shared/index';
import { type Core } from './core';

/** What is noted outside of the stores: that there were identities. No name, no key. */
export interface Marked {
  /** The stores in which they were: another name, or none, means that those stores are gone. */
  readonly storage: string;
  readonly fingerprints: readonly string[];
  /** When that was last so, as ISO 8601. */
  readonly at: string;
}

/** A place that does not share the fate of IndexedDB. */
export interface StorageMarker {
  read(): Promise<unknown>;
  write(marked: Marked): Promise<void>;
}

const NAME = 'storage-id';

type LossCore = Pick<Core, 'settings' | 'identities'>;

/**
 * What was in stores that are gone; undefined where nothing is missing, which is then noted. Identities that the user
 * removed are not missing; nor are those that were imported again. What is noted and cannot be read says nothing.
 */
export async function noticeLoss(core: LossCore, marker: StorageMarker, clock: Clock): Promise<Marked | undefined> {
  const identities = await core.identities();
  const marked = readMarked(await marker.read().catch(() => undefined));
  const isLost = marked !== undefined && marked.storage !== (await core.settings.get(NAME));
  const missing = isLost ? missingFrom(marked, identities) : [];
  if (marked && missing.length > 0) return { ...marked, fingerprints: missing };
  await note(core, marker, clock, identities);
  return undefined;
}

/** The user has read it: from now on the identities that there are count. */
export async function acceptLoss(core: LossCore, marker: StorageMarker, clock: Clock): Promise<void> {
  await note(core, marker, clock, await core.identities());
}

async function note(
  { settings }: LossCore,
  marker: StorageMarker,
  clock: Clock,
  identities: readonly Identity[],
): Promise<void> {
  const known = await settings.get(NAME);
  const storage = typeof known === 'string' ? known : crypto.randomUUID();
  if (storage !== known) await settings.set(NAME, storage);
  const fingerprints = identities.map(({ id }) => id);
  await marker.write({ storage, fingerprints, at: clock.now().toISOString() });
}

function missingFrom({ fingerprints }: Marked, identities: readonly Identity[]): readonly string[] {
  return fingerprints.filter((one) => !identities.some(({ id }) => id === one));
}

function readMarked(value: unknown): Marked | undefined {
  const { storage, fingerprints, at } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    keyof Marked,
    unknown
  >;
  const isList = Array.isArray(fingerprints) && fingerprints.every((one): one is string => typeof one === 'string');
  const isMarked = isList && typeof storage === 'string' && typeof at === 'string' && !Number.isNaN(Date.parse(at));
  return isMarked ? { storage, fingerprints, at } : undefined;
}
