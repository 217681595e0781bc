import { type Place } from './places';
import { costOf, type DirectoryCase, type DirectoryTimes, FEW_PEOPLE, MANY_PEOPLE } from './times';

export interface DirectoryRun {
  readonly engine: DirectoryCase['engine'];
  readonly start: () => Promise<Place>;
  /** Restarts of the program for each store. */
  readonly starts: number;
  readonly many?: number;
  readonly say: (line: string) => void;
}

/**
 * A store that is next to empty and a full one, each in a profile of its own; their programs are started in turn, so that
 * what disturbs one start disturbs the other.
 */
export async function measureDirectory(run: DirectoryRun): Promise<readonly DirectoryCase[]> {
  const { engine, start, starts, many = MANY_PEOPLE, say } = run;
  const places: { readonly place: Place; readonly people: number; readonly times: Map<string, number[]> }[] = [];
  try {
    for (const people of [FEW_PEOPLE, many]) {
      const place = await start();
      places.push({ place, people, times: new Map() });
      await place.order({ kind: 'fill', people });
      say(`${engine}: ${people} kept`);
    }
    for (let i = 0; i < starts; i++) {
      for (const { place, times } of places) {
        await place.restart();
        add(times, await place.order({ kind: 'start' }));
      }
    }
    for (const { place, people, times } of places) {
      add(times, await place.order({ kind: 'use', people }));
      if (people === many) add(times, await place.order({ kind: 'send', people }));
    }
  } finally {
    for (const { place } of places) await place.close();
  }
  return places.map(({ people, times }) => ({
    engine,
    people,
    costs: Object.fromEntries([...times].map(([name, all]) => [name, costOf(all)])),
  }));
}

function add(times: Map<string, number[]>, found: DirectoryTimes): void {
  for (const [name, all] of Object.entries(found)) times.set(name, [...(times.get(name) ?? []), ...all]);
}
