import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useKeyStrings } from './key-strings';
import { Notice } from './notices';
import { type Language } from './props';

/** Whether the browser keeps this site's storage, and a way to ask it to. */
export interface Persistence {
  isKept(): Promise<boolean>;
  ask(): Promise<boolean>;
}

/** The browser's own word; undefined where it says nothing. */
export function browserPersistence(): Persistence | undefined {
  const { storage } = navigator as { readonly storage?: Partial<StorageManager> };
  if (!storage?.persisted || !storage.persist) return undefined;
  return { isKept: () => navigator.storage.persisted(), ask: () => navigator.storage.persist() };
}

/** Says that the browser may clear the storage, where it has not promised to keep it. */
export function PersistenceNote(props: {
  readonly persistence: Persistence | undefined;
  readonly language: Language;
}): JSX.Element | null {
  const { persistence, language } = props;
  const strings = useKeyStrings(language);
  const [state, setState] = useState<'kept' | 'open' | 'refused'>('kept');
  useEffect(() => {
    persistence?.isKept().then(
      (isKept) => setState(isKept ? 'kept' : 'open'),
      () => undefined,
    );
  }, []);
  if (!persistence || state === 'kept') return null;
  const ask = (): void =>
    void persistence.ask().then(
      (isKept) => setState(isKept ? 'kept' : 'refused'),
      () => setState('refused'),
    );
  const button = (
    <button type="button" class="sg-button" onClick={ask}>
      {strings.persistAsk}
    </button>
  );
  return (
    <Notice tone="neutral" actions={state === 'open' && button}>
      {state === 'open' ? strings.persistOpen : strings.persistRefused}
    </Notice>
  );
}
