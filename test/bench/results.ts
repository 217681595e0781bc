import { type ColdStart } from './cold-start';
import { type DirectoryCase } from './directory/times';
import { type Cell, type EngineName } from './measure';
import { type Operation, type Size } from './operations';
import { type PaneStart } from './pane-start';
import { type Peak } from './peak';
import { type Biggest } from './peaks';
import { type ContenderName } from './remote';

/** What test/bench/main-thread.mjs writes of one piece of work in the worker of the Outlook pane. */
export interface MainThreadCase {
  /** Megabytes of the attachment. */
  readonly size: number;
  readonly work: string;
  /** `longest`: milliseconds in which the main thread did nothing else. */
  readonly stretch: { readonly milliseconds: number; readonly ticks: number; readonly longest: number };
  /** Milliseconds of the longest task on the main thread: test/hosts/outlook/main-thread.ts. */
  readonly task: { readonly clock: number; readonly processor: number; readonly own: number };
}

/** Everything that one run of the benchmark found. */
export interface Results {
  readonly cells: readonly Cell[];
  readonly peaks: readonly Peak[];
  readonly biggest: readonly Biggest[];
  readonly coldStarts: readonly ColdStart[];
  /** Versions and kind of machine, name and value. */
  readonly surroundings: readonly (readonly [string, string])[];
  readonly mainThread: readonly MainThreadCase[];
  readonly paneStarts: readonly PaneStart[];
  /** Parts of earlier runs have none. */
  readonly directory: readonly DirectoryCase[];
  /** What could not be measured here, and why. */
  readonly missing: readonly string[];
}

export const NO_RESULTS: Results = {
  cells: [],
  peaks: [],
  biggest: [],
  coldStarts: [],
  surroundings: [],
  mainThread: [],
  paneStarts: [],
  directory: [],
  missing: [],
};

export function cellOf(
  { cells }: Results,
  engine: EngineName,
  size: Size,
  operation: Operation,
  name: ContenderName,
): Cell | undefined {
  return cells.find(
    (one) => one.engine === engine && one.size === size && one.operation === operation && one.name === name,
  );
}

/** Processor time where it is known, else time on the clock: the same for both sides of a ratio. */
export function ratio(
  results: Results,
  engine: EngineName,
  size: Size,
  operation: Operation,
  other: ContenderName,
  own: ContenderName = 'signet',
): number | undefined {
  const ours = cellOf(results, engine, size, operation, own);
  const theirs = cellOf(results, engine, size, operation, other);
  if (ours?.cpu !== undefined && theirs?.cpu !== undefined) return ours.cpu / theirs.cpu;
  return ours?.wall !== undefined && theirs?.wall !== undefined ? ours.wall / theirs.wall : undefined;
}

export function peakOf(results: Results, engine: EngineName, size: Size, operation: Operation): number | undefined {
  return results.peaks.find(
    (one) => one.engine === engine && one.size === size && one.operation === operation && one.name === 'signet',
  )?.multiple;
}
