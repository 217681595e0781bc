import { type Bytes, type Der, equal } from '../base/bytes';
import { SignetError } from '../base/errors';
import { sameAddress } from '../mime/address';
import { chainOf } from '../pkcs12/identities';
import { proveKeyPair } from '../pkcs12/private-key';
import { type Certificate, parseCertificate, parseCertificates } from '../pkix/certificate';
import { keyFingerprint } from '../pkix/certificate-fingerprint';
import { readRequestContents } from '../pkix/request-encoding';
import { usableFor } from '../pkix/usable-for';
import { type Clock } from '../ports/clock';
import { type Identity, type IdentityVault, type KeyOrigin, type KeyStore, type WaitingKeys } from '../ports/key-store';
import { dateReason } from './choose-certificates';

export interface AnswerPorts {
  readonly waitingKeys: Pick<WaitingKeys, 'all' | 'remove' | 'withPrivateKey'>;
  readonly vault: Pick<KeyStore, 'identities'> & Pick<IdentityVault, 'add' | 'withPrivateKey'>;
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

/**
 * Puts the answer of a certification authority onto the keys that it is for: those that wait after a person's request, and
 * those of identities, since authorities renew and correct certificates of the same key; with the issuers that came along,
 * in whatever form and order (DER, PEM, certs-only). `keyId`: for the key of this fingerprint alone, whatever it waits for.
 * A certificate must name an address that was asked for. Of several for one key the best is taken, whatever the order: one
 * that is for mail, valid now, and ends last. A certificate that is here already stays as it is, and counts as installed.
 *
 * Rejects with `malformed-certificate` where the file holds none, `no-waiting-key` where none of them is for such a key
 * (subject `addresses`: where one is, and names no address that was asked for), `identity-unusable` for one that is not for
 * mail. Not checked: whether the issuer is trusted; one that is not takes nothing away from the right answer.
 */
export async function installAnswer(
  answer: Bytes,
  ports: AnswerPorts,
  keyId?: string,
): Promise<readonly [Identity, ...Identity[]]> {
  const certificates = parseCertificates(answer);
  const holders = await holdersOf(ports, keyId);
  const installed: Identity[] = [];
  let refused = new SignetError('no-waiting-key', 'no certificate is for a key that waits here');
  for (const [id, ofKey] of await byKey(certificates)) {
    const own = holders.filter((one) => one.keyId === id);
    if (own.length === 0) continue;
    const best = bestOf(ofKey, own, ports.clock.now());
    if (best instanceof SignetError) refused = best;
    else installed.push(await install(best, own, certificates, ports));
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
  for (const identity of await vault.identities()) {
    const certificate = readable(identity.certificate);
    if (!certificate) continue;
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

function readable(der: Der): Certificate | undefined {
  try {
    return parseCertificate(der);
  } catch {
    return undefined;
  }
}

/** The certificate to install, or why there is none. */
function bestOf(
  certificates: readonly Certificate[],
  holders: readonly Holder[],
  now: Date,
): Certificate | SignetError {
  const asked = holders.flatMap(({ addresses }) => addresses);
  const named = certificates.filter(({ addresses }) => addresses.some((one) => asked.some((a) => sameAddress(a, one))));
  if (named.length === 0) {
    return new SignetError('no-waiting-key', 'the certificate names no address that was asked for', 'addresses');
  }
  const isFor = (one: Certificate): number => Number(usableFor(one, 'sign')) + Number(usableFor(one, 'encrypt'));
  const isValid = (one: Certificate): number => Number(dateReason(one, now) === undefined);
  const [best] = named
    .filter((one) => isFor(one) > 0)
    .sort((a, b) => isValid(b) - isValid(a) || isFor(b) - isFor(a) || b.notAfter.getTime() - a.notAfter.getTime());
  return best ?? new SignetError('identity-unusable', 'the certificate is for neither signing nor encrypting mail');
}

async function install(
  certificate: Certificate,
  holders: readonly Holder[],
  all: readonly Certificate[],
  { vault, waitingKeys }: AnswerPorts,
): Promise<Identity> {
  const here = holders.find(({ identity }) => identity && equal(identity.certificate, certificate.der))?.identity;
  const identity = here ?? (await addTo(holders, certificate, await chainOf(certificate, all), vault));
  for (const holder of holders) if (!holder.identity) await waitingKeys.remove(holder.keyId);
  return identity;
}

async function addTo(
  [holder]: readonly Holder[],
  certificate: Certificate,
  chain: readonly Der[],
  vault: AnswerPorts['vault'],
): Promise<Identity> {
  if (!holder) throw new SignetError('defect', 'a key that the certificate is for was expected');
  return holder.lend(async (privateKey) => {
    if (!(await proveKeyPair(privateKey, certificate.publicKey.spki))) {
      throw new SignetError('pair-mismatch', 'the waiting key does not belong to the certificate');
    }
    return vault.add({ certificate: certificate.der, chain, privateKey, origin: holder.origin });
  });
}
