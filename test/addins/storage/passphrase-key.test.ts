import {
  createVaultKey,
  DERIVATION,
  isVaultKeyOf,
  openVaultKey,
  vaultKeeper,
} from '../../../addins/storage/passphrase-key';
import { type KeyDerivation, type PassphraseProtection } from '../../../addins/storage/schema';
import { hex, utf8Bytes } from '../../../shared/base/bytes';

const QUICK: KeyDerivation = { name: 'PBKDF2', hash: 'SHA-512', iterations: 1_000 };
const NOW = new Date('2026-01-02T03:04:05Z');
const SECRET = utf8Bytes('a private key');

describe('a vault key under a passphrase', () => {
  let protection: PassphraseProtection;
  let wrapped: Awaited<ReturnType<ReturnType<typeof vaultKeeper>['wrap']>>;

  beforeAll(async () => {
    const made = await createVaultKey('correct horse', NOW, QUICK);
    ({ protection } = made);
    wrapped = await vaultKeeper(made.vaultKey).wrap(SECRET, 'alice');
  });

  it('opens with the passphrase, and opens what it wrapped', async () => {
    const { vaultKey } = await openVaultKey(protection, 'correct horse', QUICK);
    expect(hex(await vaultKeeper(vaultKey).unwrap(wrapped, 'alice'))).toBe(hex(SECRET));
  });

  it('opens with the same passphrase in composed and decomposed characters', async () => {
    const made = await createVaultKey('Schl\u00fcssel', NOW, QUICK);
    await expect(openVaultKey(made.protection, 'Schlu\u0308ssel', QUICK)).resolves.toBeDefined();
  });

  it.each(['', 'correct hors', 'Correct horse', 'correct horse '])('does not open with "%s"', async (wrong) => {
    await expect(openVaultKey(protection, wrong, QUICK)).rejects.toMatchObject({ code: 'passphrase' });
  });

  it('cannot be exported', async () => {
    const { vaultKey } = await openVaultKey(protection, 'correct horse', QUICK);
    expect(vaultKey.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', vaultKey.key)).rejects.toThrow();
  });

  it.each<[string, (made: PassphraseProtection) => PassphraseProtection]>([
    ['another name', (made) => ({ ...made, id: 'vault:00' })],
    ['fewer iterations', (made) => ({ ...made, derivation: { ...made.derivation, iterations: 999 } })],
    ['another salt', (made) => ({ ...made, salt: made.salt.map((octet) => octet ^ 1) })],
    ['a changed key', (made) => ({ ...made, vaultKey: { ...made.vaultKey, ciphertext: made.vaultKey.iv } })],
  ])('does not open under %s', async (_, change) => {
    await expect(openVaultKey(change(protection), 'correct horse', QUICK)).rejects.toMatchObject({
      code: 'passphrase',
    });
  });

  it.each<[string, object, object]>([
    ['a later version', { version: 2 }, { code: 'storage', subject: 'newer' }],
    ['another derivation', { derivation: { ...QUICK, name: 'Argon2id' } }, { code: 'storage', subject: 'newer' }],
    ['another hash', { derivation: { ...QUICK, hash: 'SHA-1' } }, { code: 'storage', subject: 'newer' }],
    ['endless work', { derivation: { ...QUICK, iterations: 2 ** 31 } }, { code: 'limit', subject: 'kdfIterations' }],
    ['no work', { derivation: { ...QUICK, iterations: 0 } }, { code: 'limit', subject: 'kdfIterations' }],
  ])('says that it does not know %s, without trying', async (_, change, expected) => {
    const deriveKey = jest.spyOn(crypto.subtle, 'deriveKey');
    const changed = { ...protection, ...change } as PassphraseProtection;
    await expect(openVaultKey(changed, 'correct horse', QUICK)).rejects.toMatchObject(expected);
    expect(deriveKey).not.toHaveBeenCalled();
    deriveKey.mockRestore();
  });

  it('opens nothing of another vault, nor under another owner', async () => {
    const other = await createVaultKey('correct horse', NOW, QUICK);
    const lost = { code: 'storage', subject: 'lost' };
    await expect(vaultKeeper(other.vaultKey).unwrap(wrapped, 'alice')).rejects.toMatchObject(lost);
    const { vaultKey } = await openVaultKey(protection, 'correct horse', QUICK);
    await expect(vaultKeeper(vaultKey).unwrap(wrapped, 'bob')).rejects.toMatchObject(lost);
  });

  it('is told from a key that only has its name', async () => {
    const { vaultKey } = await openVaultKey(protection, 'correct horse', QUICK);
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    expect(await isVaultKeyOf(protection, vaultKey)).toBe(true);
    expect(await isVaultKeyOf(protection, { id: vaultKey.id, key })).toBe(false);
    expect(await isVaultKeyOf(protection, { id: 'vault:00', key: vaultKey.key })).toBe(false);
  });

  it('is another one, under another salt, each time', async () => {
    const other = await createVaultKey('correct horse', NOW, QUICK);
    expect(other.protection.id).not.toBe(protection.id);
    expect(hex(other.protection.salt)).not.toBe(hex(protection.salt));
    expect(hex(other.protection.vaultKey.ciphertext)).not.toBe(hex(protection.vaultKey.ciphertext));
  });

  it('is put through more work when it is opened, once more is asked for, and stays the same key', async () => {
    const harder = { ...QUICK, iterations: 2_000 };
    const { hardened } = await openVaultKey(protection, 'correct horse', harder);
    expect(hardened?.derivation.iterations).toBe(2_000);
    const again = await openVaultKey(hardened as PassphraseProtection, 'correct horse', harder);
    expect(again.hardened).toBeUndefined();
    expect(hex(await vaultKeeper(again.vaultKey).unwrap(wrapped, 'alice'))).toBe(hex(SECRET));
    const wrong = openVaultKey(hardened as PassphraseProtection, 'correct', harder);
    await expect(wrong).rejects.toMatchObject({ code: 'passphrase' });
  });
});

it('asks no less of a passphrase than OWASP does of PBKDF2 with SHA-512', () => {
  expect(DERIVATION.iterations).toBeGreaterThanOrEqual(210_000);
});
