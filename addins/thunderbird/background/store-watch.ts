import { toBase64 } from '../../../shared/index';
import { type HostTrust } from '../../storage/index';

const NOTHING: HostTrust = { authorities: [], untrusted: [] };

/** Notices that Thunderbird's own certificate store says something else than at the last look; Thunderbird does not tell. */
export class StoreWatch {
  readonly #read: () => Promise<HostTrust>;
  readonly #onChanged: () => void;
  #last: string | undefined;

  constructor(read: () => Promise<HostTrust>, onChanged: () => void) {
    this.#read = read;
    this.#onChanged = onChanged;
  }

  /** Never rejects: a store that cannot be read says nothing. */
  async look(): Promise<void> {
    const { authorities, untrusted } = await this.#read().catch(() => NOTHING);
    const now = [...authorities.map(toBase64).sort(), '', ...[...untrusted].sort()].join(' ');
    const isOther = this.#last !== undefined && this.#last !== now;
    this.#last = now;
    if (isOther) this.#onChanged();
  }
}
