import { type Work } from '../../../shared/index';
import { type ProgressView } from '../../ui/index';

interface Send {
  readonly controller: AbortController;
  progress: ProgressView;
  /** It waits for the passphrase. */
  isLocked: boolean;
  /** When its window last asked how it goes. */
  asked: number | undefined;
}

/** How a send stands, for its window. */
export interface SendView extends ProgressView {
  readonly isLocked?: boolean;
}

/** A window that does not ask for so long is closed. */
const WINDOW_GONE_MS = 5_000;
/** A window that does not ask so long after it was to be shown does not come. */
const NO_WINDOW_MS = 30_000;

/** Shows the window of a send, which asks for the passphrase, until `wait` is over. */
export type UnlockStep = (wait: Promise<void>) => Promise<void>;

/** Work that is over sooner shows no window of its own. */
export const PATIENCE_MS = 700;

/** Messages that are being protected, or drafts that are being opened, right now, by a number of ours. */
export class RunningSends {
  /** A number names one of them, whichever of these it is in. */
  static #last = 0;
  readonly #sends = new Map<number, Send>();

  /** Runs `protect` and has `show` called with its number if it takes longer than `patienceMilliseconds`. */
  async run<Result>(
    protect: (work: Work, unlock: UnlockStep) => Promise<Result>,
    show: (send: number) => void,
    patienceMilliseconds: number,
  ): Promise<Result> {
    const number = ++RunningSends.#last;
    const controller = new AbortController();
    const send: Send = { controller, progress: { done: 0, total: 0 }, isLocked: false, asked: undefined };
    this.#sends.set(number, send);
    const timer = setTimeout(() => {
      show(number);
    }, patienceMilliseconds);
    const unlock: UnlockStep = async (wait) => {
      clearTimeout(timer);
      send.isLocked = true;
      show(number);
      const watch = this.#watchWindow(send);
      try {
        await wait;
      } finally {
        clearInterval(watch);
        send.isLocked = false;
      }
    };
    const progress = (done: number, total: number): void => {
      send.progress = { done, total };
    };
    try {
      return await protect({ progress, signal: controller.signal }, unlock);
    } finally {
      clearTimeout(timer);
      this.#sends.delete(number);
    }
  }

  /** Undefined where nothing of this number is being protected. */
  progress(send: number): SendView | undefined {
    const running = this.#sends.get(send);
    if (!running) return undefined;
    running.asked = performance.now();
    return { ...running.progress, ...(running.isLocked && { isLocked: true }) };
  }

  /** No window could be shown: what waits for an answer in it is called off. */
  lostWindow(send: number): void {
    const running = this.#sends.get(send);
    if (running?.isLocked) running.controller.abort();
  }

  /** Calls the send off once nobody sees its question any more. */
  #watchWindow(send: Send): ReturnType<typeof setInterval> {
    const shown = performance.now();
    return setInterval(() => {
      const now = performance.now();
      const isGone = send.asked === undefined ? now - shown > NO_WINDOW_MS : now - send.asked > WINDOW_GONE_MS;
      if (isGone) send.controller.abort();
    }, 1_000);
  }

  cancel(send: number): void {
    this.#sends.get(send)?.controller.abort();
  }
}
