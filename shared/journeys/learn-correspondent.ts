import { type Der, equal } from '../base/bytes';
import { comparableAddress } from '../base/comparable-address';
import { preferredCertificate, readKeyPreference } from '../cms/capabilities';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { comparableAddresses } from '../pkix/email-binding';
import { validatePath } from '../pkix/path-validation';
import { usableFor } from '../pkix/usable-for';
import { type CertificateDirectory, type KnownCertificate } from '../ports/certificate-directory';
import { type TrustStore } from '../ports/trust-store';
import { type OpenedMessage } from '../smime/open-context';
import { type SignatureVerdict } from '../verdict/verdict';
import { type Batch, keepCertificates, type KeepPorts, type KeptCertificate } from './keep-certificates';
import { readable, readTrust } from './trust';

export interface LearnPorts extends KeepPorts {
  readonly certificateDirectory: Pick<CertificateDirectory, 'update' | 'rememberCapabilities'>;
  readonly trustStore: TrustStore;
}

/** A key that is not used for an address before the user confirms it: another was known there. */
export interface ChangedKey {
  readonly address: string;
  /** Of its certificate, SHA-256 in hexadecimal. */
  readonly fingerprint: string;
}

export interface Learned {
  /** The address that is newly reachable encrypted. */
  readonly newCorrespondent?: string;
  readonly changedKey?: ChangedKey;
}

/** What is looked at of an opened message. */
export type LearnFrom = Pick<OpenedMessage, 'from' | 'summary' | 'signatures' | 'certificates'>;

/**
 * Keeps what a message teaches of its sender, where its signature is good in every way; of any other nothing: the
 * signer's certificate, the one they want to be encrypted to where that has a valid path too, those of the authorities on
 * the validated path, and what
 * their program reads. Other authorities' certificates in the message are signed by nobody: anyone may have put them in.
 * It gives no trust: each use validates anew, nothing that was there before is replaced but older capabilities, and a key
 * of an address that was known under another is not used before it is settled (`accept-keys.ts`), nor are its signer's
 * capabilities. Rejects with `storage`.
 */
export async function learnCorrespondent(opened: LearnFrom, ports: LearnPorts): Promise<Learned> {
  const { summary, signatures, certificates } = opened;
  const { signer } = summary;
  if (summary.state !== 'signed-valid' || !signer) return {};
  const signature = signatures.find(
    (one) => one.isRoot && one.signer && equal(one.signer.certificate, signer.certificate),
  );
  const own = parseCertificate(signer.certificate);
  const preferred = await encryptionCertificate(signature, certificates, own, ports);
  const source = { kind: 'harvested' } as const;
  const batches: Batch[] = [
    { certificates: [signer.certificate, ...authorities(signature)], source },
    ...(preferred ? [{ source, ...preferred }] : []),
  ];
  const kept: KeptCertificate[] = [];
  for (const batch of batches) kept.push(...(await keepCertificates(batch, ports)));
  const entry = kept.find((one) => equal(one.entry.certificate, signer.certificate))?.entry;
  await learnCapabilities(entry?.accepted.map(({ address }) => address) ?? [], signature, ports);
  return learned(opened.from[0]?.address ?? signer.addresses[0] ?? '', kept);
}

function learned(address: string, kept: readonly KeptCertificate[]): Learned {
  const name = comparableAddress(address) ?? '';
  const [signer] = kept;
  const isFirst = signer?.entry.accepted.some((one) => one.address === name && one.ground === 'first');
  if (signer?.isNew && isFirst) return { newCorrespondent: address };
  const waiting = kept.map(({ entry }) => entry).filter((entry) => entry.waiting.includes(name));
  // The one that would be encrypted to goes first; another of the message is asked about when it comes again.
  const asked = waiting.filter(mayBeEncryptedTo).at(-1) ?? waiting[0];
  return asked ? { changedKey: { address, fingerprint: asked.fingerprint } } : {};
}

const mayBeEncryptedTo = ({ certificate }: KnownCertificate): boolean =>
  usableFor(parseCertificate(certificate), 'encrypt');

/** Between the signer and the anchor. */
const authorities = (signature: SignatureVerdict | undefined): readonly Der[] => (signature?.chain ?? []).slice(1, -1);

/**
 * The certificate that the signer prefers, among those that came with the message, where it is of an address of theirs.
 * Anyone may have added others: it needs a path of its own. The signer vouches for it where they signed its issuer and serial
 * number; a key identifier is whatever a certificate says it is.
 */
async function encryptionCertificate(
  signature: SignatureVerdict | undefined,
  certificates: readonly Der[],
  signer: Certificate,
  { trustStore, clock }: LearnPorts,
): Promise<Pick<Batch, 'certificates' | 'vouchedBy'> | undefined> {
  const preference = signature?.encryptionKeyPreference;
  if (!preference) return undefined;
  const candidates = readable(certificates);
  const preferred = preferredCertificate(preference, candidates);
  if (!preferred || equal(preferred.der, signer.der)) return undefined;
  const addresses = comparableAddresses(preferred);
  if (!comparableAddresses(signer).some((address) => addresses.includes(address))) return undefined;
  const { anchors, anchorIndex, intermediates } = await readTrust(trustStore);
  const verdict = await validatePath({
    certificate: preferred,
    candidates: [...candidates, ...intermediates],
    anchors,
    anchorIndex,
    at: clock.now(),
    purpose: 'encrypt',
  });
  if (verdict.state !== 'valid') return undefined;
  const isNamed = readKeyPreference(preference).kind !== 'ski';
  return { certificates: [preferred.der], ...(isNamed && { vouchedBy: signer.publicKey.spki }) };
}

/** Milliseconds by which a sender's clock may be ahead of ours. */
const AHEAD = 86_400_000;
/** What was signed at an unknown time gives way to all else. */
const ANY_TIME = new Date(0);

/**
 * A time far ahead of ours says nothing of when it was: taken as it is it would keep newer capabilities out until it has come,
 * and taken for now the message would replace newer ones each time that it is opened.
 */
async function learnCapabilities(
  addresses: readonly string[],
  signature: SignatureVerdict | undefined,
  { certificateDirectory, clock }: LearnPorts,
): Promise<void> {
  const { capabilities, signingTime } = signature ?? {};
  if (!capabilities || !signingTime) return;
  const signedAt = signingTime.getTime() > clock.now().getTime() + AHEAD ? ANY_TIME : signingTime;
  for (const address of addresses) await certificateDirectory.rememberCapabilities(address, { capabilities, signedAt });
}
