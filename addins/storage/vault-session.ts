import { hex, type Clock } from '../../shared/index';
import { type VaultKey } from './passphrase-key';
import { type VaultChannel, type VaultMessage } from './vault-channel';

interface Session {
  readonly name: string;
  readonly vaultKey: VaultKey;
  used: Moment;
}

/** Two clocks: one goes on while the computer sleeps, the other cannot be set back. */
interface Moment {
  readonly wall: number;
  readonly tick: number;
}

export interface SessionOptions {
  readonly clock: Clock;
  readonly channel?: VaultChannel | undefined;
  /** Whether what another worker hands over is the key that it says it is. */
  readonly isGenuine: (vaultKey: VaultKey) => Promise<boolean>;
  /** A session began, ended, or may end at another time. */
  readonly onChanged: (change: 'unlocked' | 'locked' | 'time') => void;
}

/** How long others may take to hand over the key; nobody there takes all of it. */
const ANSWER_MS = 300;
/** Least time between two words to the others that a key was used. */
const USED_MS = 1_000;

/** The vault key in this worker's memory, in step with the other workers. */
export class VaultSession {
  readonly #options: SessionOptions;
  readonly #ended = new Set<string>();
  #current: Session | undefined;
  #locks = 0;
  #told: Moment | undefined;
  #answered: (() => void) | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get vaultKey(): VaultKey | undefined {
    return this.#current?.vaultKey;
  }

  /** Milliseconds since a key was last used. */
  get idle(): number {
    return this.#current ? this.#since(this.#current.used) : Infinity;
  }

  begin(vaultKey: VaultKey): void {
    const name = hex(crypto.getRandomValues(new Uint8Array(16)));
    this.#current = { name, vaultKey, used: this.#now() };
    this.#offer();
    this.#options.onChanged('unlocked');
  }

  use(): void {
    if (!this.#current) return;
    this.#current.used = this.#now();
    if (this.#told && this.#since(this.#told) < USED_MS) return;
    this.#told = this.#current.used;
    this.#post({ kind: 'used', session: this.#current.name });
  }

  /** Ends the session everywhere. */
  lock(): void {
    const session = this.#current?.name;
    this.#end();
    this.#post({ kind: 'lock', ...(session === undefined ? {} : { session }) });
  }

  /** Ends whatever session there is, also one that this worker knows nothing of. */
  lockAll(): void {
    this.lock();
    this.#post({ kind: 'lock' });
  }

  /** Asks the others for the key; over when one has given it, or nobody has in time. */
  ask(): Promise<void> {
    if (!this.#options.channel) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ANSWER_MS);
      this.#answered = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#post({ kind: 'ask' });
    });
  }

  tellTime(): void {
    this.#post({ kind: 'time' });
  }

  /** What another worker says, in the order in which it is heard. */
  hear(message: unknown): void {
    const { kind, session } = fieldsOf(message);
    if (kind === 'ask') this.#offer();
    else if (kind === 'unlocked') void this.#adopt(fieldsOf(message));
    else if (kind === 'used' && session === this.#current?.name && this.#current) this.#current.used = this.#now();
    else if (kind === 'lock') this.#hearLock(session);
    else if (kind === 'time') this.#options.onChanged('time');
  }

  #hearLock(session: unknown): void {
    if (typeof session === 'string') this.#ended.add(session);
    this.#locks++;
    if (!this.#current || (session !== undefined && session !== this.#current.name)) return;
    const { name } = this.#current;
    this.#end();
    // Somebody may have been given the key by this worker after they heard of a lock that did not name it.
    if (session === undefined) this.#post({ kind: 'lock', session: name });
  }

  async #adopt({ session, id, key, idle }: Fields): Promise<void> {
    if (typeof session !== 'string' || typeof id !== 'string' || typeof idle !== 'number' || !isVaultKey(key)) return;
    if (this.#ended.has(session) || this.#current?.name === session) return;
    const locks = this.#locks;
    const vaultKey = { id, key };
    const isGenuine = await this.#options.isGenuine(vaultKey).catch(() => false);
    if (!isGenuine || locks !== this.#locks || this.#ended.has(session)) return;
    const now = this.#now();
    this.#current = { name: session, vaultKey, used: { wall: now.wall - idle, tick: now.tick - idle } };
    this.#options.onChanged('unlocked');
    this.#answered?.();
  }

  #offer(): void {
    if (!this.#current) return;
    const { name, vaultKey } = this.#current;
    this.#post({ kind: 'unlocked', session: name, ...vaultKey, idle: this.idle });
  }

  #end(): void {
    if (!this.#current) return;
    this.#ended.add(this.#current.name);
    this.#current = undefined;
    this.#options.onChanged('locked');
  }

  #post(message: VaultMessage): void {
    try {
      this.#options.channel?.post(message);
    } catch {
      // A browser that cannot hand a key on: each page then asks for the passphrase by itself.
    }
  }

  /** Milliseconds, by the clock that saw more of them. */
  #since({ wall, tick }: Moment): number {
    const now = this.#now();
    return Math.max(now.wall - wall, now.tick - tick, 0);
  }

  #now(): Moment {
    return { wall: this.#options.clock.now().getTime(), tick: performance.now() };
  }
}

type Fields = Readonly<Record<'kind' | 'session' | 'id' | 'key' | 'idle', unknown>>;

function fieldsOf(message: unknown): Fields {
  return (typeof message === 'object' && message !== null ? message : {}) as Fields;
}

/** A key that could be exported is not taken: it would not stay in this worker. */
function isVaultKey(key: unknown): key is CryptoKey {
  return key instanceof CryptoKey && !key.extractable && key.algorithm.name === 'AES-GCM';
}
