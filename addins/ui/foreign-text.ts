import { type Continuity } from '../../shared/index';
import { type VerdictView } from './props';

/** Every string in a verdict that we did not write, so that sentences can isolate it. */
export function foreignIn({ from, summary, signatures }: VerdictView, continuity?: Continuity): readonly string[] {
  const signers = [summary.signer, ...signatures.map(({ signer }) => signer)].filter((signer) => signer !== undefined);
  const compared = summary.reasons.flatMap(({ found, expected }) => [found, expected]);
  return [
    ...signers.flatMap(({ name, addresses, issuer }) => [name, issuer, ...addresses]),
    ...from.flatMap(({ name, address }) => [name, address]),
    ...[...compared, continuity?.address, continuity?.was?.issuer].filter((text) => text !== undefined),
  ];
}
