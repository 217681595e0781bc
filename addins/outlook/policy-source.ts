import { type Clock } from '../../shared/index';
import { type FetchedPolicy, type HostedRequest } from '../policy/hosted-policy';
import { type PolicyInForce } from '../policy/policy-in-force';
import { type HostedPolicy } from './hosted-address';

/** What a page knows of its organisation's policy. */
export interface PolicySource {
  /** What a worker is to go by: what came last from the server, or that nothing came yet; undefined: the manifest names no policy. */
  request(): HostedRequest | undefined;
  /**
   * What holds: at once, where something is known that still holds, and what is newer is fetched beside; else once it was
   * fetched. `newest` waits for what is being fetched and is not older than a few minutes: for what leaves. Rejects where it
   * cannot be found out.
   */
  inForce(which?: 'newest'): Promise<PolicyInForce>;
  /** Calls each time another policy is in force, once the workers go by it; gives what ends that. */
  onChanged(listener: () => void): () => void;
}

export interface PolicyPorts {
  fetch(hosted: HostedPolicy): Promise<FetchedPolicy>;
  /** Has a worker verify what was fetched and find out what is in force. */
  judge(request: HostedRequest): Promise<PolicyInForce>;
  /** Has the workers go by another policy with whatever is asked of them afterwards. */
  renew(): Promise<unknown>;
  /** Nothing is known that holds: everything waits for the server. */
  waiting(): void;
  readonly clock: Clock;
}

/** For so long what was fetched counts as what the server says. */
const FRESH_MS = 5 * 60_000;
/** What could not be had is asked for again sooner. */
const RETRY_MS = 20_000;

interface Asked {
  readonly at: number;
  readonly request: Promise<HostedRequest>;
  policy?: Promise<PolicyInForce>;
  lasts: number;
}

export function createPolicySource(hosted: HostedPolicy | 'unusable', ports: PolicyPorts): PolicySource {
  const named = hosted === 'unusable' ? { url: '', keys: [] } : hosted;
  let came: HostedRequest = { ...named, fetched: { kind: hosted === 'unusable' ? 'unreachable' : 'pending' } };
  let last: Asked | undefined;
  let standing: PolicyInForce | undefined;
  let known: Promise<PolicyInForce | undefined> | undefined;
  const listeners = new Set<() => void>();

  const ask = async (): Promise<HostedRequest> => {
    if (hosted !== 'unusable') came = { ...named, fetched: await ports.fetch(hosted) };
    return came;
  };
  const asked = (): Asked => {
    const now = ports.clock.now().getTime();
    // A clock that was set back makes nothing last longer.
    if (last && now >= last.at && now - last.at < last.lasts) return last;
    const next: Asked = { at: now, request: ask(), lasts: FRESH_MS };
    void next.request.then(
      ({ fetched }) => {
        if (fetched.kind === 'unreachable') next.lasts = RETRY_MS;
      },
      () => {
        next.lasts = 0;
      },
    );
    last = next;
    return next;
  };
  const settle = async (request: HostedRequest): Promise<PolicyInForce> => {
    const found = await ports.judge(request);
    const before = standing;
    standing = found;
    if (before !== undefined && before.digest === found.digest) return found;
    await ports.renew();
    for (const tell of listeners) tell();
    return found;
  };
  const newest = (): Promise<PolicyInForce> => {
    const current = asked();
    const policy = (current.policy ??= current.request.then(settle));
    return policy.catch((thrown: unknown) => {
      delete current.policy;
      throw thrown;
    });
  };
  /** What was known before this page was opened, as long as that holds. */
  const lastKnown = async (): Promise<PolicyInForce | undefined> => {
    if (came.fetched.kind !== 'pending') return undefined;
    const found = await ports.judge(came).catch(() => undefined);
    if (found?.kind === 'last-known') return (standing ??= found);
    if (standing === undefined) ports.waiting();
    return undefined;
  };
  return {
    request: () => came,
    async inForce(which) {
      const fetched = newest();
      if (which === 'newest') return fetched;
      // Whoever asks now has an answer already; what comes later is told by `onChanged`.
      fetched.catch(() => undefined);
      return standing ?? (await (known ??= lastKnown())) ?? fetched;
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
