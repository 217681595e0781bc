import { customerOf } from '../revocation/public-address';

export interface RateLimits {
  /** Requests of one client in a minute. */
  readonly perMinute: number;
  /** Requests of all clients under way at one time. */
  readonly atOnce: number;
}

const MINUTE = 60_000;
/** Clients counted apart in one minute; those beyond share one count. */
const CLIENTS = 10_000;

/**
 * Counts what each client asks, by its address, an IPv6 one by its first 64 bits. An address is known for the minute at
 * most in which it asked: then all are forgotten.
 */
export class RateLimit {
  readonly #limits: RateLimits;
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  #since: number;
  #underWay = 0;

  constructor(limits: RateLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#since = now();
  }

  /** Admits a request; to be called when it is over, once. Undefined: there were too many. */
  begin(address: string): (() => void) | undefined {
    this.#forget();
    const customer = customerOf(address);
    const key = this.#counts.has(customer) || this.#counts.size < CLIENTS ? customer : '';
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count > this.#limits.perMinute || this.#underWay >= this.#limits.atOnce) return undefined;
    this.#underWay++;
    return () => {
      this.#underWay--;
    };
  }

  #forget(): void {
    const now = this.#now();
    if (now - this.#since < MINUTE) return;
    this.#since = now;
    this.#counts.clear();
  }
}
