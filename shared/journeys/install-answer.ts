import { type Bytes, equal } from '../base/bytes';
import { SignetError } from '../base/errors';
import { sameAddress } from '../mime/address';
import { chainOf } from '../pkcs12/identities';
import { proveKeyPair } from '../pkcs12/private-key';
import { type Certificate, parseCertificates } from '../pkix/certificate';
import { keyFingerprint } from '../pkix/certificate-fingerprint';
import { readRequestContents } from '../pkix/request-encoding';
import { usableFor } from '../pkix/usable-for';
import { type Clock } from '../ports/clock';
import { type Identity, type IdentityVault, type KeyOrigin, type KeyStore, type WaitingKeys } from '../ports/key-store';
import { type TrustStore } from '../ports/trust-store';
import { dateReason, ownIdentities } from './choose-certificates';
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
  /** There is a valid path to an anchor that is trusted here. */
  readonly isTrusted: boolean;
  /** The identity that has this very certificate. */
  readonly here: Identity | undefined;
}

interface Answer {
  readonly certificates: readonly Certificate[];
  readonly trust: Trust;
  readonly now: Date;
  /** It came in the course of an order, from the server that the key was made for. */
  readonly isOrdered: boolean;
}

/**
 * Puts the answer of a certification authority onto the keys that it is for: those that wait after a person's request, and
 * those of identities, since authorities renew and correct certificates of the same key; with the issuers that came along,
 * in whatever form and order (DER, PEM, certs-only). `keyId`: for the key of this fingerprint alone, whatever it waits for.
 * A certificate must name an address that was asked for; for the key of an identity it must have a valid path too, since
 * anybody can make one for a public key, and the newest signs. Of several for one key the best is taken, whatever the order:
 * one that has a valid path, is for mail, valid now, and ends last. A certificate that is here already stays as it is, and
 * counts as installed. The key of a request goes on waiting until one with a valid path came: what anybody made takes
 * nothing away from the right answer.
 *
 * Rejects with `malformed-certificate` where the file holds none, `no-waiting-key` where none of them is for such a key
 * (subject `addresses`: where one is, and names no address that was asked for), `identity-unusable` for one that is not for
 * mail (subject `path`: for one without a valid path). Not checked: revocation; for a first certificate, whether its issuer
 * is trusted. Rejects with what the stores reject with.
 */
export async function installAnswer(
  answer: Bytes,
  ports: AnswerPorts,
  keyId?: string,
): Promise<readonly [Identity, ...Identity[]]> {
  const certificates = parseCertificates(answer);
  const holders = await holdersOf(ports, keyId);
  const trust = await readTrust(ports.trustStore);
  const came: Answer = { certificates, trust, now: ports.clock.now(), isOrdered: keyId !== undefined };
  const installed: Identity[] = [];
  let refused = new SignetError('no-waiting-key', 'no certificate is for a key that waits here');
  for (const [id, ofKey] of await byKey(certificates)) {
    const [first, ...more] = holders.filter((one) => one.keyId === id);
    if (!first) continue;
    const own = [first, ...more] as const;
    const best = await bestOf(ofKey, own, came);
    if (best instanceof SignetError) refused = best;
    else installed.push(await install(best, own, came, ports));
  }
  const [first, ...more] = installed;
  if (!first) throw refused;
  return [first, ...more];
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

/** The certificate to install, or why there is none. */
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
  if (forMail.length === 0) {
    return new SignetError('identity-unusable', 'the certificate is for neither signing nor encrypting mail');
  }
  const isInUse = holders.some(({ identity }) => identity);
  const [best] = forMail
    .filter(({ isTrusted, here }) => isTrusted || here || !isInUse)
    .sort((a, b) => byWorth(a, b, answer.now));
  return best ?? new SignetError('identity-unusable', 'a certificate without a path, for a key that is in use', 'path');
}

const usesOf = (one: Certificate): number => Number(usableFor(one, 'sign')) + Number(usableFor(one, 'encrypt'));

/** The better one first. */
function byWorth(one: Candidate, other: Candidate, now: Date): number {
  const [a, b] = [one.certificate, other.certificate];
  const isValid = (certificate: Certificate): number => Number(dateReason(certificate, now) === undefined);
  return (
    Number(other.isTrusted) - Number(one.isTrusted) ||
    isValid(b) - isValid(a) ||
    usesOf(b) - usesOf(a) ||
    b.notAfter.getTime() - a.notAfter.getTime()
  );
}

/** An authority that renews a certificate may send it alone: the issuers of the one before serve again. */
async function candidateOf(
  certificate: Certificate,
  holders: readonly Holder[],
  { certificates, trust, now }: Answer,
): Promise<Candidate> {
  const known = readable(holders.flatMap(({ identity }) => identity?.chain ?? []));
  const { state } = await pathOfOwn(certificate, [...certificates, ...known], trust, now);
  const here = holders.find(({ identity }) => identity && equal(identity.certificate, certificate.der))?.identity;
  return { certificate, isTrusted: state === 'valid', here };
}

async function install(
  { certificate, isTrusted, here }: Candidate,
  holders: readonly [Holder, ...Holder[]],
  { certificates, isOrdered }: Answer,
  { vault, waitingKeys }: AnswerPorts,
): Promise<Identity> {
  const identity = here ?? (await addTo(holders[0], certificate, certificates, vault));
  if (!isTrusted && !isOrdered) return identity;
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
