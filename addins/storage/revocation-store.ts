import { hex, utf8Bytes, type Clock, type KeptAnswer, type RevocationStore } from '../../shared/index';
import { type Database } from './database';
import { isDate } from './is-date';
import { type Connection, type StoredRevocationFacts } from './schema';

/** Bounds of what is kept; a list is up to 10 MB, most answers are a few kB. */
export interface StoreLimits {
  readonly octets: number;
  readonly entries: number;
}

const LIMITS: StoreLimits = { octets: 48 << 20, entries: 2_000 };
const systemClock: Clock = { now: () => new Date() };

/**
 * Answers about revocation over IndexedDB. What is out of date goes first where room is short, then what was kept longest
 * ago. An entry of another form than it is written in is not there.
 */
export function createRevocationStore(
  database: Database,
  clock: Clock = systemClock,
  limits: StoreLimits = LIMITS,
): RevocationStore {
  const write = (facts: StoredRevocationFacts, octets?: Uint8Array<ArrayBuffer>): Promise<void> =>
    database.run((connection) => put(connection, facts, octets, limits, clock.now())).catch(() => undefined);
  return {
    cached: (names) => database.run((connection) => read(connection, names)).catch(() => []),
    async keep(question, octets, until) {
      const { name, kind } = question;
      if (octets.length > limits.octets || Number.isNaN(until.getTime())) return;
      await write({ name, kind, size: octets.length, keptAt: clock.now(), until }, octets.slice());
      const failure = await failureName(question);
      await database.run((connection) => connection.delete('revocationFacts', failure)).catch(() => undefined);
    },
    async keepFailure(question) {
      const at = clock.now();
      await write({ name: await failureName(question), kind: 'failure', size: 0, keptAt: at, until: at });
    },
    async failedAt(question) {
      const name = await failureName(question);
      const found: unknown = await database
        .run((connection) => connection.get('revocationFacts', name))
        .catch(() => undefined);
      return isFacts(found) ? found.keptAt : undefined;
    },
  };
}

/** Of the place that was asked: another place may know the same answer. */
async function failureName({ url, name }: { readonly url: string; readonly name: string }): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8Bytes(`${url}\n${name}`));
  return `failure:${hex(new Uint8Array(digest))}`;
}

async function read(connection: Connection, names: readonly string[]): Promise<readonly KeptAnswer[]> {
  const transaction = connection.transaction(['revocationFacts', 'revocationOctets']);
  const found = await Promise.all(
    names.map(async (name) => {
      const facts: unknown = await transaction.objectStore('revocationFacts').get(name);
      const octets: unknown = await transaction.objectStore('revocationOctets').get(name);
      if (!isFacts(facts) || facts.kind === 'failure' || !isOctets(octets, facts.size)) return [];
      return [{ kind: facts.kind, octets }];
    }),
  );
  return found.flat();
}

const KINDS: ReadonlySet<unknown> = new Set([
  'crl',
  'ocsp',
  'issuer',
  'failure',
] satisfies StoredRevocationFacts['kind'][]);

function isFacts(value: unknown): value is StoredRevocationFacts {
  if (typeof value !== 'object' || value === null) return false;
  const { name, kind, size, keptAt, until } = value as Partial<Record<keyof StoredRevocationFacts, unknown>>;
  return typeof name === 'string' && KINDS.has(kind) && Number.isSafeInteger(size) && isDate(keptAt) && isDate(until);
}

function isOctets(value: unknown, size: number): value is Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(value) && 'subarray' in value && value.byteLength === size;
}

/** Writes an entry and makes room for it, in one transaction, so that two windows together keep the bounds. */
async function put(
  connection: Connection,
  facts: StoredRevocationFacts,
  octets: Uint8Array<ArrayBuffer> | undefined,
  limits: StoreLimits,
  now: Date,
): Promise<void> {
  const transaction = connection.transaction(['revocationFacts', 'revocationOctets'], 'readwrite');
  const factsStore = transaction.objectStore('revocationFacts');
  const octetsStore = transaction.objectStore('revocationOctets');
  const others: readonly unknown[] = await factsStore.getAll();
  for (const name of leaving(others, facts, limits, now)) {
    await factsStore.delete(name);
    await octetsStore.delete(name);
  }
  await factsStore.put(facts);
  if (octets) await octetsStore.put(octets, facts.name);
  await transaction.done;
}

/** Names of entries that must go for a new one to have room: those that are none at once. */
function leaving(
  present: readonly unknown[],
  added: StoredRevocationFacts,
  limits: StoreLimits,
  now: Date,
): readonly string[] {
  const others = present.filter(isFacts).filter(({ name }) => name !== added.name);
  const broken = present.flatMap((one) => (isFacts(one) ? [] : nameOf(one)));
  const isDated = ({ until }: StoredRevocationFacts): boolean => until <= now;
  const byWorth = [...others].sort(
    (a, b) => Number(isDated(b)) - Number(isDated(a)) || a.keptAt.getTime() - b.keptAt.getTime(),
  );
  let octets = byWorth.reduce((sum, { size }) => sum + size, added.size);
  let entries = byWorth.length + 1;
  const gone: string[] = [];
  for (const { name, size } of byWorth) {
    if (octets <= limits.octets && entries <= limits.entries) break;
    gone.push(name);
    octets -= size;
    entries -= 1;
  }
  return [...broken, ...gone];
}

function nameOf(value: unknown): readonly string[] {
  const { name } = (typeof value === 'object' && value !== null ? value : {}) as { readonly name?: unknown };
  return typeof name === 'string' ? [name] : [];
}
