import { type Bytes, type Der, equal } from '../base/bytes';
import { SignetError } from '../base/errors';
import { parseCertificate } from '../pkix/certificate';
import { type IdentityFormat } from '../pkcs12/identity-files';
import { type PfxIdentity } from '../pkcs12/pfx';
import { type Clock } from '../ports/clock';
import { type Identity, type IdentityVault, type KeyOrigin } from '../ports/key-store';
import { type TrustStore } from '../ports/trust-store';
import { type IdentityPreview, previewOf } from './identity-preview';
import { pathOfOwn } from './identity-trust';
import { readable, readTrust, type Trust } from './trust';

/** What files hold, for people to confirm. Plain data without keys. */
export interface ImportPreview {
  readonly identities: readonly IdentityPreview[];
  /** What lacks where there is no identity: the other half may be in another file. */
  readonly missing: 'key' | 'certificate' | undefined;
  readonly formats: readonly IdentityFormat[];
  /** `absent`: nothing shows whether the file was changed since it was made. Undefined: it is of a form that has none. */
  readonly mac: 'good' | 'absent' | undefined;
  /** Private keys in the files. */
  readonly keys: number;
  /** Private keys in the files that have no certificate there. */
  readonly keysWithoutCertificate: number;
  /** Certificates in the files. */
  readonly certificates: number;
  /** Names that whoever made the files gave to what is in them. */
  readonly friendlyNames: readonly string[];
}

export interface PreviewPorts {
  readonly trustStore: TrustStore;
  readonly clock: Clock;
}

/** The keys of a preview: reachable with the preview in hand, and from nowhere else. */
const keysOf = new WeakMap<ImportPreview, ReadonlyMap<string, PfxIdentity>>();

/**
 * Opens files of an identity, one or several together, and says what they hold; keeps nothing. What a file is shows by
 * its content. Each key is proved to belong to its certificate; `accounts` are the addresses of the user. Throws
 * `passphrase`, also where none is given and one is or may be needed; `malformed-pfx`, `malformed-certificate`, `unsupported`,
 * `limit`; and what the trust store rejects with. Not checked: revocation.
 */
export async function previewIdentities(
  files: readonly Bytes[],
  passphrase: string | undefined,
  ports: PreviewPorts,
  accounts: readonly string[] = [],
): Promise<ImportPreview> {
  // Identity files are read once in a while: no first chunk carries it.
  const { openIdentityFiles } = await import('../pkcs12/identity-files');
  const contents = await openIdentityFiles(files, passphrase);
  const found = [
    ...contents.identities.map((identity) => ({ identity, isPair: true })),
    ...contents.mismatched.map((identity) => ({ identity, isPair: false })),
  ];
  const facts = { now: ports.clock.now(), trust: await readTrust(ports.trustStore), accounts };
  const keys = new Map<string, PfxIdentity>();
  const identities: IdentityPreview[] = [];
  for (const one of found) {
    const [preview, completed] = await foundOf(one, facts);
    if (keys.has(preview.id)) continue;
    keys.set(preview.id, completed);
    identities.push(preview);
  }
  const preview: ImportPreview = {
    identities,
    missing: found.length > 0 ? undefined : contents.keys > 0 ? 'certificate' : 'key',
    formats: contents.formats,
    mac: contents.mac,
    keys: contents.keys,
    keysWithoutCertificate: contents.keys - found.map(({ identity }) => identity).filter(isFirstOfKey).length,
    certificates: contents.certificates.length,
    friendlyNames: contents.friendlyNames,
  };
  keysOf.set(preview, keys);
  return preview;
}

const isFirstOfKey = ({ privateKey }: PfxIdentity, i: number, all: readonly PfxIdentity[]): boolean =>
  all.findIndex((one) => equal(one.privateKey, privateKey)) === i;

interface FoundIdentity {
  readonly identity: PfxIdentity;
  /** The key was proved to belong to the certificate. */
  readonly isPair: boolean;
}

interface PreviewFacts {
  readonly now: Date;
  readonly trust: Trust;
  readonly accounts: readonly string[];
}

/** What is said of an identity, and the identity with what its valid path needs. */
async function foundOf(
  { identity, isPair }: FoundIdentity,
  facts: PreviewFacts,
): Promise<readonly [IdentityPreview, PfxIdentity]> {
  const certificate = parseCertificate(identity.certificate);
  const verdict = await pathOfOwn(certificate, readable(identity.chain), facts.trust, facts.now);
  const between = verdict.state === 'valid' ? verdict.path.certificates.slice(1, -1).map(({ der }) => der) : [];
  const chain = withMissing(identity.chain, between);
  return [await previewOf({ certificate, verdict, chain, isPair }, facts), { ...identity, chain }];
}

function withMissing(chain: readonly Der[], needed: readonly Der[]): readonly Der[] {
  return [...chain, ...needed.filter((one) => !chain.some((other) => equal(one, other)))];
}

/**
 * Stores the importable identities of a preview, and wipes its keys: it serves once. An expired one is stored too: it
 * opens old mail and never signs. Certificates between it and its anchor that are known here are stored with it. Throws
 * `no-private-key`, `pair-mismatch` or `identity-unusable` where there is none, and what the vault rejects with.
 */
export async function importIdentities(
  preview: ImportPreview,
  vault: Pick<IdentityVault, 'add'>,
  origin: KeyOrigin = 'file',
): Promise<readonly Identity[]> {
  const keys = keysOf.get(preview);
  if (!keys)
    throw new SignetError('defect', 'a preview that was made by previewIdentities, and not used, was expected');
  const chosen = preview.identities.filter(({ isImportable }) => isImportable);
  if (chosen.length === 0) throw nothingToImport(preview);
  const stored: Identity[] = [];
  for (const { id } of chosen) {
    const { certificate, chain, privateKey } = keys.get(id) as PfxIdentity;
    stored.push(await vault.add({ certificate, chain, privateKey, origin }));
  }
  discardPreview(preview);
  return stored;
}

/** Wipes the keys of a preview that is not to be imported. */
export function discardPreview(preview: ImportPreview): void {
  for (const { privateKey } of keysOf.get(preview)?.values() ?? []) privateKey.fill(0);
  keysOf.delete(preview);
}

function nothingToImport({ identities }: ImportPreview): SignetError {
  if (identities.length === 0) {
    return new SignetError('no-private-key', 'the files hold no private key with its certificate');
  }
  const isMismatch = identities.some(({ problems }) => problems.includes('pair-mismatch'));
  return new SignetError(isMismatch ? 'pair-mismatch' : 'identity-unusable', 'no identity of the files can be used');
}
