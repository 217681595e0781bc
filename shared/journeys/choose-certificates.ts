import { type Certificate } from '../pkix/certificate';
import { matchAddress } from '../pkix/email-binding';
import { isTestCertificate } from '../pkix/test-certificate';
import { usableFor } from '../pkix/usable-for';
import { type Identity } from '../ports/key-store';
import { type Reason } from '../verdict/reason';
import { type Refusal } from './refusal';
import { readable } from './trust';

/** An identity with its certificate read. */
export interface OwnIdentity {
  readonly identity: Identity;
  readonly certificate: Certificate;
}

export function ownIdentities(identities: readonly Identity[]): readonly OwnIdentity[] {
  return identities.flatMap((identity) => {
    const [certificate] = readable([identity.certificate]);
    return certificate ? [{ identity, certificate }] : [];
  });
}

/** Whether certificates of keys that were made here wait for a backup before others get them. */
export type Publishing = 'always' | 'after-backup';

/** Whether others may get the certificate: what is encrypted to it could be lost with a key that is nowhere else. */
export function isPublishable({ identity, certificate }: OwnIdentity, publishing: Publishing): boolean {
  const hasCopy = identity.origin !== 'here' || identity.backedUpAt !== undefined;
  return publishing === 'always' || hasCopy || !usableFor(certificate, 'encrypt');
}

export const newestFirst = (a: Certificate, b: Certificate): number => b.notBefore.getTime() - a.notBefore.getTime();

/** Without what was made to try things out, unless there is nothing else: it never stands in for one that has ended. */
export function realOnes<T>(list: readonly T[], certificateOf: (one: T) => Certificate): readonly T[] {
  const real = list.filter((one) => !isTestCertificate(certificateOf(one)));
  return real.length > 0 ? real : list;
}

/** Why a certificate is out of its dates; undefined within them. */
export function dateReason(certificate: Certificate, now: Date): Reason | undefined {
  if (now > certificate.notAfter) return { code: 'expired', found: certificate.notAfter.toISOString() };
  if (now < certificate.notBefore) return { code: 'not-yet-valid', found: certificate.notBefore.toISOString() };
  return undefined;
}

/**
 * The identity that signs for an address: the newest within its dates that names the address and may sign, a test identity
 * only where there is no other, not even one that has ended. Not checked:
 * its path, which is for those who receive it to judge.
 */
export function chooseSigner(
  own: readonly OwnIdentity[],
  from: string,
  now: Date,
  identityId?: string,
): OwnIdentity | Refusal {
  const named = own.filter(({ identity }) => identityId === undefined || identity.id === identityId);
  const fitting = [...signersFor(named, from)].sort((a, b) => newestFirst(a.certificate, b.certificate));
  const usable = fitting.find(({ certificate }) => dateReason(certificate, now) === undefined);
  if (usable) return usable;
  const isExpired = fitting.some(({ certificate }) => dateReason(certificate, now)?.code === 'expired');
  const code = fitting.length === 0 ? 'no-identity' : isExpired ? 'identity-expired' : 'identity-not-yet-valid';
  return { code, address: from };
}

/** Identities that name an address and may sign, whatever their dates; those that were made to try things out where there is no other. */
export function signersFor(own: readonly OwnIdentity[], from: string): readonly OwnIdentity[] {
  const fitting = own.filter(
    ({ certificate }) => matchAddress(certificate, from) === 'match' && usableFor(certificate, 'sign'),
  );
  return realOnes(fitting, ({ certificate }) => certificate);
}

/** Why the identity that the user prefers does not sign; `gone`: it is not here, or not for the address. */
export type PassedOver = 'expired' | 'not-yet-valid' | 'gone';

/** As `chooseSigner`, but the preferred one where it can sign today; where it cannot, the newest that can, and why. */
export function preferredSigner(
  own: readonly OwnIdentity[],
  from: string,
  now: Date,
  preferredId: string,
): { readonly signer: OwnIdentity | Refusal; readonly passedOver?: PassedOver } {
  const chosen = chooseSigner(own, from, now, preferredId);
  if (!('code' in chosen)) return { signer: chosen };
  const passedOver =
    chosen.code === 'identity-expired'
      ? 'expired'
      : chosen.code === 'identity-not-yet-valid'
        ? 'not-yet-valid'
        : 'gone';
  return { signer: chooseSigner(own, from, now), passedOver };
}

/** Every certificate of an own address that is within its dates and may be encrypted to, the newest first; not validated. */
export function ownEncryptionCertificates(
  own: readonly OwnIdentity[],
  address: string,
  now: Date,
): readonly Certificate[] {
  const named = own.map(({ certificate }) => certificate).filter((one) => matchAddress(one, address) === 'match');
  return realOnes(named, (one) => one)
    .filter((certificate) => ownReasons(certificate, now).length === 0)
    .sort(newestFirst);
}

/** Why a certificate of the user's cannot be encrypted to; none where it can. */
export function ownReasons(certificate: Certificate, now: Date): readonly Reason[] {
  const outOfDate = dateReason(certificate, now);
  if (outOfDate) return [outOfDate];
  return usableFor(certificate, 'encrypt') ? [] : [{ code: 'key-usage' }];
}
