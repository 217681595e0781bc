import { createKeyStore } from '../../../addins/storage/key-store';
import { createVault } from '../../../addins/storage/vault';
import { utf8Bytes, type Bytes } from '../../../shared/base/bytes';
import { concatCms, encryptContent } from '../../../shared/cms/encrypt';
import { readEnvelope } from '../../../shared/cms/envelope';
import { type RecipientInfo } from '../../../shared/cms/syntax/recipient-info';
import { composeKeyStores } from '../../../shared/journeys/composed-key-store';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type IdentityVault, type KeyStore } from '../../../shared/ports/key-store';
import { keyStoreContract } from '../../ports/key-store.contract';
import { KeyService, serviceKeyStore, type Misbehaviour } from '../../support/key-service';
import { TestCa, type Party } from '../../support/test-ca';
import { freshDatabase } from '../../addins/storage/fresh-database';

const CONTENT = utf8Bytes('content');
const services: KeyService[] = [];
const start = async (store: KeyStore): Promise<KeyService> => {
  const service = await KeyService.start(store);
  services.push(service);
  return service;
};
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
});

/** Keys are added to the service itself; only it has them. */
keyStoreContract('own keys, then those of an example service', async () => {
  const elsewhere = createKeyStore(await freshDatabase());
  const own = createKeyStore(await freshDatabase());
  const { address } = await start(elsewhere);
  const composed = composeKeyStores(own, [serviceKeyStore(address)]);
  // Where a key came from and whether there is a copy is the service's own business.
  return {
    ...elsewhere,
    sign: (...request) => composed.sign(...request),
    unwrap: (recipients) => composed.unwrap(recipients),
    identities: async () => {
      const known = await elsewhere.identities();
      return (await composed.identities()).map((one) => ({ ...known.find(({ id }) => id === one.id), ...one }));
    },
  };
});

describe('a key store of several back ends', () => {
  let alice: Party;
  let bob: Party;
  let own: KeyStore & IdentityVault;
  let elsewhere: KeyStore & IdentityVault;
  let service: KeyService;
  let composed: KeyStore;

  beforeAll(async () => {
    const ca = await TestCa.create();
    alice = await ca.issue({ commonName: 'Alice' });
    bob = await ca.issue({ commonName: 'Bob' });
  });
  beforeEach(async () => {
    [own, elsewhere] = [createKeyStore(await freshDatabase()), createKeyStore(await freshDatabase())];
    service = await start(elsewhere);
    composed = composeKeyStores(own, [serviceKeyStore(service.address, 200)]);
  });

  const keep = async (store: IdentityVault, { certificate, keys }: Party): Promise<string> =>
    (await store.add({ certificate, chain: [], privateKey: keys.pkcs8.slice() })).id;
  const sign = (id: string): Promise<Bytes> => composed.sign(id, 'ecdsa-p256-sha256', CONTENT);
  const sealedFor = async (...parties: Party[]): Promise<readonly RecipientInfo[]> => {
    const recipients = parties.map(({ certificate }) => parseCertificate(certificate));
    return readEnvelope(concatCms(await encryptContent({ content: CONTENT, recipients, algorithm: 'aes-256-gcm' })))
      .recipients;
  };

  it('lists and uses the keys of all, its own first, each once', async () => {
    const mine = await keep(own, alice);
    await keep(elsewhere, alice);
    const theirs = await keep(elsewhere, bob);
    expect((await composed.identities()).map(({ id }) => id)).toEqual([mine, theirs]);
    expect((await sign(mine))[0]).toBe(0x30);
    expect((await sign(theirs))[0]).toBe(0x30);
    expect(await composed.unwrap(await sealedFor(bob))).toHaveLength(32);
  });

  it('asks no other for what its own key opens or is locked for', async () => {
    await keep(own, alice);
    service.misbehaviour = 'broken';
    expect(await composed.unwrap(await sealedFor(alice))).toHaveLength(32);
    const database = await freshDatabase();
    const derivation = { name: 'PBKDF2', hash: 'SHA-512', iterations: 1_000 } as const;
    const vault = createVault(database, { derivation });
    const locked = createKeyStore(database, undefined, vault);
    await keep(locked, alice);
    await vault.setPassphrase({ next: 'correct horse' });
    await vault.lock();
    const store = composeKeyStores(locked, [serviceKeyStore(service.address, 200)]);
    await expect(store.unwrap(await sealedFor(alice))).rejects.toMatchObject({ code: 'locked' });
  });

  it.each<Misbehaviour>(['late', 'broken', 'no-json'])(
    'goes on with its own keys where the other is %s, and says so where the other’s are needed',
    async (misbehaviour) => {
      const mine = await keep(own, alice);
      const theirs = await keep(elsewhere, bob);
      service.misbehaviour = misbehaviour;
      const failure = { code: 'host', subject: 'key-service' };
      expect((await composed.identities()).map(({ id }) => id)).toEqual([mine]);
      expect((await sign(mine))[0]).toBe(0x30);
      await expect(sign(theirs)).rejects.toMatchObject(failure);
      await expect(composed.unwrap(await sealedFor(bob))).rejects.toMatchObject(failure);
    },
  );

  it('hands on no signature that does not hold', async () => {
    const theirs = await keep(elsewhere, bob);
    service.misbehaviour = 'wrong-signature';
    await expect(sign(theirs)).rejects.toMatchObject({ code: 'host', subject: 'key-service' });
  });

  it('takes no identity under a name that is not its certificate’s', async () => {
    await keep(elsewhere, bob);
    service.misbehaviour = 'other-name';
    expect(await composed.identities()).toEqual([]);
  });

  it('says that a message is for nobody, and that an identity is nowhere', async () => {
    await keep(own, alice);
    await expect(composed.unwrap(await sealedFor(bob))).rejects.toMatchObject({ code: 'no-matching-recipient' });
    await expect(sign('00'.repeat(32))).rejects.toMatchObject({ code: 'no-private-key' });
  });
});
