import { hex, LIMITS, SignetError, utf8Bytes, type Bytes } from '../../shared/index';
import { openSealed, sealed, type Keeper } from './keeper';
import { storageError } from './database';
import { type KeyDerivation, type PassphraseProtection } from './schema';

/**
 * What new passphrases are put through: the browser's own PBKDF2 (RFC 8018 5.2). Argon2id and scrypt resist special
 * hardware better, but exist here as scripts only, which Debian's Thunderbird interprets: at the same waiting time they
 * would do far less work. What was measured stands in docs/security.md.
 */
export const DERIVATION: KeyDerivation = { name: 'PBKDF2', hash: 'SHA-512', iterations: 600_000 };

const PROVEN = utf8Bytes('signet vault key');

/** A vault key in use. The key itself cannot be exported. */
export interface VaultKey {
  /** Of its protection. */
  readonly id: string;
  readonly key: CryptoKey;
}

export interface NewVault {
  readonly protection: PassphraseProtection;
  readonly vaultKey: VaultKey;
}

/** A fresh vault key under a passphrase. Its octets are overwritten before this is over. */
export async function createVaultKey(
  passphrase: string,
  now: Date,
  derivation: KeyDerivation = DERIVATION,
): Promise<NewVault> {
  const id = `vault:${hex(crypto.getRandomValues(new Uint8Array(16)))}`;
  const octets = crypto.getRandomValues(new Uint8Array(32));
  try {
    const key = await importVaultKey(octets);
    const proof = await sealed(key, PROVEN, id);
    const wrapped = await wrapVaultKey(octets, id, passphrase, derivation);
    return { protection: { kind: 'passphrase', version: 1, id, ...wrapped, proof, since: now }, vaultKey: { id, key } };
  } finally {
    octets.fill(0);
  }
}

export interface OpenedVault {
  readonly vaultKey: VaultKey;
  /** The same vault key under what new passphrases are put through now; undefined where it is already. */
  readonly hardened: PassphraseProtection | undefined;
}

/**
 * Rejects with `passphrase` where it does not open, whatever the cause, and with `storage` (`newer`) or `limit` where the
 * protection is none that this version knows how to open.
 */
export async function openVaultKey(
  protection: PassphraseProtection,
  passphrase: string,
  current: KeyDerivation = DERIVATION,
): Promise<OpenedVault> {
  checkKnown(protection);
  const kek = await deriveKey(passphrase, protection.salt, protection.derivation);
  const octets = await openSealed(kek, protection.vaultKey, boundTo(protection));
  if (octets?.length !== 32) throw new SignetError('passphrase', 'the passphrase does not open the vault key');
  try {
    const vaultKey = { id: protection.id, key: await importVaultKey(octets) };
    const isHard = protection.derivation.iterations >= current.iterations;
    const hardened = isHard ? undefined : await wrapVaultKey(octets, protection.id, passphrase, current);
    return { vaultKey, hardened: hardened && { ...protection, ...hardened } };
  } finally {
    octets.fill(0);
  }
}

/** Whether this is the key of the protection: what another window hands over is not taken on its word. */
export async function isVaultKeyOf({ id, proof }: PassphraseProtection, vaultKey: VaultKey): Promise<boolean> {
  return vaultKey.id === id && (await openSealed(vaultKey.key, proof, id)) !== undefined;
}

export function vaultKeeper({ id, key }: VaultKey): Keeper {
  return {
    id,
    wrap: async (privateKey, owner) => ({ wrappedBy: id, ...(await sealed(key, privateKey, owner)) }),
    async unwrap(wrapped, owner) {
      const opened = wrapped.wrappedBy === id ? await openSealed(key, wrapped, owner) : undefined;
      if (!opened) throw storageError('lost');
      return opened;
    },
  };
}

type Wrapped = Pick<PassphraseProtection, 'derivation' | 'salt' | 'vaultKey'>;

async function wrapVaultKey(
  octets: Bytes,
  id: string,
  passphrase: string,
  derivation: KeyDerivation,
): Promise<Wrapped> {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const kek = await deriveKey(passphrase, salt, derivation);
  const bound = boundTo({ version: 1, id, derivation, salt });
  return { derivation, salt, vaultKey: await sealed(kek, octets, bound) };
}

function boundTo(protection: Pick<PassphraseProtection, 'version' | 'id' | 'derivation' | 'salt'>): string {
  const { version, id, derivation, salt } = protection;
  const { name, hash, iterations } = derivation;
  return `signet key protection ${version} ${id} ${name} ${hash} ${iterations} ${hex(salt)}`;
}

function checkKnown({ version, derivation }: PassphraseProtection): void {
  const { name, hash, iterations } = derivation as { name: string; hash: string; iterations: number };
  if ((version as number) !== 1 || name !== 'PBKDF2' || hash !== 'SHA-512') throw storageError('newer');
  if (!Number.isInteger(iterations) || iterations < 1 || iterations > LIMITS.kdfIterations) {
    throw new SignetError('limit', 'iterations of the key protection', 'kdfIterations');
  }
}

/** One passphrase however it is typed: RFC 8265 4.2 (OpaqueString) composes characters and changes nothing else here. */
async function deriveKey(
  passphrase: string,
  salt: Bytes,
  { name, hash, iterations }: KeyDerivation,
): Promise<CryptoKey> {
  const octets = utf8Bytes(passphrase.normalize('NFC'));
  try {
    const material = await crypto.subtle.importKey('raw', octets, name, false, ['deriveKey']);
    const algorithm = { name: 'AES-GCM', length: 256 };
    return await crypto.subtle.deriveKey({ name, hash, salt, iterations }, material, algorithm, false, [
      'encrypt',
      'decrypt',
    ]);
  } finally {
    octets.fill(0);
  }
}

function importVaultKey(octets: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', octets, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
