import { type Clock } from '../../shared/index';
import { type FetchedPolicy, type HostedRequest } from '../policy/hosted-policy';
import { type PolicyInForce } from '../policy/policy-in-force';
import { type HostedPolicy } from './hosted-address';

/** What a page knows of its organisation's policy. */
export interface PolicySource {
  /** What a worker is asked to make of what was fetched; undefined: the manifest names no policy. */
  request(): Promise<HostedRequest | undefined>;
  /** The policy in force, not older than a few minutes. Rejects where that cannot be found out. */
  inForce(): Promise<PolicyInForce>;
}

/** For so long what was fetched counts as what the server says. */
const FRESH_MS = 5 * 60_000;
/** What could not be had is asked for again sooner. */
const RETRY_MS = 20_000;

const NONE: PolicyInForce = { kind: 'none', document: { version: 2 }, reasons: [] };

interface Asked {
  readonly at: number;
  readonly request: Promise<HostedRequest>;
  policy?: Promise<PolicyInForce>;
  lasts: number;
}

/** `judge`: has a worker verify what was fetched and find out what is in force. */
export function createPolicySource(
  hosted: HostedPolicy | 'unusable' | undefined,
  fetchPolicy: (hosted: HostedPolicy) => Promise<FetchedPolicy>,
  judge: (request: HostedRequest) => Promise<PolicyInForce>,
  clock: Clock,
): PolicySource {
  let last: Asked | undefined;
  const ask = async (): Promise<HostedRequest> => {
    if (hosted === undefined || hosted === 'unusable') return { url: '', keys: [], fetched: { kind: 'unreachable' } };
    return { ...hosted, fetched: await fetchPolicy(hosted) };
  };
  const asked = (): Asked => {
    const now = clock.now().getTime();
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
  return {
    request: () => (hosted === undefined ? Promise.resolve(undefined) : asked().request),
    async inForce() {
      if (hosted === undefined) return NONE;
      const current = asked();
      const policy = (current.policy ??= current.request.then(judge));
      return policy.catch((thrown: unknown) => {
        delete current.policy;
        throw thrown;
      });
    },
  };
}
