import { errorCode, type ErrorCode } from '../../shared/index';
import { type RunEnd } from '../acme/run-order';
import { type Ordering } from './ordering';

/**
 * Renews what is due and goes on with renewals that were begun, where the user or the organisation wants that to happen by
 * itself; as far as it goes without a person. What failed begins again by itself after a while only. Never rejects: what does
 * not work is shown where orders are listed, and keeps no other from being renewed unless keys or stores are out of reach.
 * Answers whether an identity came.
 */
export async function renewDue(ordering: Ordering): Promise<boolean> {
  try {
    const { options } = await ordering.choice();
    if (!ordering.isPossible || !options.renews || options.directory === '') return false;
    const begun = (await ordering.all()).filter(
      ({ renews, step }) => renews !== undefined && step !== 'done' && step !== 'failed',
    );
    const due = (await ordering.due()).filter(({ isHeldBack }) => !isHeldBack);
    return await anyCame([
      ...begun.map(
        ({ id }) =>
          () =>
            ordering.run(id),
      ),
      ...due.map(({ identityId: renews, address, keyKind }) => async () => {
        const { id } = await ordering.begin({ address, keyKind, renews });
        return ordering.run(id);
      }),
    ]);
  } catch {
    return false;
  }
}

async function anyCame(renewals: readonly (() => Promise<RunEnd>)[]): Promise<boolean> {
  let hasCome = false;
  for (const renew of renewals) {
    try {
      hasCome = (await renew()).order.step === 'done' || hasCome;
    } catch (thrown) {
      if (HOPELESS.includes(errorCode(thrown))) break;
    }
  }
  return hasCome;
}

/** What the next order would meet as well. */
const HOPELESS: readonly ErrorCode[] = ['locked', 'storage'];
