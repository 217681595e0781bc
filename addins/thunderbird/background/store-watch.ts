import { toBase64, utf8Bytes } from '../../../shared/index';
import { type HostTrust } from '../../storage/index';

const NOTHING: HostTrust = { authorities: [], untrusted: [] };
const NAME = 'store-seen';

/** Values that outlast the sleep of a background page. */
export interface SeenMemory {
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
}

/**
 * Notices that Thunderbird's own certificate store says something else than at the last look, also one before the
 * background page slept; Thunderbird does not tell.
 */
export class StoreWatch {
  readonly #read: () => Promise<HostTrust>;
  readonly #onChanged: () => void;
  readonly #memory: SeenMemory;
  #last: string | undefined;

  constructor(read: () => Promise<HostTrust>, onChanged: () => void, memory: SeenMemory) {
    this.#read = read;
    this.#onChanged = onChanged;
    this.#memory = memory;
  }

  /** Never rejects: a store that cannot be read says nothing. */
  async look(): Promise<void> {
    const now = await digestOf(await this.#read().catch(() => NOTHING));
    const last = this.#last ?? (await this.#memory.get(NAME).catch(() => undefined));
    this.#last = now;
    if (last === now) return;
    await this.#memory.set(NAME, now).catch(() => undefined);
    if (last !== undefined) this.#onChanged();
  }
}

async function digestOf({ authorities, untrusted }: HostTrust): Promise<string> {
  const text = [...authorities.map(toBase64).sort(), '', ...[...untrusted].sort()].join(' ');
  return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8Bytes(text))));
}
