import { asDer, type Bytes, type Der, hex } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { children, octetString, readOid, readSmallInteger, readTlv, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Bag, isSafeContents, readSafeContents } from './bags';
import { type KeyEntry, type Pairing, pairKeys } from './identities';
import { IterationBudget } from './key-derivation';
import { macForm } from './mac';
import { type PassphraseForm, passphraseForms } from './passphrase';
import { decryptWithPassphrase } from './password-encryption';
import { isPkcs8 } from './private-key';

export { encodePfx } from './encode-pfx';
export type { PfxIdentity } from './identities';

export interface PfxContents extends Pairing {
  /** Private keys in the file, with certificate or without. */
  readonly keys: number;
  /** Every certificate of the file once. */
  readonly certificates: readonly Der[];
  /** All of them, PKCS #8, as they stand in the file, paired or not. */
  readonly privateKeys: readonly Bytes[];
  /** Of every bag, each once. */
  readonly friendlyNames: readonly string[];
  /** `absent`: nothing protects the file's certificates against being exchanged. */
  readonly mac: 'good' | 'absent';
}

/** A private key file has a few certificates; this is room for a big trust store. */
const MAX_OCTETS = 16 << 20;
const MAX_KEYS = 64;

/** Whether octets begin as a PFX does: version 3 and a ContentInfo of data or signed data. RFC 7292 4. */
export function looksLikePfx(octets: Bytes): boolean {
  try {
    const [version, authSafe] = children(readTlv(octets));
    const [type] = authSafe?.tag === TAG.sequence ? children(authSafe) : [];
    return version !== undefined && readSmallInteger(version) === 3 && type?.tag === TAG.oid;
  } catch {
    return false;
  }
}

/**
 * Opens a PFX (RFC 7292), DER or BER: MAC first where there is one, then every bag. Throws `passphrase` for a wrong
 * one, with or without MAC; `malformed-pfx`; `unsupported` with the scheme; `limit` for hostile counts.
 * Each identity's key and certificate have been proved to pair. Not checked: the certificates themselves.
 */
export async function openPfx(octets: Bytes, passphrase: string): Promise<PfxContents> {
  const { keys, certificates, mac } = await openPfxBags(octets, passphrase, new IterationBudget());
  return { ...(await contentsOf(keys, certificates)), mac };
}

/** What `PfxContents` says of keys and certificates, wherever they come from: pairs them. */
export async function contentsOf(
  keys: readonly KeyEntry[],
  certificates: readonly Bag[],
): Promise<Omit<PfxContents, 'mac'>> {
  return {
    keys: keys.length,
    certificates: certificates.map(({ octets }) => asDer(octets.slice())),
    ...(await pairKeys(keys, certificates)),
    privateKeys: keys.map(({ privateKey }) => privateKey),
    friendlyNames: [...new Set([...keys, ...certificates].flatMap(({ friendlyName }) => friendlyName ?? []))],
  };
}

/** The bags of a PFX, its keys decrypted, each certificate once. */
export interface PfxBags {
  readonly keys: readonly KeyEntry[];
  readonly certificates: readonly Bag[];
  readonly mac: PfxContents['mac'];
}

/** Opens a PFX as `openPfx` does, without pairing. Throws what it throws. */
export async function openPfxBags(octets: Bytes, passphrase: string, budget: IterationBudget): Promise<PfxBags> {
  if (octets.length > MAX_OCTETS) throw new SignetError('limit', 'a PFX is too large', 'asn1Octets');
  try {
    return await open(octets, passphrase, budget);
  } catch (thrown) {
    if (errorCode(thrown) !== 'malformed-der') throw thrown;
    throw malformed(`a PFX that cannot be read: ${(thrown as Error).message}`);
  }
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-pfx', what);
}

async function open(octets: Bytes, passphrase: string, budget: IterationBudget): Promise<PfxBags> {
  const [version, authSafe, macData] = children(readTlv(octets));
  if (!version || !authSafe || readSmallInteger(version) !== 3) throw malformed('a PFX of version 3 was expected');
  const content = dataContent(authSafe);
  const forms = passphraseForms(passphrase);
  const opening = new Opening(forms, budget);
  if (macData) await opening.checkMac(macData, content);
  const bags = await opening.bagsOf(content);
  if (bags.length > LIMITS.pfxBags) throw new SignetError('limit', 'too many bags in a PFX', 'pfxBags');
  const keys = await opening.keysOf(bags.filter(({ kind }) => kind !== 'certificate'));
  const certificates = new Map(
    bags.filter(({ kind }) => kind === 'certificate').map((bag) => [hex(bag.octets), bag] as const),
  );
  return { keys, certificates: [...certificates.values()], mac: macData ? 'good' : 'absent' };
}

/** Content of a ContentInfo of type data. */
function dataContent(contentInfo: Tlv): Bytes {
  const [type, wrapped] = children(contentInfo);
  const name = type ? readOid(type) : '';
  if (name !== OID.data) throw new SignetError('unsupported', 'a PFX protected by a public key', name);
  const [value] = wrapped ? children(wrapped) : [];
  if (!value) throw malformed('a content without octets');
  return octetString(value);
}

function isEncrypted(contentInfo: Tlv): boolean {
  const [type] = children(contentInfo);
  return type?.tag === TAG.oid && readOid(type) === OID.encryptedData;
}

/** One file with one passphrase: the form that worked goes first from then on. */
class Opening {
  readonly #budget: IterationBudget;
  #forms: readonly PassphraseForm[];

  constructor(forms: readonly PassphraseForm[], budget: IterationBudget) {
    this.#forms = forms;
    this.#budget = budget;
  }

  async checkMac(macData: Tlv, content: Bytes): Promise<void> {
    const form = await macForm(macData, content, this.#forms, this.#budget);
    if (!form) throw await this.#macFailure(content);
    this.#forms = [form, ...this.#forms.filter((other) => other !== form)];
  }

  /** Where the passphrase opens what is encrypted, the file was changed; else, or where that takes long, nothing tells. */
  async #macFailure(content: Bytes): Promise<SignetError> {
    const wrong = new SignetError('passphrase', 'the MAC of the PFX does not hold');
    const first = children(readTlv(content)).find(isEncrypted);
    if (!first) return wrong;
    try {
      await new Opening(this.#forms, new IterationBudget(LIMITS.kdfGuess)).#contentOf(first);
    } catch {
      return wrong;
    }
    return new SignetError('malformed-pfx', 'the MAC of the PFX does not hold, and its passphrase is right', 'mac');
  }

  async bagsOf(authenticatedSafe: Bytes): Promise<readonly Bag[]> {
    const safes = readTlv(authenticatedSafe);
    if (safes.tag !== TAG.sequence) throw malformed('AuthenticatedSafe is not a SEQUENCE');
    const bags: Bag[] = [];
    for (const safe of children(safes)) bags.push(...readSafeContents(readTlv(await this.#contentOf(safe))));
    return bags;
  }

  async #contentOf(contentInfo: Tlv): Promise<Bytes> {
    const [type, wrapped] = children(contentInfo);
    if (!type || !isEncrypted(contentInfo)) return dataContent(contentInfo);
    const [encryptedData] = wrapped ? children(wrapped) : [];
    const [, info] = encryptedData ? children(encryptedData) : [];
    const [, algorithm, ciphertext] = info ? children(info) : [];
    if (!algorithm || !ciphertext) throw malformed('an encrypted content lacks its parts');
    return decryptWithPassphrase(algorithm, octetString(ciphertext), this.#forms, this.#budget, isSafeContents);
  }

  async keysOf(bags: readonly Bag[]): Promise<readonly KeyEntry[]> {
    if (bags.length > MAX_KEYS) throw new SignetError('limit', 'too many keys in a PFX', 'recipients');
    const keys: KeyEntry[] = [];
    for (const bag of bags) {
      const privateKey = bag.kind === 'key' ? bag.octets : await this.#decryptKey(bag);
      if (!isPkcs8(privateKey)) throw malformed('a key bag without PrivateKeyInfo');
      keys.push({ ...bag, privateKey: privateKey.slice() });
    }
    return keys;
  }

  #decryptKey({ octets }: Bag): Promise<Bytes> {
    const [algorithm, ciphertext] = children(readTlv(octets));
    if (!algorithm || !ciphertext) throw malformed('an encrypted key lacks its parts');
    return decryptWithPassphrase(algorithm, octetString(ciphertext), this.#forms, this.#budget, isPkcs8);
  }
}
