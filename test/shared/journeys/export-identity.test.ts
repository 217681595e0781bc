import { latin1Text, type Bytes } from '../../../shared/base/bytes';
import { exportIdentity } from '../../../shared/journeys/export-identity';
import { importIdentities, previewIdentities } from '../../../shared/journeys/import-identity';
import { PASSPHRASE_FORM } from '../../../shared/pkcs12/generated-passphrase';
import { openPfx } from '../../../shared/pkcs12/pfx';
import { type Identity } from '../../../shared/ports/key-store';
import { type Party, TestCa } from '../../support/test-ca';
import { NOW } from '../smime/messages';
import { memoryPorts, memoryVault, type MemoryVault } from './memory-ports';

let alice: Party;
let vault: MemoryVault;
let identity: Identity;

beforeAll(async () => {
  const root = await TestCa.create('Root', { now: NOW });
  const issuing = await root.subordinate({ commonName: 'Issuing' });
  alice = await issuing.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
});
beforeEach(async () => {
  vault = memoryVault();
  const { certificate, chain, keys } = alice;
  identity = await vault.add({ certificate, chain, privateKey: keys.pkcs8 });
});

const ports = () => ({ keyStore: { identities: () => Promise.resolve(vault.entries) }, vault });

describe('the export of an identity', () => {
  it.each(['modern', 'legacy'] as const)('opens with its passphrase, chain included: %s', async (flavour) => {
    const { file, passphrase } = await exportIdentity(identity.id, flavour, ports());
    const { identities, mac } = await openPfx(file, passphrase);
    expect(mac).toBe('good');
    expect(identities).toEqual([
      { certificate: alice.certificate, chain: alice.chain, privateKey: alice.keys.pkcs8, friendlyName: 'Alice' },
    ]);
    await expect(openPfx(file, passphrase.toUpperCase())).rejects.toMatchObject({ code: 'passphrase' });
  });

  it('is imported again as what it was', async () => {
    const { file, passphrase } = await exportIdentity(identity.id, 'modern', ports());
    const other = memoryVault();
    const { trustStore, clock } = await memoryPorts({ own: [], anchors: [] });
    const preview = await previewIdentities([file], passphrase, { trustStore, clock });
    const [stored] = await importIdentities(preview, other);
    expect(stored?.id).toBe(identity.id);
    const key = await other.withPrivateKey(identity.id, (octets) => Promise.resolve(octets.slice()));
    expect(key).toEqual(alice.keys.pkcs8);
  });

  it('makes a passphrase for each file, and the file does not hold it', async () => {
    const files = [];
    for (let i = 0; i < 3; i++) files.push(await exportIdentity(identity.id, 'legacy', ports()));
    expect(new Set(files.map(({ passphrase }) => passphrase)).size).toBe(3);
    for (const { file, passphrase } of files) {
      expect(passphrase).toMatch(PASSPHRASE_FORM);
      expect(latin1Text(file)).not.toContain(passphrase);
    }
  });

  it('never holds the key in the clear', async () => {
    const secret = latin1Text(alice.keys.pkcs8.subarray(36, 68));
    for (const flavour of ['modern', 'legacy'] as const) {
      expect(latin1Text((await exportIdentity(identity.id, flavour, ports())).file)).not.toContain(secret);
    }
  });

  it('says that an identity is not here, and what the vault says', async () => {
    await expect(exportIdentity('00'.repeat(32), 'modern', ports())).rejects.toMatchObject({ code: 'no-private-key' });
    const locked = { withPrivateKey: (): Promise<never> => Promise.reject(new RangeError('locked')) };
    await expect(exportIdentity(identity.id, 'modern', { ...ports(), vault: locked })).rejects.toThrow(RangeError);
  });

  it('is no backup yet: nobody has saved the file', async () => {
    await exportIdentity(identity.id, 'modern', ports());
    expect(vault.entries.find(({ id }) => id === identity.id)?.backedUpAt).toBeUndefined();
  });

  it('leaves out a name that is too long for certificate stores', async () => {
    const ca = await TestCa.create('CA', { now: NOW });
    const long = await ca.issue({ commonName: 'ü'.repeat(200), addresses: ['bob@signet.example'] });
    const added = await vault.add({ ...long, privateKey: long.keys.pkcs8 });
    const { file, passphrase } = await exportIdentity(added.id, 'modern', ports());
    expect((await openPfx(file, passphrase)).friendlyNames).toEqual(['bob@signet.example']);
  });

  it('overwrites the octets that were lent', async () => {
    let lent: Bytes | undefined;
    const watching = {
      withPrivateKey: <Result>(id: string, use: (privateKey: Bytes) => Promise<Result>): Promise<Result> =>
        vault.withPrivateKey(id, (octets) => {
          lent = octets;
          return use(octets);
        }),
    };
    await exportIdentity(identity.id, 'modern', { ...ports(), vault: watching });
    expect(lent?.every((octet) => octet === 0)).toBe(true);
  });
});
