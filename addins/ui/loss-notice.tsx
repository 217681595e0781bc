import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Clock } from '../../shared/index';
import { type Core } from '../worker/core';
import { acceptLoss, noticeLoss, type Marked, type StorageMarker } from '../worker/storage-loss';
import { Later, later } from './later';
import { type Language } from './props';

/** What is shown of keys that are locked or gone. */
export const LOCK_PART = later(() => import('./lock-part'));

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
  const [lost, setLost] = useState<Marked>();
  useEffect(() => {
    noticeLoss(core, marker, clock).then(setLost, () => undefined);
  }, [generation]);
  if (!lost) return null;
  const accept = (): void => void acceptLoss(core, marker, clock).then(() => setLost(undefined));
  return (
    <Later part={LOCK_PART} language={language}>
      {({ LossText }) => <LossText lost={lost} language={language} onAccept={accept} />}
    </Later>
  );
}
