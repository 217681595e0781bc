import { errorCode, SignetError, type Work } from '../../../shared/index';
import { untilUnlocked } from '../../worker/until-unlocked';
import { type Ports } from '../wiring';
import { type UnlockStep } from './running-sends';

/** Asks for the passphrase, however long that takes; nothing of the message is lost meanwhile. Rejects with `locked` without it. */
export async function unlockKeys(
  { core, watchLock }: Pick<Ports, 'core' | 'watchLock'>,
  work: Work,
  unlock: UnlockStep,
): Promise<void> {
  if (!(await core.keys.state()).isLocked) return;
  await unlock(untilUnlocked(core.keys, watchLock, work)).catch((thrown: unknown) => {
    throw errorCode(thrown) === 'cancelled' ? new SignetError('locked', 'the keys were not unlocked') : thrown;
  });
}
