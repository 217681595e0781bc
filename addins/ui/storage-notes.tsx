import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Clock } from '../../shared/index';
import { type Core } from '../worker/core';
import { acceptLoss, noticeLoss, type Marked, type StorageMarker } from '../worker/storage-loss';
import { dayText } from './formats';
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

/** Says that keys are gone with the storage, and how to get them back; nothing where nothing is missing. */
export function LossNotice(props: {
  readonly core: Pick<Core, 'settings' | 'identities'>;
  readonly marker: StorageMarker;
  readonly clock: Clock;
  readonly language: Language;
  /** Changes when identities were added or removed. */
  readonly generation: number;
}): JSX.Element | null {
  const { core, marker, clock, language, generation } = props;
  const strings = useKeyStrings(language);
  const [lost, setLost] = useState<Marked>();
  useEffect(() => {
    noticeLoss(core, marker, clock).then(setLost, () => undefined);
  }, [generation]);
  if (!lost) return null;
  const accept = (): void => void acceptLoss(core, marker, clock).then(() => setLost(undefined));
  const understood = (
    <button type="button" class="sg-button" onClick={accept}>
      {strings.lossAccept}
    </button>
  );
  return (
    <Notice tone="attention" title={strings.lossTitle} actions={understood}>
      <p>{strings.loss(lost.fingerprints.length, dayText(new Date(lost.at), language))}</p>
      <p>{strings.lossHelp}</p>
    </Notice>
  );
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
