import { type Frame } from 'playwright-core';

/** How one stretch of work went on the page's main thread. */
export interface Stretch {
  /** What the pane said meanwhile; empty: nothing of a progress bar. */
  readonly text: string;
  readonly milliseconds: number;
  /** Timers that came to run. */
  readonly ticks: number;
  /** Longest time between two of them, in milliseconds. */
  readonly longest: number;
}

interface Watched {
  signetWatch?: { stretches: { text: string; milliseconds: number; ticks: number; longest: number }[]; stop(): void };
}

/** Starts counting, in a frame, how often its main thread comes to run a timer. */
export async function watchMainThread(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    const scope = globalThis as Watched;
    scope.signetWatch?.stop();
    const stretches: NonNullable<Watched['signetWatch']>['stretches'] = [];
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const text = document.querySelector('.sg-progress [role=status]')?.textContent ?? '';
      let stretch = stretches.at(-1);
      // The tick that first sees a new text ends the time that belonged to the one before.
      if (stretch) {
        stretch.ticks++;
        stretch.milliseconds += now - last;
        stretch.longest = Math.max(stretch.longest, now - last);
      }
      if (stretch?.text !== text) {
        stretch = { text, milliseconds: 0, ticks: 0, longest: 0 };
        stretches.push(stretch);
      }
      last = now;
    }, 1);
    scope.signetWatch = { stretches, stop: () => clearInterval(timer) };
  });
}

/** Ends the counting; one entry for each text that the progress bar had, in order. */
export function watchedStretches(frame: Frame): Promise<readonly Stretch[]> {
  return frame.evaluate(() => {
    const scope = globalThis as Watched;
    scope.signetWatch?.stop();
    return scope.signetWatch?.stretches ?? [];
  });
}

/** The scripts that the frame's workers were started from. */
export function workerScripts(frame: Frame): readonly string[] {
  return frame
    .page()
    .workers()
    .map((worker) => worker.url());
}
