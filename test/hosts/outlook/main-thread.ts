import { type Frame, type Page } from 'playwright-core';

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

/** The task that held a page's main thread longest, in milliseconds. */
export interface LongestTask {
  /** On the clock: the processor may have been given to others meanwhile. */
  readonly clock: number;
  /** The longest processor time of a task, which may be another one. */
  readonly processor: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Lets Chromium write down every task that runs while `body` does; all frames of the page share the one main thread. */
export async function longestTask(page: Page, body: () => Promise<void>): Promise<LongestTask> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser to trace');
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  await body().catch(async (thrown: unknown) => {
    await browser.stopTracing();
    throw thrown;
  });
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  return longestOf(trace.traceEvents);
}

function longestOf(events: readonly TraceEvent[]): LongestTask {
  const threads = new Map<string, number>();
  const tasks = new Map<string, TraceEvent[]>();
  const keyOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  for (const event of events) {
    if (event.name === 'thread_name' && event.args?.name === 'CrRendererMain') threads.set(keyOf(event), 0);
    if (event.name !== 'RunTask' || event.ph !== 'X') continue;
    const known = tasks.get(keyOf(event));
    if (known) known.push(event);
    else tasks.set(keyOf(event), [event]);
  }
  const found = [...threads.keys()].flatMap((key) => tasks.get(key) ?? []);
  if (found.length === 0) throw new Error('the trace has no task of a main thread');
  const longest = (of: (event: TraceEvent) => number | undefined): number =>
    found.reduce((most, event) => Math.max(most, (of(event) ?? 0) / 1000), 0);
  return { clock: longest(({ dur }) => dur), processor: longest(({ tdur }) => tdur) };
}

/** The scripts that the frame's workers were started from. */
export function workerScripts(frame: Frame): readonly string[] {
  return frame
    .page()
    .workers()
    .map((worker) => worker.url());
}
