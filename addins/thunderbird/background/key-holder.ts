import { type KeyLock } from '../../../shared/index';

/** Well within the time after which Thunderbird puts a background page to sleep. */
const WAKE_MS = 10_000;

/**
 * Keeps the background page awake while the keys are unlocked by a passphrase: were it put to sleep, its workers would end
 * and the vault key, which is in their memory alone, with them. While they are locked it may sleep.
 */
export class KeyHolder {
  readonly #keys: Pick<KeyLock, 'state'>;
  readonly #stayAwake: () => Promise<void>;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(keys: Pick<KeyLock, 'state'>, stayAwake: () => Promise<void>) {
    this.#keys = keys;
    this.#stayAwake = stayAwake;
  }

  /** After keys were locked or unlocked. Takes over the key where another page has it. Never rejects. */
  async look(): Promise<void> {
    const state = await this.#keys.state().catch(() => undefined);
    const isHeld = state?.protection === 'passphrase' && !state.isLocked;
    if (!isHeld) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else {
      this.#timer ??= setInterval(() => void this.#stayAwake(), WAKE_MS);
    }
  }
}
