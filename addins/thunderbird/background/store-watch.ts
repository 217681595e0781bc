import { toBase64, type Der } from '../../../shared/index';

/** Notices that Thunderbird's own certificate store trusts others than at the last look; Thunderbird does not tell. */
export class StoreWatch {
  readonly #read: () => Promise<readonly Der[]>;
  readonly #onChanged: () => void;
  #last: string | undefined;

  constructor(read: () => Promise<readonly Der[]>, onChanged: () => void) {
    this.#read = read;
    this.#onChanged = onChanged;
  }

  /** Never rejects: a store that cannot be read holds nothing. */
  async look(): Promise<void> {
    const now = (await this.#read().catch(() => [])).map(toBase64).sort().join(' ');
    const isOther = this.#last !== undefined && this.#last !== now;
    this.#last = now;
    if (isOther) this.#onChanged();
  }
}
