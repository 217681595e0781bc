import { type Clock } from '../../shared/index';
import { policyInForce, type AskedPolicy, type PolicyInForce } from '../policy/policy-in-force';
import { managedValues, policyKeeper } from './host/environment';

/**
 * What an administrator set for this add-on: policies.json, or a native manifest of type "storage". Only administrators write
 * there, so that it needs no signature; where it cannot be read there is one all the same.
 */
async function askThunderbird(): Promise<AskedPolicy> {
  try {
    const values = await managedValues();
    if (Object.keys(values).length === 0) return { kind: 'none' };
    return { kind: 'text', text: JSON.stringify(values), signature: 'not-needed' };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** The policy in force in this Thunderbird. Rejects where what was last known cannot be read or kept. */
export const thunderbirdPolicy = (clock: Clock): Promise<PolicyInForce> =>
  policyInForce({ ask: askThunderbird, keeper: policyKeeper, clock });
