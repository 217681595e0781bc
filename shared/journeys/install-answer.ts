import { type Bytes, equal } from '../base/bytes';
import { SignetError } from '../base/errors';
import { sameAddress } from '../mime/address';
import { chainOf } from '../pkcs12/identities';
import { proveKeyPair } from '../pkcs12/private-key';
import { type Certificate, parseCertificates } from '../pkix/certificate';
import { certificateFingerprint, keyFingerprint } from '../pkix/certificate-fingerprint';
import { type PathVerdict } from '../pkix/path-validation';
import { readRequestContents } from '../pkix/request-encoding';
import { usableFor } from '../pkix/usable-for';
import { type Clock } from '../ports/clock';
import { type Identity, type IdentityVault, type KeyOrigin, type KeyStore, type WaitingKeys } from '../ports/key-store';
import { type TrustStore } from '../ports/trust-store';
import { dateReason, ownIdentities } from './choose-certificates';
import { type IdentityPreview, previewOf } from './identity-preview';
import { pathOfOwn } from './identity-trust';
import { readable, readTrust, type Trust } from './trust';

export interface AnswerPorts {
  readonly waitingKeys: Pick<WaitingKeys, 'all' | 'remove' | 'withPrivateKey'>;
  readonly vault: Pick<KeyStore, 'identities'> & Pick<IdentityVault, 'add' | 'withPrivateKey'>;
  readonly trustStore: TrustStore;
  readonly clock: Clock;
}

/** A key that a certificate may be for: one that waits for its first, or that of an identity, which is issued anew. */
interface Holder {
  /** SHA-256 of the SubjectPublicKeyInfo, hexadecimal. */
  readonly keyId: string;
  readonly addresses: readonly string[];
  readonly origin: KeyOrigin;
  readonly identity?: Identity;
  readonly lend: (use: (privateKey: Bytes) => Promise<Identity>) => Promise<Identity>;
}

/** A certificate for a key that is here. */
interface Candidate {
  readonly certificate: Certificate;
  /** To an anchor that is trusted here. */
  readonly verdict: PathVerdict;
  /** The identity that has this very certificate. */
  readonly here: Identity | undefined;
}

/** What vouches for a certificate. `path`: a valid path. `order`: it came from the server for whose order the key was made. */
export type AnswerProof = 'path' | 'order';

export interface AnswerOptions {
  /** For the key of this fingerprint alone, whatever it waits for; left out: for those of people's requests and of identities. */
  readonly keyId?: string;
  readonly proof?: AnswerProof;
  /** Certificates (SHA-256, hexadecimal) of which somebody was shown that they have no path, and vouched for them. */
  readonly confirmed?: readonly string[];
}

/** What came of an answer. One of the two lists has something. */
export interface InstalledAnswer {
  readonly installed: readonly Identity[];
  /** Certificates for keys that are here, which nothing vouches for: not installed. */
  readonly unproven: readonly IdentityPreview[];
}

interface Answer {
  readonly certificates: readonly Certificate[];
  readonly trust: Trust;
  readonly now: Date;
  readonly proof: AnswerProof;
  readonly confirmed: readonly string[];
}

/**
 * Puts the answer of a certification authority onto the keys that it is for: those that wait after a person's request, and
 * those of identities, since authorities renew and correct certificates of the same key; with the issuers that came along,
 * in whatever form and order (DER, PEM, certs-only). A certificate must name an address that was asked for. Where it has no
 * valid path, and nothing else vouches for it, it is given back as `unproven`, and all stays as it was: anybody can make a
 * certificate for a public key, and the newest identity signs. Of several for one key the best is taken, whatever the
 * order: one that has a valid path, is for mail, valid now, and ends last. A certificate that is here already stays as it
 * is, and counts as installed. A key that waited for what is installed waits no more: a corrected certificate finds it in
 * its identity.
 *
 * Rejects with `malformed-certificate` where the file holds none, `no-waiting-key` where none of them is for such a key
 * (subject `addresses`: where one is, and names no address that was asked for), `identity-unusable` for one that is not for
 * mail. Not checked: revocation. Rejects with what the stores reject with.
 */
export async function installAnswer(
  answer: Bytes,
  ports: AnswerPorts,
  { keyId, proof = 'path', confirmed = [] }: AnswerOptions = {},
): Promise<InstalledAnswer> {
  const certificates = parseCertificates(answer);
  const holders = await holdersOf(ports, keyId);
  const trust = await readTrust(ports.trustStore);
  const came: Answer = { certificates, trust, now: ports.clock.now(), proof, confirmed };
  const installed: Identity[] = [];
  const unproven: IdentityPreview[] = [];
  let refused = new SignetError('no-waiting-key', 'no certificate is for a key that waits here');
  for (const [id, ofKey] of await byKey(certificates)) {
    const [first, ...more] = holders.filter((one) => one.keyId === id);
    if (!first) continue;
    const own = [first, ...more] as const;
    const best = await bestOf(ofKey, own, came);
    if (best instanceof SignetError) refused = best;
    else if (await isProven(best, own, came)) installed.push(await install(best, own, came, ports));
    else unproven.push(await unprovenOf(best, came));
  }
  if (installed.length + unproven.length === 0) throw refused;
  return { installed, unproven };
}

async function byKey(certificates: readonly Certificate[]): Promise<ReadonlyMap<string, readonly Certificate[]>> {
  const found = new Map<string, Certificate[]>();
  for (const certificate of certificates) {
    const id = await keyFingerprint(certificate.publicKey.spki);
    found.set(id, [...(found.get(id) ?? []), certificate]);
  }
  return found;
}

/** An identity before the key that waits: what was installed is not installed a second time. */
async function holdersOf({ waitingKeys, vault }: AnswerPorts, keyId: string | undefined): Promise<readonly Holder[]> {
  const holders: Holder[] = [];
  for (const { identity, certificate } of ownIdentities(await vault.identities())) {
    const { addresses, publicKey } = certificate;
    const lend: Holder['lend'] = (use) => vault.withPrivateKey(identity.id, use);
    const origin = identity.origin ?? 'file';
    holders.push({ keyId: await keyFingerprint(publicKey.spki), addresses, origin, identity, lend });
  }
  for (const { id, purpose, request } of await waitingKeys.all()) {
    if (!request || (keyId === undefined && purpose !== 'request')) continue;
    const lend: Holder['lend'] = (use) => waitingKeys.withPrivateKey(id, use);
    holders.push({ keyId: id, addresses: readRequestContents(request).addresses, origin: 'here', lend });
  }
  return keyId === undefined ? holders : holders.filter((one) => one.keyId === keyId);
}

/** The best certificate, or why there is none. */
async function bestOf(
  certificates: readonly Certificate[],
  holders: readonly Holder[],
  answer: Answer,
): Promise<Candidate | SignetError> {
  const asked = holders.flatMap(({ addresses }) => addresses);
  const named = certificates.filter(({ addresses }) => addresses.some((one) => asked.some((a) => sameAddress(a, one))));
  if (named.length === 0) {
    return new SignetError('no-waiting-key', 'the certificate names no address that was asked for', 'addresses');
  }
  const forMail: Candidate[] = [];
  for (const one of named) if (usesOf(one) > 0) forMail.push(await candidateOf(one, holders, answer));
  const [best] = forMail.sort((a, b) => byWorth(a, b, answer.now));
  return best ?? new SignetError('identity-unusable', 'the certificate is for neither signing nor encrypting mail');
}

const usesOf = (one: Certificate): number => Number(usableFor(one, 'sign')) + Number(usableFor(one, 'encrypt'));

/** With nothing weak in its path. */
const isTrusted = ({ verdict }: Candidate): boolean => verdict.state === 'valid' && verdict.notes.length === 0;

/** The better one first. */
function byWorth(one: Candidate, other: Candidate, now: Date): number {
  const [a, b] = [one.certificate, other.certificate];
  const isValid = (certificate: Certificate): number => Number(dateReason(certificate, now) === undefined);
  return (
    Number(isTrusted(other)) - Number(isTrusted(one)) ||
    isValid(b) - isValid(a) ||
    usesOf(b) - usesOf(a) ||
    b.notAfter.getTime() - a.notAfter.getTime()
  );
}

/** What is here was vouched for when it came, unless its key still waits. */
async function isProven(best: Candidate, holders: readonly Holder[], { proof, confirmed }: Answer): Promise<boolean> {
  if (proof !== 'path' || isTrusted(best)) return true;
  if (best.here !== undefined && holders.every(({ identity }) => identity)) return true;
  return confirmed.length > 0 && confirmed.includes(await certificateFingerprint(best.certificate.der));
}

/** An authority that renews a certificate may send it alone: the issuers of the one before serve again. */
async function candidateOf(
  certificate: Certificate,
  holders: readonly Holder[],
  { certificates, trust, now }: Answer,
): Promise<Candidate> {
  const known = readable(holders.flatMap(({ identity }) => identity?.chain ?? []));
  const verdict = await pathOfOwn(certificate, [...certificates, ...known], trust, now);
  const here = holders.find(({ identity }) => identity && equal(identity.certificate, certificate.der))?.identity;
  return { certificate, verdict, here };
}

/** Its key is of the same public key as one that is here; that it pairs is proved when it is installed. */
async function unprovenOf(
  { certificate, verdict }: Candidate,
  { certificates, now }: Answer,
): Promise<IdentityPreview> {
  const chain = await chainOf(certificate, certificates);
  return previewOf({ certificate, verdict, chain, isPair: true }, { now, accounts: [] });
}

async function install(
  { certificate, here }: Candidate,
  holders: readonly [Holder, ...Holder[]],
  { certificates }: Answer,
  { vault, waitingKeys }: AnswerPorts,
): Promise<Identity> {
  const identity = here ?? (await addTo(holders[0], certificate, certificates, vault));
  for (const holder of holders) if (!holder.identity) await waitingKeys.remove(holder.keyId);
  return identity;
}

async function addTo(
  holder: Holder,
  certificate: Certificate,
  all: readonly Certificate[],
  vault: AnswerPorts['vault'],
): Promise<Identity> {
  const chain = await chainOf(certificate, all);
  return holder.lend(async (privateKey) => {
    if (!(await proveKeyPair(privateKey, certificate.publicKey.spki))) {
      throw new SignetError('pair-mismatch', 'the waiting key does not belong to the certificate');
    }
    return vault.add({ certificate: certificate.der, chain, privateKey, origin: holder.origin });
  });
}
