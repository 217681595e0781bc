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

/** Looks for the certificates of those who are `without`, each once by itself; `onFound`: there may be new ones. */
export function useSearch(without: readonly string[], lookUp: LookUp, onFound: () => void): Search {
  const [searching, setSearching] = useState<readonly string[]>([]);
  const asked = useRef(new Set<string>());
  const running = useRef(new AbortController());
  const found = useRef(onFound);
  found.current = onFound;
  useEffect(() => () => running.current.abort(), []);
  const search = (addresses: readonly string[], isForced: boolean): void => {
    if (addresses.length === 0) return;
    for (const address of addresses) asked.current.add(address);
    setSearching((now) => [...now, ...addresses]);
    void lookUp(addresses, { signal: running.current.signal, isForced })
      .catch((): readonly LookedUp[] => [])
      .then((results) => {
        setSearching((now) => now.filter((one) => !addresses.includes(one)));
        if (isForced || results.some(({ outcome }) => outcome === 'accepted')) found.current();
      });
  };
  useEffect(() => {
    search(
      without.filter((address) => !asked.current.has(address)),
      false,
    );
  }, [without.join(' ')]);
  return { searching, again: () => search(without, true) };
}
