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
  /** The same, of what the emulated Outlook and office.js do with each other's messages our own scripts' part alone. */
  readonly own: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, of the clock and of the processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'devtools.timeline'];
/** Where the playground has the add-in's own files. */
const OWN = '/addin/';

/** Lets Chromium write down every task that runs while `body` does; all frames of the page share the one main thread. */
export async function longestTask(page: Page, body: () => Promise<void>): Promise<LongestTask> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser to trace');
  await browser.startTracing(page, { categories: CATEGORIES });
  await body().catch(async (thrown: unknown) => {
    await browser.stopTracing();
    throw thrown;
  });
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  return longestOf(trace.traceEvents);
}

function longestOf(events: readonly TraceEvent[]): LongestTask {
  const keyOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map((event) => keyOf(event)),
  );
  const ran = events.filter((event) => event.ph === 'X' && threads.has(keyOf(event)));
  const tasks = ran.filter(({ name }) => name === 'RunTask');
  if (tasks.length === 0) throw new Error('the trace has no task of a main thread');
  const inside = new Map([...threads].map((key) => [key, ran.filter((event) => keyOf(event) === key)]));
  const own = (task: TraceEvent): number => {
    const parts = (inside.get(keyOf(task)) ?? []).filter((event) => event !== task && contains(task, event));
    return processorTime(task) - messagesOf(parts);
  };
  const longest = (of: (task: TraceEvent) => number): number => Math.max(...tasks.map(of)) / 1000;
  return {
    clock: longest(({ dur = 0 }) => dur),
    processor: longest(processorTime),
    own: longest((task) => (processorTime(task) > 1000 ? own(task) : processorTime(task))),
  };
}

const processorTime = ({ tdur = 0 }: TraceEvent): number => tdur;

const contains = (outer: TraceEvent, inner: TraceEvent): boolean =>
  inner.ts >= outer.ts && inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0);

/** What the messages among the parts of a task took, without the calls into our own scripts in them. */
function messagesOf(parts: readonly TraceEvent[]): number {
  const sum = (list: readonly TraceEvent[]): number => list.reduce((all, one) => all + processorTime(one), 0);
  const outermost = (list: readonly TraceEvent[]): readonly TraceEvent[] =>
    list.filter((one) => !list.some((other) => other !== one && contains(other, one)));
  const messages = outermost(parts.filter(({ name }) => name === 'HandlePostMessage'));
  const calls = parts.filter(({ name, args }) => name === 'FunctionCall' && args?.data?.url?.includes(OWN) === true);
  return sum(messages) - sum(outermost(calls.filter((call) => messages.some((one) => contains(one, call)))));
}

/** The scripts that the frame's workers were started from. */
export function workerScripts(frame: Frame): readonly string[] {
  return frame
    .page()
    .workers()
    .map((worker) => worker.url());
}
