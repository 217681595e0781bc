import { certificateFingerprint } from '../pkix/certificate-fingerprint';
import { matchAddress } from '../pkix/email-binding';
import { type Certificate } from '../pkix/certificate';
import { type KeyStore } from '../ports/key-store';
import { type SenderHistory } from '../ports/sender-history';
import { type OpenedMessage } from '../smime/open-context';
import { openingCertificate } from '../smime/readers';
import { type SenderRecord, withWroteTo } from '../verdict/continuity';
import { deciding } from '../verdict/message-verdict';
import { type OwnIdentity } from './choose-certificates';

/**
 * Keeps which certificate of the user's a correspondent encrypts to: of `signed-valid` messages alone, since anyone can
 * write another From. A time that a clock ahead of ours signed counts as now. Rejects with `storage`.
 */
export async function rememberWroteTo(
  { from, summary, signatures, encryption }: Pick<OpenedMessage, 'from' | 'summary' | 'signatures' | 'encryption'>,
  keyStore: Pick<KeyStore, 'identities'>,
  history: SenderHistory,
  now: Date,
): Promise<void> {
  const [sender] = from;
  const signedAt = deciding(signatures)?.signingTime;
  if (summary.state !== 'signed-valid' || encryption.openedWith === undefined || !sender || !signedAt) return;
  const own = (await keyStore.identities()).map(({ certificate }) => certificate);
  const opener = openingCertificate(encryption.recipients, own, encryption.openedWith);
  if (!opener) return;
  const wroteTo = { certificate: await certificateFingerprint(opener), signedAt: signedAt > now ? now : signedAt };
  await history.update(sender.address, (record) => withWroteTo(record, wroteTo));
}

/** Whether what somebody last encrypted to is a certificate of the address that another has replaced. */
export function hasOldCertificate(
  { wroteTo }: Pick<SenderRecord, 'wroteTo'>,
  own: readonly OwnIdentity[],
  { from, current }: { readonly from: string; readonly current: Certificate },
): boolean {
  const used = own.find(({ identity }) => identity.id === wroteTo?.certificate)?.certificate;
  return used !== undefined && used !== current && matchAddress(used, from) === 'match';
}
