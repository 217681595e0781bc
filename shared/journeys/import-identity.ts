import { type Bytes, hex } from '../base/bytes';
import { SignetError } from '../base/errors';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { usableFor } from '../pkix/usable-for';
import { type PfxIdentity } from '../pkcs12/pfx';
import { type Clock } from '../ports/clock';
import { type Identity, type IdentityVault } from '../ports/key-store';
import { dateReason } from './choose-certificates';

/** What stands against an identity. Only `address-absent` and being out of date leave it importable. */
export type IdentityProblem =
  'pair-mismatch' | 'identity-unusable' | 'address-absent' | 'identity-expired' | 'identity-not-yet-valid';

/** One identity of a file, for people to confirm. Holds no key. */
export interface IdentityPreview {
  /** SHA-256 of the certificate, hexadecimal: the id it will have. */
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly uses: readonly ('sign' | 'encrypt')[];
  readonly state: 'usable' | 'expired' | 'not-yet-valid';
  readonly problems: readonly IdentityProblem[];
  readonly isImportable: boolean;
}

export interface PfxPreview {
  readonly identities: readonly IdentityPreview[];
  /** Private keys in the file that have no certificate there. */
  readonly keysWithoutCertificate: number;
}

/** The keys of a preview: reachable with the preview in hand, and from nowhere else. */
const keysOf = new WeakMap<PfxPreview, ReadonlyMap<string, PfxIdentity>>();

/**
 * Opens an identity file and says what it holds; keeps nothing. Each key is proved to belong to its certificate. Throws
 * `passphrase`, `malformed-pfx`, `unsupported`, `limit`, and `no-private-key` where there is no identity in it.
 */
export async function previewPfx(octets: Bytes, passphrase: string, clock: Clock): Promise<PfxPreview> {
  // PKCS #12 is read once in a while: no first chunk carries it.
  const { openPfx } = await import('../pkcs12/pfx');
  const contents = await openPfx(octets, passphrase);
  const found = [...contents.identities, ...contents.mismatched];
  if (found.length === 0) {
    throw new SignetError('no-private-key', 'the file holds no private key with its certificate');
  }
  const now = clock.now();
  const keys = new Map<string, PfxIdentity>();
  const identities: IdentityPreview[] = [];
  for (const identity of found) {
    const preview = await previewOf(identity, now);
    if (keys.has(preview.id)) continue;
    keys.set(preview.id, identity);
    identities.push(preview);
  }
  const keysWithoutCertificate = Math.max(0, contents.keys - found.length);
  const preview = { identities, keysWithoutCertificate };
  keysOf.set(preview, keys);
  return preview;
}

async function previewOf(identity: PfxIdentity, now: Date): Promise<IdentityPreview> {
  const certificate = parseCertificate(identity.certificate);
  const digest = await crypto.subtle.digest('SHA-256', identity.certificate);
  const { proveKeyPair } = await import('../pkcs12/private-key');
  const isPair = await proveKeyPair(identity.privateKey, certificate.publicKey.spki);
  const uses = (['sign', 'encrypt'] as const).filter((purpose) => usableFor(certificate, purpose));
  const problems = problemsOf(certificate, now, isPair, uses.length > 0);
  return {
    id: hex(new Uint8Array(digest)),
    name: certificate.subject.commonName ?? certificate.addresses[0] ?? certificate.subject.text,
    addresses: certificate.addresses,
    issuer: certificate.issuer.commonName ?? certificate.issuer.text,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    uses,
    state: stateOf(certificate, now),
    problems,
    isImportable: isPair && uses.length > 0,
  };
}

function stateOf(certificate: Certificate, now: Date): IdentityPreview['state'] {
  const reason = dateReason(certificate, now);
  return reason === undefined ? 'usable' : reason.code === 'expired' ? 'expired' : 'not-yet-valid';
}

function problemsOf(
  certificate: Certificate,
  now: Date,
  isPair: boolean,
  isUsable: boolean,
): readonly IdentityProblem[] {
  const state = stateOf(certificate, now);
  return [
    ...(isPair ? [] : (['pair-mismatch'] as const)),
    ...(isUsable ? [] : (['identity-unusable'] as const)),
    ...(certificate.addresses.length > 0 ? [] : (['address-absent'] as const)),
    ...(state === 'usable' ? [] : ([`identity-${state}`] as const)),
  ];
}

/**
 * Stores the importable identities of a preview. An expired one is stored too: it opens old mail and never signs.
 * Throws `pair-mismatch` or `identity-unusable` where there is none, and what the vault rejects with.
 */
export async function importPfx(preview: PfxPreview, vault: IdentityVault): Promise<readonly Identity[]> {
  const keys = keysOf.get(preview);
  if (!keys) throw new SignetError('defect', 'a preview that was made by previewPfx was expected');
  const chosen = preview.identities.filter(({ isImportable }) => isImportable);
  if (chosen.length === 0) {
    const isMismatch = preview.identities.some(({ problems }) => problems.includes('pair-mismatch'));
    throw new SignetError(isMismatch ? 'pair-mismatch' : 'identity-unusable', 'no identity of the file can be used');
  }
  const stored: Identity[] = [];
  for (const { id } of chosen) {
    const { certificate, chain, privateKey } = keys.get(id) as PfxIdentity;
    stored.push(await vault.add({ certificate, chain, privateKey }));
  }
  return stored;
}
