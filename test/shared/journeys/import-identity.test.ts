import {
  discardPreview,
  importIdentities,
  type ImportPreview,
  previewIdentities,
} from '../../../shared/journeys/import-identity';
import { makeTestIdentity } from '../../../shared/journeys/test-identity';
import { type Bytes, type Der } from '../../../shared/base/bytes';
import { encodePfx } from '../../../shared/pkcs12/pfx';
import { generateKeyPair, type Party, TestCa } from '../../support/test-ca';
import { ALICE, BOB, type Cast, createCast, issue, NOW } from '../smime/messages';
import { memoryPorts, memoryVault } from './memory-ports';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const PASSPHRASE = 'correct horse';
const DAY = 86_400_000;
const inDays = (days: number): Date => new Date(NOW.getTime() + days * DAY);

function pfxOf(...parties: readonly Pick<Party, 'certificate' | 'chain' | 'keys'>[]): Promise<Bytes> {
  return encodePfx({
    identities: parties.map(({ certificate, chain, keys }) => ({ certificate, chain, privateKey: keys.pkcs8 })),
    passphrase: PASSPHRASE,
    iterations: 1000,
  });
}

interface Looking {
  readonly passphrase?: string;
  readonly anchors?: readonly Der[];
  readonly intermediates?: readonly Der[];
  readonly accounts?: readonly string[];
}

async function look(files: readonly Bytes[], looking: Looking = {}): Promise<ImportPreview> {
  const { passphrase = PASSPHRASE, anchors = [cast.ca.certificate], intermediates = [], accounts = [] } = looking;
  const { trustStore, clock } = await memoryPorts({ own: [], anchors });
  const store = { ...trustStore, intermediates: () => Promise.resolve(intermediates) };
  return previewIdentities(files, passphrase, { trustStore: store, clock }, accounts);
}

const problemsOf = async (party: Party, looking?: Looking): Promise<unknown> =>
  (await look([await pfxOf(party)], looking)).identities[0]?.problems;

describe('what is said of an identity before anything is kept', () => {
  it('marks a test identity as one, and no other', async () => {
    const vault = memoryVault();
    const { id, certificate } = await makeTestIdentity(ALICE, { vault, clock: { now: () => NOW } });
    const file = await vault.withPrivateKey(id, (privateKey) =>
      encodePfx({ identities: [{ certificate, chain: [], privateKey }], passphrase: PASSPHRASE, iterations: 1000 }),
    );
    expect((await look([file])).identities[0]?.isTest).toBe(true);
    expect((await look([await pfxOf(cast.alice)])).identities[0]?.isTest).toBeUndefined();
  });

  it('is whose it is, what it is good for, its key, its dates, and who stands behind it', async () => {
    const preview = await look([await pfxOf(cast.alice)], { accounts: [ALICE, BOB] });
    expect(preview).toMatchObject({
      identities: [
        {
          name: 'alice',
          addresses: [ALICE],
          accounts: [ALICE],
          uses: ['sign', 'encrypt'],
          keyAlgorithm: 'ec-p256',
          keyBits: 256,
          state: 'usable',
          isTrusted: true,
          problems: [],
          isImportable: true,
        },
      ],
      missing: undefined,
      formats: ['pfx'],
      mac: 'good',
      keys: 1,
      keysWithoutCertificate: 0,
      certificates: 1,
    });
    expect(JSON.stringify(preview)).not.toContain('privateKey');
  });

  it.each<readonly [string, readonly string[], () => Promise<Party>]>([
    ['expiring', ['identity-expiring'], () => issue(cast.ca, ALICE, { notAfter: inDays(29) })],
    ['expired', ['identity-expired'], () => issue(cast.ca, ALICE, { notAfter: inDays(-0.5) })],
    ['not yet valid', ['identity-not-yet-valid'], () => issue(cast.ca, ALICE, { notBefore: inDays(1) })],
    ['without address', ['address-absent'], () => issue(cast.ca, ALICE, { addresses: [] })],
    ['of an issuer unknown here', ['chain-missing', 'not-trusted'], () => issue(cast.otherCa, ALICE)],
    ['for servers', ['not-for-mail'], () => issue(cast.ca, ALICE, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] })],
    ['for issuing only', ['no-use'], () => issue(cast.ca, ALICE, { keyUsage: [5] })],
  ])('%s: %j', async (_, expected, make) => {
    expect(await problemsOf(await make())).toEqual(expected);
  });

  it('is that its key or the digest of its issuer is weak', async () => {
    const short = await generateKeyPair('rsa-1024');
    expect(await problemsOf(await cast.ca.issue({ commonName: 'a', addresses: [ALICE] }, short))).toContain('weak-key');
    const old = await TestCa.create('Old CA', { now: NOW, keys: await generateKeyPair('rsa-2048-sha1') });
    const weak = await issue(old, ALICE);
    expect(await problemsOf(weak, { anchors: [old.certificate] })).toContain('weak-digest');
  });

  it('is that no account has its address, where accounts are known', async () => {
    expect(await problemsOf(cast.alice, { accounts: [BOB] })).toEqual(['no-account']);
    expect(await problemsOf(cast.alice, { accounts: ['ALICE@EXAMPLE.TEST'] })).toEqual([]);
    expect(await problemsOf(cast.alice, { accounts: [] })).toEqual([]);
  });

  it('is that its chain lacks where neither file nor this machine has the issuer', async () => {
    const authority = await cast.ca.subordinate({ commonName: 'Issuing CA' });
    const alice = await issue(authority, ALICE);
    const bare = { ...alice, chain: [] };
    expect(await problemsOf(alice)).toEqual([]);
    expect(await problemsOf(bare)).toEqual(['chain-missing', 'not-trusted']);
    expect(await problemsOf(bare, { intermediates: [authority.certificate] })).toEqual([]);
  });

  it('names which half lacks', async () => {
    expect(await look([cast.alice.certificate])).toMatchObject({ identities: [], missing: 'key' });
    const half = await look([cast.alice.keys.pkcs8]);
    expect(half).toMatchObject({ identities: [], missing: 'certificate', keysWithoutCertificate: 1 });
    const both = await look([cast.alice.keys.pkcs8, cast.alice.certificate]);
    expect(both).toMatchObject({ identities: [{ isImportable: true }], missing: undefined, mac: undefined });
  });

  it('counts keys that are left out', async () => {
    const pfx = await pfxOf(cast.alice);
    expect((await look([pfx, cast.bob.keys.pkcs8])).keysWithoutCertificate).toBe(1);
    const renewed = await cast.ca.issue({ commonName: 'alice', addresses: [ALICE] }, cast.alice.keys);
    const twice = await look([pfx, renewed.certificate]);
    expect([twice.identities.length, twice.keys, twice.keysWithoutCertificate]).toEqual([2, 1, 0]);
  });

  it.each([
    ['a wrong passphrase', 'wrong'],
    ['none', ''],
  ])('is nothing with %s', async (_, passphrase) => {
    await expect(look([await pfxOf(cast.alice)], { passphrase })).rejects.toMatchObject({ code: 'passphrase' });
  });

  it('is nothing of a file cut off', async () => {
    const octets = await pfxOf(cast.alice);
    await expect(look([octets.subarray(0, octets.length >> 1)])).rejects.toMatchObject({ code: 'malformed-pfx' });
  });
});

describe('the import of an identity', () => {
  it('keeps what was confirmed, under the id that was named', async () => {
    const preview = await look([await pfxOf(cast.alice)]);
    const vault = memoryVault();
    const stored = await importIdentities(preview, vault);
    expect(stored.map(({ id }) => id)).toEqual([preview.identities[0]?.id]);
    expect(vault.entries).toHaveLength(1);
  });

  it('keeps the certificates between it and its anchor that are known here, to be sent along', async () => {
    const authority = await cast.ca.subordinate({ commonName: 'Issuing CA' });
    const bare = { ...(await issue(authority, ALICE)), chain: [] };
    const vault = memoryVault();
    await importIdentities(await look([await pfxOf(bare)], { intermediates: [authority.certificate] }), vault);
    expect(vault.entries.map(({ chain }) => chain)).toEqual([[authority.certificate]]);
  });

  it('takes an expired identity, for old mail', async () => {
    const old = await issue(cast.ca, ALICE, { notAfter: inDays(-0.5) });
    const vault = memoryVault();
    await importIdentities(await look([await pfxOf(old)]), vault);
    expect(vault.entries).toHaveLength(1);
  });

  it('does not take what is not for mail', async () => {
    const server = await issue(cast.ca, ALICE, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] });
    const preview = await look([await pfxOf(server)]);
    expect(preview.identities).toMatchObject([{ isImportable: false }]);
    await expect(importIdentities(preview, memoryVault())).rejects.toMatchObject({ code: 'identity-unusable' });
  });

  it('does not take a key that does not belong to its certificate', async () => {
    const crossed = { certificate: cast.alice.certificate, chain: [], keys: cast.impostor.keys };
    const preview = await look([await pfxOf(crossed)]);
    expect(preview.identities).toMatchObject([{ problems: ['pair-mismatch'], isImportable: false }]);
    const vault = memoryVault();
    await expect(importIdentities(preview, vault)).rejects.toMatchObject({ code: 'pair-mismatch' });
    expect(vault.entries).toEqual([]);
  });

  it('takes nothing of half an identity', async () => {
    const half = await look([cast.alice.certificate]);
    await expect(importIdentities(half, memoryVault())).rejects.toMatchObject({ code: 'no-private-key' });
  });

  it('serves once, and not at all once it was discarded or for a preview of others', async () => {
    const pfx = await pfxOf(cast.alice);
    const used = await look([pfx]);
    await importIdentities(used, memoryVault());
    const discarded = await look([pfx]);
    discardPreview(discarded);
    for (const preview of [used, discarded, { ...(await look([pfx])) }]) {
      await expect(importIdentities(preview, memoryVault())).rejects.toMatchObject({ code: 'defect' });
    }
  });

  it('leaves no key behind in memory that it held', async () => {
    const seen: Bytes[] = [];
    const vault = memoryVault();
    const add: typeof vault.add = (identity) => {
      seen.push(identity.privateKey);
      return vault.add(identity);
    };
    await importIdentities(await look([await pfxOf(cast.alice)]), { ...vault, add });
    expect(seen.map((key) => key.some((octet) => octet !== 0))).toEqual([false]);
  });
});
