import { type RecipientStatus, type RecipientTrouble } from '../../shared/index';
import { type RecipientRow } from './props';

const STATES: Readonly<Record<RecipientTrouble, RecipientRow['state']>> = {
  expired: 'expired',
  revoked: 'revoked',
  untrusted: 'untrusted',
  other: 'unusable',
};

/** The row of somebody in To, Cc or Bcc, or of the sender, who is in no field. `name`: theirs in the draft, before that in the certificate. */
export function recipientRow(status: RecipientStatus, name = status.name): RecipientRow {
  const { address, field, state, trouble = 'other' } = status;
  return {
    address,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(field === 'from' ? {} : { field }),
    ...(state === 'unusable' ? { state: STATES[trouble], reasons: status.reasons } : { state }),
  };
}

/** How many certificates of the sender's own a draft is encrypted to. */
export function ownReader(recipients: readonly RecipientStatus[], from: string) {
  const own = recipients.find(({ ownCertificates }) => ownCertificates !== undefined);
  return {
    address: own?.address ?? from,
    certificates: own?.state === 'ready' ? Math.max(own.ownCertificates ?? 0, 1) : 0,
  };
}
