import { type Work } from '../../../shared/index';
import { type ProgressView } from '../../ui/index';

interface Send {
  readonly controller: AbortController;
  progress: ProgressView;
}

/** Messages that are being protected right now, by a number of ours. */
export class RunningSends {
  readonly #sends = new Map<number, Send>();
  #last = 0;

  /** Runs `protect` and has `show` called with its number if it takes longer than `patienceMilliseconds`. */
  async run<Result>(
    protect: (work: Work) => Promise<Result>,
    show: (send: number) => void,
    patienceMilliseconds: number,
  ): Promise<Result> {
    const number = ++this.#last;
    const send: Send = { controller: new AbortController(), progress: { done: 0, total: 0 } };
    this.#sends.set(number, send);
    const timer = setTimeout(() => {
      show(number);
    }, patienceMilliseconds);
    const progress = (done: number, total: number): void => {
      send.progress = { done, total };
    };
    try {
      return await protect({ progress, signal: send.controller.signal });
    } finally {
      clearTimeout(timer);
      this.#sends.delete(number);
    }
  }

  /** Undefined where nothing of this number is being protected. */
  progress(send: number): ProgressView | undefined {
    return this.#sends.get(send)?.progress;
  }

  cancel(send: number): void {
    this.#sends.get(send)?.controller.abort();
  }
}
