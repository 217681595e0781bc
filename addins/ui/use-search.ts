import { useEffect, useRef, useState } from 'preact/hooks';
import { type LookedUp } from '../../shared/index';

export interface SearchWork {
  readonly signal?: AbortSignal;
  readonly isForced?: boolean;
}

/** Looks for certificates of addresses, as the core's `lookingUp` does; ends early where it is aborted. */
export type LookUp = (addresses: readonly string[], work: SearchWork) => Promise<readonly LookedUp[]>;

export interface Search {
  /** Addresses that are being looked for now. */
  readonly searching: readonly string[];
  /** Looks once more for everybody who is `without`, also for whom nothing was found a moment ago. */
  readonly again: () => void;
}

interface Running {
  readonly addresses: readonly string[];
  readonly isForced: boolean;
  readonly controller: AbortController;
}

/**
 * Looks for the certificates of those who are `without`, each once by itself; `onFound`: there may be new ones. Nobody is
 * asked any more about an address that is no longer among those `present`; the others of its look-up are looked for anew,
 * where what came of them until then is known and not asked again.
 */
export function useSearch(
  without: readonly string[],
  present: readonly string[],
  lookUp: LookUp,
  onFound: () => void,
): Search {
  const [searching, setSearching] = useState<readonly string[]>([]);
  const asked = useRef(new Set<string>());
  const running = useRef(new Set<Running>());
  const found = useRef(onFound);
  found.current = onFound;
  const tell = (): void => setSearching([...running.current].flatMap(({ addresses }) => addresses));
  const search = (addresses: readonly string[], isForced: boolean): void => {
    if (addresses.length === 0) return;
    for (const address of addresses) asked.current.add(address);
    const one: Running = { addresses, isForced, controller: new AbortController() };
    running.current.add(one);
    tell();
    void lookUp(addresses, { signal: one.controller.signal, isForced })
      .catch((): readonly LookedUp[] => [])
      .then((results) => {
        running.current.delete(one);
        tell();
        if (isForced || results.some(({ outcome }) => outcome === 'accepted')) found.current();
      });
  };
  const leave = (): void => {
    const there = new Set(present);
    for (const address of asked.current) if (!there.has(address)) asked.current.delete(address);
    for (const one of [...running.current]) {
      const left = one.addresses.filter((address) => there.has(address));
      if (left.length === one.addresses.length) continue;
      one.controller.abort();
      running.current.delete(one);
      tell();
      search(left, one.isForced);
    }
  };
  useEffect(
    () => () => {
      for (const { controller } of running.current) controller.abort();
    },
    [],
  );
  useEffect(leave, [present.join(' ')]);
  useEffect(() => {
    search(
      without.filter((address) => !asked.current.has(address)),
      false,
    );
  }, [without.join(' ')]);
  return { searching, again: () => search(without, true) };
}
