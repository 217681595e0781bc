import { type PolicyInForce } from '../policy/policy-in-force';
import { type HostedPolicy } from './hosted-address';
import { type PolicyPorts, type PolicySource } from './policy-source';

const NONE: PolicyInForce = { kind: 'none', document: { version: 2 }, reasons: [] };
const NONE_NAMED: PolicySource = {
  request: () => undefined,
  inForce: () => Promise.resolve(NONE),
  onChanged: () => () => undefined,
};

/** What the manifest names; what that takes is loaded where it names a policy. Rejects where it cannot be loaded. */
export async function loadPolicySource(
  hosted: HostedPolicy | 'unusable' | undefined,
  fetchLike: typeof fetch,
  ports: Omit<PolicyPorts, 'fetch'>,
): Promise<PolicySource> {
  if (hosted === undefined) return NONE_NAMED;
  const [{ createPolicySource }, { fetchPolicy }] = await Promise.all([
    import('./policy-source'),
    import('./fetch-policy'),
  ]);
  return createPolicySource(hosted, { ...ports, fetch: (named) => fetchPolicy(named, fetchLike) });
}
