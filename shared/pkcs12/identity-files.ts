import { type Bytes, equal, hex, latin1Bytes, latin1Text } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { fromBase64 } from '../base/base64';
import { LIMITS } from '../base/limits';
import { type PemBlock, pemBlocks } from '../base/pem';
import { encoded, readTlv } from '../asn1/der';
import { parseCertificates } from '../pkix/certificate';
import { type Bag } from './bags';
import { type KeyEntry } from './identities';
import { IterationBudget } from './key-derivation';
import { contentsOf, looksLikePfx, openPfxBags, type PfxContents } from './pfx';
import { isKeyBlock, looksLikePrivateKey, readPrivateKey } from './private-key';
import { looksLikeProfile, profilePayloads, signedProfile } from './profile';

/** What a file of identities is, by its content. */
export type IdentityFormat = 'pfx' | 'profile' | 'private-key' | 'certificates';

/** What files of identities hold, taken together. */
export interface IdentityFiles extends Omit<PfxContents, 'mac'> {
  /** Of the files, in order, each once. */
  readonly formats: readonly IdentityFormat[];
  /** `absent`: a PFX among them has none. Undefined: there is no PFX. */
  readonly mac: PfxContents['mac'] | undefined;
}

/** One piece of a file: what is to be opened, and with what. */
type Part =
  | { readonly kind: 'pfx'; readonly octets: Bytes; readonly passphrase?: string }
  | { readonly kind: 'private-key'; readonly block: Omit<PemBlock, 'label'> }
  | { readonly kind: 'certificates'; readonly octets: Bytes };

interface FoundParts {
  readonly format: IdentityFormat;
  readonly parts: readonly Part[];
}

const MAX_PARTS = 1024;
const MAX_CERTIFICATES = 4096;
const MAX_KEYS = 64;

/**
 * Opens the files of an identity, whatever their form: PFX (RFC 7292), a configuration profile with one inside, private
 * keys (PKCS #8, PKCS #1, SEC 1) and certificates, in DER, PEM or bare base64. What each is shows by its content, never
 * by its name; keys and certificates of all files are brought together. One passphrase is for all that needs one and has
 * none of its own. Undefined: none is known, and whether one is needed is found out without doing much for it. Throws
 * `passphrase`; `malformed-pfx`, its subject `mac` where only
 * the MAC of a PFX is wrong; `unsupported`; `limit`. Not checked: the certificates themselves.
 */
export async function openIdentityFiles(
  files: readonly Bytes[],
  passphrase: string | undefined,
): Promise<IdentityFiles> {
  if (files.reduce((total, { length }) => total + length, 0) > LIMITS.identityFileOctets) {
    throw new SignetError('limit', 'files too large to be identities', 'identityFileOctets');
  }
  const found = files.map(partsOf);
  const collection = new Collection(
    passphrase ?? '',
    passphrase === undefined ? LIMITS.kdfGuess : LIMITS.kdfIterations,
  );
  for (const part of found.flatMap(({ parts }) => parts)) {
    await collection.add(part).catch((thrown: unknown) => {
      throw passphrase === undefined && isTooSlow(thrown) ? needed() : thrown;
    });
  }
  return {
    ...(await contentsOf(collection.keys, collection.certificates)),
    formats: [...new Set(found.map(({ format }) => format))],
    mac: collection.mac,
  };
}

const isTooSlow = (thrown: unknown): boolean =>
  thrown instanceof SignetError && thrown.code === 'limit' && thrown.subject === 'kdfIterations';

const needed = (): SignetError => new SignetError('passphrase', 'a passphrase may be needed');

/** Everything of all files, each key and certificate once. */
class Collection {
  readonly #passphrase: string;
  readonly #budget: IterationBudget;
  readonly keys: KeyEntry[] = [];
  readonly #certificates = new Map<string, Bag>();
  mac: PfxContents['mac'] | undefined;

  constructor(passphrase: string, digests: number) {
    this.#passphrase = passphrase;
    this.#budget = new IterationBudget(digests);
  }

  get certificates(): readonly Bag[] {
    return [...this.#certificates.values()];
  }

  async add(part: Part): Promise<void> {
    if (part.kind === 'pfx') await this.#addPfx(part);
    else if (part.kind === 'private-key') {
      const privateKey = await asIdentityFault(readPrivateKey(part.block, this.#passphrase, this.#budget));
      this.#addKey({ privateKey, friendlyName: undefined, localKeyId: undefined });
    } else this.#addCertificates(part.octets);
    if (this.keys.length > MAX_KEYS || this.#certificates.size > MAX_CERTIFICATES) {
      throw new SignetError('limit', 'too many keys or certificates', 'certificates');
    }
  }

  async #addPfx({ octets, passphrase }: Extract<Part, { kind: 'pfx' }>): Promise<void> {
    const { keys, certificates, mac } = await openPfxBags(octets, passphrase ?? this.#passphrase, this.#budget);
    for (const key of keys) this.#addKey(key);
    for (const bag of certificates) this.#addCertificate(bag);
    if (this.mac !== 'absent') this.mac = mac;
  }

  #addCertificates(octets: Bytes): void {
    for (const { der } of parseCertificates(octets)) {
      this.#addCertificate({ kind: 'certificate', octets: der, friendlyName: undefined, localKeyId: undefined });
    }
  }

  #addKey(key: KeyEntry): void {
    if (!this.keys.some(({ privateKey }) => equal(privateKey, key.privateKey))) this.keys.push(key);
  }

  #addCertificate(bag: Bag): void {
    const name = hex(bag.octets);
    if (!this.#certificates.has(name)) this.#certificates.set(name, bag);
  }
}

/** A damaged key is a damaged file to whoever imports it. */
async function asIdentityFault<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code !== 'malformed-der' && code !== 'no-private-key') throw thrown;
    throw malformed((thrown as Error).message);
  }
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-pfx', what);
}

/** What a file is and what it is made of. Throws `malformed-pfx`, `unsupported`, `limit`. */
function partsOf(octets: Bytes): FoundParts {
  if (octets.length === 0) throw malformed('the file is empty');
  const foreign = FOREIGN.find(({ start }) => latin1Text(octets.subarray(0, 64)).includes(start));
  if (foreign) throw new SignetError('unsupported', 'a key of another kind of program', foreign.name);
  if (octets[0] === 0x30) {
    const found = binaryParts(octets);
    if (found) return found;
  }
  const text = plainText(octets);
  if (looksLikeProfile(text)) return profileParts(text);
  return pemParts(text) ?? base64Parts(text) ?? unknown();
}

function unknown(): never {
  throw malformed('neither PFX, profile, private key nor certificate');
}

/** Forms that look alike to people and are not: by how they begin. */
const FOREIGN: readonly { readonly start: string; readonly name: string }[] = [
  { start: '\xfe\xed\xfe\xed', name: 'JKS' },
  { start: '\xce\xce\xce\xce', name: 'JCEKS' },
  { start: 'bplist00', name: 'binary property list' },
  { start: '-----BEGIN PGP', name: 'OpenPGP' },
  { start: '-----BEGIN OPENSSH', name: 'OpenSSH' },
  { start: '-----BEGIN DSA', name: 'DSA' },
  { start: 'PuTTY-User-Key', name: 'PuTTY' },
];

/** QUIRK: Windows writes text as UTF-16 with a mark in front. */
function plainText(octets: Bytes): Bytes {
  const isUtf16 = octets[0] === 0xff && octets[1] === 0xfe;
  return isUtf16 ? latin1Bytes(new TextDecoder('utf-16le').decode(octets)) : octets;
}

function binaryParts(octets: Bytes): FoundParts | undefined {
  if (looksLikePfx(octets)) return { format: 'pfx', parts: [{ kind: 'pfx', octets }] };
  if (looksLikePrivateKey(octets)) return keyPart({ headers: [], octets });
  const profile = attempt(() => signedProfile(octets));
  if (profile) return profileParts(profile);
  return attempt(() => {
    parseCertificates(octets);
    return { format: 'certificates', parts: [{ kind: 'certificates', octets }] } as const;
  });
}

function attempt<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const keyPart = (block: Omit<PemBlock, 'label'>): FoundParts => ({
  format: 'private-key',
  parts: [{ kind: 'private-key', block }],
});

function profileParts(octets: Bytes): FoundParts {
  const parts = profilePayloads(octets);
  if (parts.length === 0) throw malformed('the profile holds no identity and no certificate');
  return { format: 'profile', parts };
}

/** OpenSSL writes what it trusts a certificate for behind it. */
const firstValue = (octets: Bytes): Bytes => encoded(readTlv(octets));

const CERTIFICATE_LABEL = /^(X509 )?CERTIFICATE$|^PKCS ?#?7( SIGNED DATA)?$|^CMS$/;

function pemParts(text: Bytes): FoundParts | undefined {
  const blocks = pemBlocks(text);
  if (blocks.length > MAX_PARTS) throw new SignetError('limit', 'too many PEM blocks', 'certificates');
  const parts = blocks.flatMap((block): readonly Part[] => {
    if (isKeyBlock(block)) return [{ kind: 'private-key', block }];
    if (block.label === 'PKCS12') return [{ kind: 'pfx', octets: block.octets }];
    if (block.label === 'TRUSTED CERTIFICATE') return [{ kind: 'certificates', octets: firstValue(block.octets) }];
    return CERTIFICATE_LABEL.test(block.label) ? [{ kind: 'certificates', octets: block.octets }] : [];
  });
  if (parts.length === 0) return undefined;
  const format = (['pfx', 'private-key', 'certificates'] as const).find((kind) =>
    parts.some((one) => one.kind === kind),
  );
  return { format: format ?? 'certificates', parts };
}

/** QUIRK: some providers give binary files out as base64 without more. */
function base64Parts(text: Bytes): FoundParts | undefined {
  if (!/^\s*MI[A-Za-z0-9+/]/.test(latin1Text(text.subarray(0, 64)))) return undefined;
  const inside = fromBase64(latin1Text(text).replace(/\s+/g, ''));
  return inside && binaryParts(inside);
}
