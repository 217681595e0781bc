import { type LookedUp, type LookUpAnswer, type LookUpSource } from '../../shared/index';
import { type LookUpCalls } from '../worker/look-up-calls';
import { tiersOf } from '../worker/look-up-options';
import { type Caller } from '../worker/worker-client';
import { type LookUpHost, type LookUpWork } from './look-up-host';

/**
 * Asks the places of a host about addresses, one group of places after the other: the worker says whom to ask about whom,
 * each place of the group is asked beside the others, and the worker judges what each brought as soon as it did. Nobody is
 * asked about an address for which a place of an earlier group brought a certificate that was accepted.
 */
export async function runLookUp(
  addresses: readonly string[],
  host: LookUpHost,
  worker: Caller<LookUpCalls>,
  work: LookUpWork = {},
): Promise<readonly LookedUp[]> {
  const signal = work.signal ?? new AbortController().signal;
  const isOver = (): boolean => signal.aborted;
  const results: LookedUp[] = [];
  for (let step = 0; ; step++) {
    const open = addresses.filter((one) => !results.some((r) => r.address === one && r.outcome === 'accepted'));
    if (isOver() || open.length === 0) return results;
    // Asked anew: a place that was switched off meanwhile is not asked any more.
    const { options } = await worker.call('lookUpChoice', undefined);
    const tier = tiersOf(options)[step];
    if (!tier) return results;
    const names = tier.filter((name) => host.sources.includes(name));
    if (names.length === 0) continue;
    const plan = { addresses: open, sources: names, isForced: work.isForced === true };
    const questions = await worker.call('planLookUp', plan);
    if (questions.length === 0) continue;
    const due = questions.map(({ source }) => source);
    // Its code may not load: then these places are not asked.
    const sources = await host.connect(due, options).catch(() => []);
    const asked = questions.map(async ({ source: name, addresses: about }) => {
      const source = sources.find((one) => one.name === name);
      if (!source || isOver()) return;
      const answers = await asksQuietly(source, about, signal);
      const judged = await worker.call('takeFound', { source: name, answers });
      results.push(...judged);
      if (!isOver()) work.found?.(judged);
    });
    await Promise.all(asked);
  }
}

/** A place that breaks its word and rejects is a place without an answer. */
function asksQuietly(
  source: LookUpSource,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<readonly LookUpAnswer[]> {
  return source
    .ask(addresses, signal)
    .catch(() => addresses.map((address) => ({ address, failure: 'no-answer' as const })));
}
