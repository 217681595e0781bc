import { type CertificateFacts, type CertificateStatus, type KeyUsage } from '../../shared/index';
import { algorithmText, serialText, timeText } from './formats';
import { type Language } from './props';
import { useStrings } from './strings';
import { useTrustStrings, type TrustStrings } from './trust-strings';

/** A fact by its label; without lines where the certificate does not have it. */
export type Row = readonly [name: string, lines: readonly string[]];

/** How a time is written; left out: as people of the language write it, in the time zone of the machine. */
export type TimeText = (time: Date) => string;

const inWords =
  (language: Language): TimeText =>
  (time) =>
    timeText(time, language);

/**
 * Everything a certificate says of itself, none of it judged, in words: the one list for the screens and the inspector.
 * `fingerprint`: SHA-256, hexadecimal; empty while it is not known.
 */
export function certificateRows(
  facts: CertificateFacts,
  fingerprint: string,
  language: Language,
  time: TimeText = inWords(language),
): readonly Row[] {
  const { read } = useStrings(language);
  const trust = useTrustStrings(language);
  const { keyAlgorithm, keyBits, addresses, purposes } = facts;
  const key = algorithmText(keyAlgorithm);
  return [
    [trust.subject, [facts.subject]],
    [trust.addresses, addresses.length > 0 ? addresses : [trust.noAddresses]],
    [trust.otherNames, facts.otherNames],
    [read.issuer, [facts.issuer]],
    [read.serial, [serialText(facts.serial)]],
    [read.validity, [read.fromTo(time(facts.notBefore), time(facts.notAfter))]],
    [trust.key, [keyBits > 0 ? trust.keySize(key, String(keyBits)) : key]],
    [trust.usages, facts.usages.length > 0 ? facts.usages.map(usageText(trust)) : [trust.anyUsage]],
    [trust.purposes, purposes?.map((name) => withName(trust.purpose[name], name)) ?? [trust.anyPurpose]],
    [trust.policies, facts.policies],
    [trust.isAuthority, [facts.isCa ? trust.authority(facts.pathLength) : trust.noAuthority]],
    [trust.signedWith, [signatureText(facts)]],
    [trust.fingerprint, fingerprint === '' ? [] : [serialText(fingerprint)]],
    [trust.defects, facts.defects],
  ];
}

const usageText =
  (trust: TrustStrings) =>
  (name: KeyUsage): string =>
    withName(trust.usage[name], name);

/** In words, with the name of the standard; a purpose without words by its name alone. */
const withName = (words: string | undefined, name: string): string =>
  words === undefined ? name : `${words} (${name})`;

function signatureText({ signatureAlgorithm, signatureDigest }: CertificateFacts): string {
  const digest = signatureDigest === undefined ? [] : [algorithmText(signatureDigest)];
  return [algorithmText(signatureAlgorithm), ...digest].join(', ');
}

/** What is known of one certificate, whichever. */
export type Status = Omit<CertificateStatus, 'certificate'>;

/** Whether one certificate was revoked, since when and why, and who says so as of when: the first line says the most. */
export function statusLines(status: Status, language: Language, time: TimeText = inWords(language)): readonly string[] {
  const trust = useTrustStrings(language);
  const { source, invalidityDate } = status;
  return [
    stateText(status, trust, time),
    ...(source ? sourceTexts(source, trust, time) : []),
    ...(invalidityDate ? [trust.keyUnsafeSince(time(invalidityDate))] : []),
  ];
}

function stateText({ state, revokedAt, revocationReason }: Status, trust: TrustStrings, time: TimeText): string {
  if (state !== 'revoked') return trust.status[state];
  const when = revokedAt ? trust.revokedOn(time(revokedAt)) : trust.status.revoked;
  if (revocationReason === undefined) return when;
  const known = Object.hasOwn(trust.revocationReason, revocationReason);
  const why = known
    ? trust.revocationReason[revocationReason as keyof typeof trust.revocationReason]
    : revocationReason;
  return `${when}: ${why}`;
}

function sourceTexts(
  { kind, issuer, thisUpdate, nextUpdate, origin }: NonNullable<Status['source']>,
  trust: TrustStrings,
  time: TimeText,
): readonly string[] {
  const until = nextUpdate && time(nextUpdate);
  return [trust.source[kind](issuer), `${trust.asOf(time(thisUpdate), until)}; ${trust.origin[origin]}`];
}

/** What part a certificate has in a validated path of so many. */
export function roleOf(index: number, length: number): keyof TrustStrings['role'] {
  if (index === 0) return 'signer';
  return index === length - 1 ? 'anchor' : 'authority';
}
