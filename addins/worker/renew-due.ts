import { type Ordering } from './ordering';

/**
 * Renews what is due and goes on with renewals that were begun, where the user or the organisation wants that to happen by
 * itself; as far as it goes without a person. What failed begins again by itself after a while only. Never rejects: what does not work is shown where orders are listed. Answers
 * whether an identity came.
 */
export async function renewDue(ordering: Ordering): Promise<boolean> {
  try {
    const { options } = await ordering.choice();
    if (!ordering.isPossible || !options.renews || options.directory === '') return false;
    const begun = (await ordering.all()).filter(
      ({ renews, step }) => renews !== undefined && step !== 'done' && step !== 'failed',
    );
    const ids = begun.map(({ id }) => id);
    const due = (await ordering.due()).filter(({ isHeldBack }) => !isHeldBack);
    for (const { identityId, address, keyKind } of due) {
      ids.push((await ordering.begin({ address, keyKind, renews: identityId })).id);
    }
    let hasCome = false;
    for (const id of ids) hasCome = (await ordering.run(id)).order.step === 'done' || hasCome;
    return hasCome;
  } catch {
    return false;
  }
}
