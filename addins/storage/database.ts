import { unwrap, wrap } from 'idb';
import { SignetError } from '../../shared/index';
import { UPGRADE_STEPS, type Connection, type UpgradeStep, type UpgradeTransaction } from './schema';

const NAME = 'signet';

/** Why the store cannot be used; the `subject` of every `storage` error from here. */
export type StorageProblem = 'unavailable' | 'newer' | 'blocked' | 'full' | 'lost' | 'upgrade' | 'failed';

const MESSAGES: Readonly<Record<StorageProblem, string>> = {
  unavailable: 'the browser gives this page no storage',
  newer: 'the store is of a newer version',
  blocked: 'another window still uses an older version of the store',
  full: 'the disk or the quota of this site is full',
  lost: 'a key of this store is gone',
  upgrade: 'the store could not be upgraded',
  failed: 'reading or writing the store failed',
};

export function storageError(problem: StorageProblem): SignetError {
  return new SignetError('storage', MESSAGES[problem], problem);
}

const PROBLEMS: Readonly<Record<string, StorageProblem>> = {
  VersionError: 'newer',
  QuotaExceededError: 'full',
  SecurityError: 'unavailable',
  NotFoundError: 'lost',
};

/** A SignetError stays what it is; everything else that the browser's storage throws becomes `storage`. */
function asStorageError(thrown: unknown): unknown {
  if (thrown instanceof SignetError || !isDomException(thrown)) return thrown;
  return storageError(PROBLEMS[thrown.name] ?? 'failed');
}

function isDomException(thrown: unknown): thrown is DOMException {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && 'code' in thrown;
}

/** The open database. A connection that the browser closed is opened again by the next use. */
export interface Database {
  /** Where it is, for what must have a database of its own. */
  readonly factory: IDBFactory;
  /** Runs one use of the stores. Rejects with `storage`, or with whatever `use` itself throws. */
  run<Result>(use: (connection: Connection) => Promise<Result>): Promise<Result>;
  close(): void;
}

export interface DatabaseOptions {
  readonly steps?: readonly UpgradeStep[];
  /** How long another window may hold up an upgrade. */
  readonly blockedMilliseconds?: number;
}

/**
 * Opens the database, creating or upgrading it. Rejects with `storage`: a newer schema is refused and left untouched;
 * an upgrade that fails rolls back to what was there.
 */
export async function openDatabase(
  factory: IDBFactory | undefined = defaultFactory(),
  options: DatabaseOptions = {},
): Promise<Database> {
  let current: Promise<Connection> | undefined;
  let isClosed = false;
  const forget = (): void => {
    current = undefined;
  };
  const connection = (): Promise<Connection> => {
    if (isClosed) return Promise.reject(storageError('failed'));
    current ??= connect(factory, options, forget);
    current.catch(forget);
    return current;
  };
  await connection();
  return {
    factory: factory as IDBFactory,
    async run(use) {
      try {
        return await use(await connection());
      } catch (thrown) {
        if (!isDomException(thrown) || thrown.name !== 'InvalidStateError') throw asStorageError(thrown);
        forget();
        return use(await connection()).catch((again: unknown) => {
          throw asStorageError(again);
        });
      }
    },
    close() {
      isClosed = true;
      void current?.then((open) => open.close()).catch(() => undefined);
      forget();
    },
  };
}

/** The browser's own, or undefined where asking for it is forbidden. */
function defaultFactory(): IDBFactory | undefined {
  try {
    return globalThis.indexedDB;
  } catch {
    return undefined;
  }
}

async function connect(
  factory: IDBFactory | undefined,
  options: DatabaseOptions,
  onClosed: () => void,
): Promise<Connection> {
  if (!factory) throw storageError('unavailable');
  try {
    const connection = await open(factory, options);
    const raw = unwrap(connection);
    raw.addEventListener('versionchange', () => {
      connection.close();
      onClosed();
    });
    raw.addEventListener('close', onClosed);
    return connection;
  } catch (thrown) {
    throw asStorageError(thrown);
  }
}

function open(factory: IDBFactory, options: DatabaseOptions): Promise<Connection> {
  const steps = options.steps ?? UPGRADE_STEPS;
  return new Promise((resolve, reject) => {
    const request = factory.open(NAME, steps.length);
    let problem: StorageProblem | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    request.addEventListener('upgradeneeded', (event) => {
      clearTimeout(timer);
      const transaction = request.transaction as IDBTransaction;
      upgrade(request.result, transaction, steps.slice(event.oldVersion)).catch(() => {
        problem = 'upgrade';
        abort(transaction);
      });
    });
    request.addEventListener('blocked', () => {
      timer = setTimeout(() => {
        problem = 'blocked';
        reject(storageError(problem));
      }, options.blockedMilliseconds ?? 3_000);
    });
    request.addEventListener('success', () => {
      clearTimeout(timer);
      if (problem === undefined) resolve(wrap(request.result) as unknown as Connection);
      else request.result.close();
    });
    request.addEventListener('error', (event) => {
      event.preventDefault();
      clearTimeout(timer);
      reject(problem === undefined ? (request.error as DOMException) : storageError(problem));
    });
  });
}

async function upgrade(raw: IDBDatabase, rawTransaction: IDBTransaction, steps: readonly UpgradeStep[]): Promise<void> {
  const connection = wrap(raw) as unknown as Connection;
  const transaction = wrap(rawTransaction) as unknown as UpgradeTransaction;
  transaction.done.catch(() => undefined);
  for (const step of steps) await step(connection, transaction);
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // Already aborted by the browser: there is nothing left to roll back.
  }
}
