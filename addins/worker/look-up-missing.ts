import { type DraftRequest, type Readiness } from '../../shared/index';
import { type LookUpWork } from '../lookup/look-up-host';
import { type Core } from './core';

/** Readers of a draft without a certificate that could be used, the sender apart: what they lack is an identity. */
export function withoutCertificate({ recipients }: Readiness): readonly string[] {
  return recipients.filter(({ state, field }) => state !== 'ready' && field !== 'from').map(({ address }) => address);
}

/**
 * How a draft stands once certificates were looked for of its readers who have none that could be used. Where that cannot
 * be done, as it stood before.
 */
export async function readinessAfterLookUp(
  request: DraftRequest,
  core: Pick<Core, 'readiness' | 'lookingUp'>,
  work?: LookUpWork,
): Promise<Readiness> {
  const before = await core.readiness(request);
  const missing = withoutCertificate(before);
  if (missing.length === 0) return before;
  const results = await core.lookingUp.lookUp(missing, work).catch(() => []);
  return results.some(({ outcome }) => outcome === 'accepted') ? core.readiness(request) : before;
}
