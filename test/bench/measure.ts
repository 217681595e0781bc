import { NotOffered, type Operation, type Size } from './operations';
import { type Contender, type ContenderName } from './remote';

export type EngineName = 'Node' | 'Chromium' | 'Thunderbird';

/** One contender at one operation and size. */
export interface Cell {
  readonly engine: EngineName;
  readonly size: Size;
  readonly operation: Operation;
  readonly name: ContenderName;
  /** Medians in milliseconds. */
  readonly wall?: number;
  readonly cpu?: number;
  readonly rounds?: number;
  /** Why there is no time; undefined where it is not offered at all. */
  readonly error?: string;
}

export interface Effort {
  /** Milliseconds that one contender may take for one cell, its first calls apart. */
  readonly budget: number;
  readonly rounds: number;
  /** Milliseconds that one contender may take to get warm. */
  readonly warmUp: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? NaN) : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
};

/** Calls that are timed together are at least this long, in milliseconds. */
const SHORTEST = 25;
/** A batch of calls while warming up, in milliseconds. */
const BATCH = 120;
/** So many batches in a row that are hardly faster than the fastest before: the times have settled. */
const SETTLED_BATCHES = 4;
/** Calls under so many milliseconds get so many times the time to become warm: they run more code in it. */
const VERY_SHORT = 5;
const MORE_TIME = 4;
const HARDLY_FASTER = 0.97;

class Course {
  readonly contender: Contender;
  readonly walls: number[] = [];
  readonly cpus: number[] = [];
  repeats = 1;
  roundsLeft = 0;
  failure: { readonly error?: string } | undefined;

  constructor(contender: Contender) {
    this.contender = contender;
  }

  /** Time of one call on the clock. */
  async round(operation: Operation): Promise<number> {
    try {
      const { wall, cpu } = await this.contender.run(operation, this.repeats);
      this.walls.push(wall);
      if (cpu !== undefined) this.cpus.push(cpu);
      return wall;
    } catch (thrown) {
      this.roundsLeft = 0;
      this.failure = thrown instanceof NotOffered ? {} : { error: thrown instanceof Error ? thrown.message : '' };
      return 0;
    }
  }

  /**
   * Calls until they get no faster, or the time for it is over: the same for everyone. An engine compiles what it calls
   * thousands of times, and a short call has to be called that often; a long one has its memory after some.
   * Gives the time of one call in the fastest batch.
   */
  async warmUp(operation: Operation, first: number, { warmUp }: Effort): Promise<number> {
    let best = first;
    const end = performance.now() + (first < VERY_SHORT ? warmUp * MORE_TIME : warmUp);
    const settled = first < VERY_SHORT ? SETTLED_BATCHES * MORE_TIME : SETTLED_BATCHES;
    for (let same = 0; same < settled && !this.failure && performance.now() < end;) {
      this.repeats = Math.max(1, Math.min(2000, Math.round(BATCH / Math.max(best, 0.01))));
      const time = await this.round(operation);
      same = time < best * HARDLY_FASTER ? 0 : same + 1;
      best = Math.min(best, time);
    }
    return best;
  }

  /** The first calls tell how many more there are; they count only where there is no time for others. */
  plan(first: number, { budget, rounds }: Effort): void {
    if (this.failure || first > budget) return;
    this.repeats = Math.max(1, Math.min(400, Math.round(SHORTEST / Math.max(first, 0.01))));
    this.roundsLeft = Math.max(1, Math.min(rounds, Math.floor(budget / Math.max(first * this.repeats, 0.01))));
    this.walls.length = 0;
    this.cpus.length = 0;
  }
}

/** Times one operation of all contenders, in turn: A B C, A B C, … What is too slow for a second round has one. */
export async function measure(
  contenders: readonly Contender[],
  operation: Operation,
  effort: Effort,
): Promise<readonly Omit<Cell, 'engine' | 'size'>[]> {
  const courses = contenders.map((one) => new Course(one));
  for (const course of courses) {
    let first = await course.round(operation);
    // The very first call compiles and loads.
    if (first < effort.budget / 4) first = Math.min(first, await course.round(operation));
    course.plan(first < effort.warmUp / 3 ? await course.warmUp(operation, first, effort) : first, effort);
  }
  while (courses.some(({ roundsLeft }) => roundsLeft > 0)) {
    for (const course of courses) {
      if (course.roundsLeft-- > 0) await course.round(operation);
    }
  }
  return courses.map(({ contender: { name }, walls, cpus, failure }) => ({
    operation,
    name,
    ...(failure ?? { wall: median(walls), rounds: walls.length, ...(cpus.length > 0 && { cpu: median(cpus) }) }),
  }));
}
