import { createKeyStore } from '../../../addins/storage/key-store';
import { type Database } from '../../../addins/storage/database';
import { type KeyPolicy, type Vault } from '../../../addins/storage/vault';
import { openVault } from './closed-vaults';
import { type IdentityVault, type KeyStore, type UnlockTime } from '../../../shared/ports/key-store';
import { utf8Bytes } from '../../../shared/base/bytes';
import { TestCa, type Party } from '../../support/test-ca';
import { freshDatabase } from './fresh-database';
import { deviceKeysOf } from './device-keys';
import { VaultBus } from './vault-bus';

const CONTENT = utf8Bytes('content');
const LOCKED = { code: 'locked' };
const WRONG = { code: 'passphrase' };
const derivation = { name: 'PBKDF2', hash: 'SHA-512', iterations: 1_000 } as const;

interface Page {
  readonly vault: Vault;
  readonly store: KeyStore & IdentityVault;
}

let alice: Party;
let bob: Party;
let database: Database;
let bus: VaultBus;
let now: number;

beforeAll(async () => {
  const ca = await TestCa.create();
  alice = await ca.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
  bob = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] });
});
beforeEach(async () => {
  database = await freshDatabase();
  bus = new VaultBus();
  now = Date.parse('2026-01-02T03:04:05Z');
});

/** One worker over the same stores as the others. */
function page(policy?: KeyPolicy): Page {
  const clock = { now: () => new Date(now) };
  const vault = openVault(database, { clock, policy, derivation, channel: bus.join() });
  return { vault, store: createKeyStore(database, clock, vault) };
}

const keep = async ({ store }: Page, { certificate, keys }: Party): Promise<string> =>
  (await store.add({ certificate, chain: [], privateKey: keys.pkcs8.slice() })).id;
const sign = ({ store }: Page, id: string): Promise<unknown> => store.sign(id, 'ecdsa-p256-sha256', CONTENT);
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const minutes = (count: number): void => {
  now += count * 60_000;
};

async function withPassphrase(time: UnlockTime = 'session'): Promise<{ readonly first: Page; readonly id: string }> {
  const first = page();
  const id = await keep(first, alice);
  await first.vault.setUnlockTime(time);
  await first.vault.setPassphrase({ next: 'correct horse' });
  await settle();
  return { first, id };
}

describe('without a passphrase', () => {
  it('keys are under the device key, and never locked', async () => {
    const only = page();
    const id = await keep(only, alice);
    expect(await only.vault.state()).toMatchObject({ protection: 'device', isLocked: false, isRequired: false });
    await only.vault.lock();
    await only.vault.unlock('anything');
    await expect(sign(only, id)).resolves.toBeDefined();
  });
});

describe('with a passphrase', () => {
  it('keys are used until the lock, and afterwards not before the passphrase is entered', async () => {
    const { first, id } = await withPassphrase();
    await expect(sign(first, id)).resolves.toBeDefined();
    await first.vault.lock();
    expect(await first.vault.state()).toMatchObject({ protection: 'passphrase', isLocked: true });
    await expect(sign(first, id)).rejects.toMatchObject(LOCKED);
    await expect(first.vault.unlock('correct')).rejects.toMatchObject(WRONG);
    await expect(sign(first, id)).rejects.toMatchObject(LOCKED);
    await first.vault.unlock('correct horse');
    await expect(sign(first, id)).resolves.toBeDefined();
  });

  it('a program that starts anew is locked', async () => {
    const { id } = await withPassphrase();
    bus = new VaultBus();
    const restarted = page();
    expect(await restarted.vault.state()).toMatchObject({ isLocked: true });
    await expect(sign(restarted, id)).rejects.toMatchObject(LOCKED);
    await restarted.vault.unlock('correct horse');
    await expect(sign(restarted, id)).resolves.toBeDefined();
  });

  it('no device key is left', async () => {
    await withPassphrase();
    expect(await deviceKeysOf(database)).toEqual([]);
  });

  it('a key is taken in only while it is unlocked', async () => {
    const { first } = await withPassphrase();
    await first.vault.lock();
    await expect(keep(first, bob)).rejects.toMatchObject(LOCKED);
    await first.vault.unlock('correct horse');
    const id = await keep(first, bob);
    await first.vault.lock();
    await expect(sign(first, id)).rejects.toMatchObject(LOCKED);
    expect(await deviceKeysOf(database)).toEqual([]);
  });

  it('identities are listed while it is locked', async () => {
    const { first, id } = await withPassphrase();
    await first.vault.lock();
    expect((await first.store.identities()).map((one) => one.id)).toEqual([id]);
  });

  it('is changed only by who knows it; the old one opens nothing then', async () => {
    const { first, id } = await withPassphrase();
    await expect(first.vault.setPassphrase({ next: 'battery staple' })).rejects.toMatchObject(WRONG);
    await expect(first.vault.setPassphrase({ next: 'battery staple', current: 'x' })).rejects.toMatchObject(WRONG);
    await first.vault.setPassphrase({ next: 'battery staple', current: 'correct horse' });
    await first.vault.lock();
    await expect(first.vault.unlock('correct horse')).rejects.toMatchObject(WRONG);
    await first.vault.unlock('battery staple');
    await expect(sign(first, id)).resolves.toBeDefined();
  });

  it('is removed only by who knows it; keys are under a device key then', async () => {
    const { first, id } = await withPassphrase();
    await expect(first.vault.removePassphrase('x')).rejects.toMatchObject(WRONG);
    await first.vault.removePassphrase('correct horse');
    expect(await first.vault.state()).toMatchObject({ protection: 'device', isLocked: false });
    await expect(sign(first, id)).resolves.toBeDefined();
    expect(await deviceKeysOf(database)).toHaveLength(1);
  });

  it('of fewer than eight characters is not taken', async () => {
    const only = page();
    await expect(only.vault.setPassphrase({ next: '1234567' })).rejects.toMatchObject({ ...WRONG, subject: 'short' });
    expect(await only.vault.state()).toMatchObject({ protection: 'device' });
  });

  it('is put through more work at the next unlocking once that is wanted', async () => {
    const { first, id } = await withPassphrase();
    await first.vault.lock();
    const harder = openVault(database, { derivation: { ...derivation, iterations: 2_000 } });
    await harder.unlock('correct horse');
    const stored = await database.run((connection) => connection.get('keyProtection', 'current'));
    expect(stored).toMatchObject({ kind: 'passphrase', derivation: { iterations: 2_000 } });
    await expect(
      sign({ vault: harder, store: createKeyStore(database, undefined, harder) }, id),
    ).resolves.toBeDefined();
  });
});

describe('the pages of one origin', () => {
  it('are unlocked by one of them, also those that come later', async () => {
    const { first, id } = await withPassphrase();
    await first.vault.lock();
    const second = page();
    await settle();
    await expect(sign(second, id)).rejects.toMatchObject(LOCKED);
    await second.vault.unlock('correct horse');
    await settle();
    await expect(sign(first, id)).resolves.toBeDefined();
    await expect(sign(page(), id)).resolves.toBeDefined();
  });

  it('are locked by one of them, with the keys that they had in memory', async () => {
    const { first, id } = await withPassphrase();
    const second = page();
    await sign(second, id);
    await first.vault.lock();
    await settle();
    await expect(sign(second, id)).rejects.toMatchObject(LOCKED);
    await expect(sign(page(), id)).rejects.toMatchObject(LOCKED);
  });

  it('are locked by one that was not unlocked itself', async () => {
    const { first, id } = await withPassphrase();
    const other = page();
    await other.vault.lock();
    await settle();
    await expect(sign(first, id)).rejects.toMatchObject(LOCKED);
  });

  it('do not take a key that was offered before the lock and comes after it', async () => {
    const { first, id } = await withPassphrase();
    const offer = bus.said.find(({ kind }) => kind === 'unlocked');
    const second = page();
    await sign(second, id);
    await first.vault.lock();
    await settle();
    bus.say(offer);
    await settle();
    await expect(sign(second, id)).rejects.toMatchObject(LOCKED);
    await expect(sign(first, id)).rejects.toMatchObject(LOCKED);
  });

  it('take no key but that of the vault, whoever offers one', async () => {
    const { first } = await withPassphrase();
    await first.vault.lock();
    const stored = await database.run((connection) => connection.get('keyProtection', 'current'));
    const algorithm = { name: 'AES-GCM', length: 256 };
    const key = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt']);
    const open = await crypto.subtle.generateKey(algorithm, true, ['encrypt', 'decrypt']);
    for (const given of [key, open, 'no key', undefined]) {
      bus.say({ kind: 'unlocked', session: 'forged', id: stored?.id, key: given, idle: 0 });
    }
    bus.say('noise');
    await settle();
    await expect(keep(first, bob)).rejects.toMatchObject(LOCKED);
  });

  it('go on with a new passphrase that one of them set, and are locked by its removal of nothing', async () => {
    const { first, id } = await withPassphrase();
    const second = page();
    await sign(second, id);
    await first.vault.setPassphrase({ next: 'battery staple', current: 'correct horse' });
    await settle();
    await expect(sign(second, id)).resolves.toBeDefined();
    await first.vault.removePassphrase('battery staple');
    await settle();
    await expect(sign(second, id)).resolves.toBeDefined();
    expect(await second.vault.state()).toMatchObject({ protection: 'device' });
  });

  it('never say a passphrase, nor a key that could be exported', async () => {
    const { first, id } = await withPassphrase();
    await first.vault.lock();
    await first.vault.unlock('correct horse');
    await sign(first, id);
    expect(JSON.stringify(bus.said)).not.toContain('correct');
    const keys = bus.said.flatMap((message) => (message.kind === 'unlocked' ? [message.key.extractable] : []));
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys)).toEqual(new Set([false]));
  });
});

describe('the time that keys stay usable', () => {
  it('is counted from the last use, in whichever page', async () => {
    const { first, id } = await withPassphrase(15);
    const second = page();
    await sign(second, id);
    minutes(14);
    await sign(second, id);
    await settle();
    minutes(14);
    await expect(sign(first, id)).resolves.toBeDefined();
    minutes(15);
    await expect(sign(first, id)).rejects.toMatchObject(LOCKED);
    await expect(sign(second, id)).rejects.toMatchObject(LOCKED);
  });

  it('is not prolonged by looking', async () => {
    const { first } = await withPassphrase(5);
    minutes(3);
    expect((await first.vault.state()).isLocked).toBe(false);
    minutes(3);
    expect((await first.vault.state()).isLocked).toBe(true);
  });

  it('is not prolonged by what a program does by itself', async () => {
    const { first } = await withPassphrase(5);
    minutes(3);
    await first.vault.keeperForUse('program');
    minutes(3);
    await expect(first.vault.keeperForUse('program')).rejects.toMatchObject(LOCKED);
  });

  it('is over although the clock was set back', async () => {
    const { first, id } = await withPassphrase(5);
    const tick = performance.now();
    const later = jest.spyOn(performance, 'now').mockReturnValue(tick + 6 * 60_000);
    minutes(-600);
    await expect(sign(first, id)).rejects.toMatchObject(LOCKED);
    later.mockRestore();
  });

  it('ends by itself, with nobody there', async () => {
    const { first, id } = await withPassphrase();
    await sign(first, id);
    const locked = new Promise<string>((resolve) => first.vault.onChanged(resolve));
    minutes(10);
    await first.vault.setUnlockTime(5);
    expect(await locked).toBe('locked');
  });

  it('is as long as the program runs where that was chosen', async () => {
    const { first, id } = await withPassphrase('session');
    minutes(60 * 24 * 30);
    await expect(sign(first, id)).resolves.toBeDefined();
  });

  it.each([0, -1, 1.5, 1_441, Number.NaN, 'never'])('is not %s', async (time) => {
    await expect(page().vault.setUnlockTime(time as number)).rejects.toMatchObject({ code: 'defect' });
    expect((await page().vault.state()).unlockTime).toBe(60);
  });
});

describe('what the organisation sets', () => {
  it('holds against the time that the user chose before, and is not to be changed', async () => {
    await withPassphrase('session');
    const managed = page({ unlockTime: 5 });
    expect(await managed.vault.state()).toMatchObject({ unlockTime: 5, isTimeFixed: true });
    await expect(managed.vault.setUnlockTime(60)).rejects.toMatchObject({ code: 'malformed-policy' });
  });

  it('may be the longest time: a longer one counts as that, and cannot be chosen', async () => {
    await withPassphrase('session');
    const managed = page({ longestUnlockTime: 15 });
    expect(await managed.vault.state()).toMatchObject({ unlockTime: 15, isTimeFixed: false, longestTime: 15 });
    for (const time of [16, 'session'] as const) {
      await expect(managed.vault.setUnlockTime(time)).rejects.toMatchObject({ code: 'malformed-policy' });
    }
    await managed.vault.setUnlockTime(5);
    expect((await managed.vault.state()).unlockTime).toBe(5);
  });

  it('may be that a passphrase is set before any key is used', async () => {
    const id = await keep(page(), alice);
    const managed = page({ passphraseRequired: true });
    expect(await managed.vault.state()).toMatchObject({ protection: 'device', isLocked: true, isRequired: true });
    await expect(sign(managed, id)).rejects.toMatchObject({ ...LOCKED, subject: 'passphrase-required' });
    await managed.vault.setPassphrase({ next: 'correct horse' });
    await expect(sign(managed, id)).resolves.toBeDefined();
    const other = await keep(managed, bob);
    await expect(sign(managed, other)).resolves.toBeDefined();
    await expect(managed.vault.removePassphrase('correct horse')).rejects.toMatchObject({ code: 'malformed-policy' });
  });

  it('lets no key be kept that the profile alone would open', async () => {
    const managed = page({ passphraseRequired: true });
    await expect(keep(managed, alice)).rejects.toMatchObject({ ...LOCKED, subject: 'passphrase-required' });
    expect(await database.run((connection) => connection.count('identities'))).toBe(0);
  });
});
