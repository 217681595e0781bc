import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_RESULTS, type Results } from './results';

/** What one part of the benchmark found, and when it began; all contenders of a part took turns in one run. */
interface Part {
  readonly name: string;
  /** ISO 8601, to the minute. */
  readonly when: string;
  readonly results: Partial<Results>;
}

export interface Merged {
  readonly results: Results;
  /** Each part with its time, in order of time. */
  readonly parts: readonly Pick<Part, 'name' | 'when'>[];
}

/**
 * Keeps each part in a file of its own as soon as it is there, so that a run that was broken off, or a part that others'
 * work has spoiled, is measured again without the rest. A part replaces the whole part of that name: figures of one row are never
 * of two runs.
 */
export class Parts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  save(name: string, began: Date, results: Partial<Results>): void {
    mkdirSync(this.#folder, { recursive: true });
    const part: Part = { name, when: `${began.toISOString().slice(0, 16)}Z`, results };
    writeFileSync(join(this.#folder, `${name}.json`), JSON.stringify(part));
  }

  merged(): Merged {
    const files = existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => name.endsWith('.json')) : [];
    const parts = files.map((name) => JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as Part);
    parts.sort((a, b) => (a.when < b.when ? -1 : 1));
    return { results: parts.map(({ results }) => results).reduce(together, NO_RESULTS), parts };
  }
}

function together(all: Results, part: Partial<Results>): Results {
  const surroundings = new Map([...all.surroundings, ...(part.surroundings ?? [])]);
  return {
    cells: [...all.cells, ...(part.cells ?? [])],
    peaks: [...all.peaks, ...(part.peaks ?? [])],
    biggest: [...all.biggest, ...(part.biggest ?? [])],
    coldStarts: [...all.coldStarts, ...(part.coldStarts ?? [])],
    mainThread: [...all.mainThread, ...(part.mainThread ?? [])],
    paneStarts: [...all.paneStarts, ...(part.paneStarts ?? [])],
    directory: [...all.directory, ...(part.directory ?? [])],
    missing: [...new Set([...all.missing, ...(part.missing ?? [])])],
    surroundings: [...surroundings],
  };
}
