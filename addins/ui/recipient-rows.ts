import { sameAddress, type Decision, type RecipientStatus, type RecipientTrouble } from '../../shared/index';
import { type RecipientRow } from './props';

const STATES: Readonly<Record<RecipientTrouble, RecipientRow['state']>> = {
  unconfirmed: 'unconfirmed',
  expired: 'expired',
  revoked: 'revoked',
  untrusted: 'untrusted',
  other: 'unusable',
};

/** The same rows, of which those of `open` get it unencrypted by rule: nothing is lacking there. */
export const withOpen = (rows: readonly RecipientRow[], open: readonly string[]): readonly RecipientRow[] =>
  rows.map((row) => {
    if (!open.some((one) => sameAddress(one, row.address))) return row;
    const { address, name, field } = row;
    return { address, ...(name !== undefined && { name }), ...(field && { field }), state: 'open' };
  });

/** The row of somebody in To, Cc or Bcc, or of the sender, who is in no field. `name`: theirs in the draft, before that in the certificate. */
export function recipientRow(status: RecipientStatus, name = status.name): RecipientRow {
  const { address, field, state, trouble = 'other' } = status;
  return {
    address,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(field === 'from' ? {} : { field }),
    ...(state === 'unusable' ? unusable(STATES[trouble], status) : { state }),
  };
}

/** What is to be confirmed says that itself; the other reasons tell why no known certificate is used. */
function unusable(
  state: RecipientRow['state'],
  { reasons, waiting }: Extract<RecipientStatus, { state: 'unusable' }>,
): Pick<RecipientRow, 'state' | 'reasons' | 'waiting'> {
  const others = state === 'unconfirmed' ? reasons.filter(({ code }) => code !== 'unconfirmed-key') : reasons;
  return { state, reasons: others, ...(waiting !== undefined && { waiting }) };
}

/** How many certificates of the sender's own a draft is encrypted to. */
export function ownReader(recipients: readonly RecipientStatus[], from: string) {
  const own = recipients.find(({ ownCertificates }) => ownCertificates !== undefined);
  return {
    address: own?.address ?? from,
    certificates: own?.state === 'ready' ? Math.max(own.ownCertificates ?? 0, 1) : 0,
  };
}

/** Recipients for whom an exception of the user's, and nothing that stands above it, has the message leave unsigned. */
export function neverSigned({ steps }: Pick<Decision, 'steps'>): readonly string[] {
  const counts = steps.filter(
    ({ setting, source, says, effect }) =>
      setting === 'sign' &&
      source.exception !== undefined &&
      says === 'never' &&
      (effect === 'decides' || effect === 'agrees'),
  );
  return [...new Set(counts.flatMap(({ recipients = [] }) => recipients))];
}
