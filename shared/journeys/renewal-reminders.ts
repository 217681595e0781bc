import { comparableAddress } from '../base/comparable-address';
import { isTestCertificate } from '../pkix/test-certificate';
import { type MailPurpose, usableFor } from '../pkix/usable-for';
import { type Identity } from '../ports/key-store';
import { type OwnIdentity, ownIdentities } from './choose-certificates';
import { EXPIRING_DAYS } from './identity-problems';

/** Days before the end at which the user is reminded, each once. */
const REMINDER_DAYS: readonly number[] = [EXPIRING_DAYS, 14, 7, 1];

/** That an identity ends soon, or has ended, and none is there to take its place. Plain data. */
export interface RenewalReminder {
  readonly id: string;
  readonly name: string;
  /** Those of its addresses for which none takes its place. */
  readonly addresses: readonly string[];
  readonly notAfter: Date;
  /** Whole days left; 0 or less where it has ended. */
  readonly daysLeft: number;
  /** Of the days at which the user is reminded, the one that came; 0: it is over. */
  readonly threshold: number;
}

/** What was dismissed: the threshold, by the id of the identity. */
export type DismissedReminders = Readonly<Record<string, number>>;

const DAY = 86_400_000;

/**
 * The identities that the user is to be reminded of, the nearest end first. One is left out while another lasts longer for
 * the same address and use, a test identity only for another, and where it was dismissed at this threshold. An address is as any certificate of it names it.
 */
export function renewalReminders(
  identities: readonly Identity[],
  now: Date,
  dismissed: DismissedReminders = {},
  days: readonly number[] = REMINDER_DAYS,
): readonly RenewalReminder[] {
  const own = ownIdentities(identities);
  const thresholds = [...days].sort((a, b) => a - b);
  return own
    .flatMap((one) => reminderOf(one, own, now, thresholds))
    .filter(({ id, threshold }) => threshold < (dismissed[id] ?? Infinity))
    .sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime());
}

function reminderOf(
  one: OwnIdentity,
  own: readonly OwnIdentity[],
  now: Date,
  thresholds: readonly number[],
): readonly RenewalReminder[] {
  const { identity, certificate } = one;
  const daysLeft = Math.floor((certificate.notAfter.getTime() - now.getTime()) / DAY);
  const threshold = now > certificate.notAfter ? 0 : thresholds.find((days) => daysLeft < days);
  if (threshold === undefined) return [];
  const uses = (['sign', 'encrypt'] as const).filter((use) => usableFor(certificate, use));
  const addresses = certificate.addresses.filter(
    (address) => !uses.every((use) => isReplaced(one, own, { address, use })),
  );
  if (addresses.length === 0 || uses.length === 0) return [];
  const name = certificate.subject.commonName ?? addresses[0] ?? '';
  return [{ id: identity.id, name, addresses, notAfter: certificate.notAfter, daysLeft, threshold }];
}

function isReplaced(
  { certificate }: OwnIdentity,
  own: readonly OwnIdentity[],
  { address, use }: { readonly address: string; readonly use: MailPurpose },
): boolean {
  const wanted = comparableAddress(address);
  return own.some(
    ({ certificate: other }) =>
      other.notAfter > certificate.notAfter &&
      (!isTestCertificate(other) || isTestCertificate(certificate)) &&
      usableFor(other, use) &&
      other.addresses.some((named) => comparableAddress(named) === wanted),
  );
}
