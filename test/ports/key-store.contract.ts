import { decryptContent } from '../../shared/cms/decrypt';
import { concatCms, encryptContent } from '../../shared/cms/encrypt';
import { readEnvelope } from '../../shared/cms/envelope';
import { parseCertificate } from '../../shared/pkix/certificate';
import { verifySignature } from '../../shared/pkix/signature-check';
import { sequence, nullValue, oid } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { utf8Bytes, utf8Text, type Bytes, type Der } from '../../shared/base/bytes';
import { type SignatureScheme } from '../../shared/cms/algorithms';
import { LIMITS } from '../../shared/base/limits';
import { type RecipientInfo } from '../../shared/cms/syntax/recipient-info';
import { type IdentityVault, type KeyStore } from '../../shared/ports/key-store';
import { generateKeyPair, TestCa, type KeyKind, type Party } from '../support/test-ca';

/** What every key store keeps to. `create` gives an empty one. */
export function keyStoreContract(name: string, create: () => Promise<KeyStore & IdentityVault>): void {
  describe(`key store contract: ${name}`, () => {
    let ca: TestCa;
    let store: KeyStore & IdentityVault;
    const content = utf8Bytes('For your eyes only');

    beforeAll(async () => {
      ca = await TestCa.create('Contract CA');
    });
    beforeEach(async () => {
      store = await create();
    });

    const person = async (kind: KeyKind, commonName = 'Alice'): Promise<Party> =>
      ca.issue({ commonName, addresses: ['alice@signet.example'] }, await generateKeyPair(kind));
    const keep = (party: Party): ReturnType<IdentityVault['add']> =>
      store.add({ certificate: party.certificate, chain: [ca.certificate], privateKey: party.keys.pkcs8.slice() });
    const sealedFor = async (...certificates: Der[]): Promise<Bytes> =>
      concatCms(
        await encryptContent({ content, recipients: certificates.map(parseCertificate), algorithm: 'aes-256-cbc' }),
      );
    const recipientsOf = (cms: Bytes): readonly RecipientInfo[] => readEnvelope(cms).recipients;

    it('is empty at first', async () => {
      expect(await store.identities()).toEqual([]);
    });

    it('lists what was added, named by the fingerprint of its certificate', async () => {
      const alice = await person('ec-p256');
      const added = await keep(alice);
      expect(added.id).toMatch(/^[0-9a-f]{64}$/);
      const [listed, ...more] = await store.identities();
      expect(more).toEqual([]);
      expect(listed?.id).toBe(added.id);
      expect(Buffer.from(listed?.certificate ?? []).equals(Buffer.from(alice.certificate))).toBe(true);
      expect(listed?.chain.map((der) => der.length)).toEqual([ca.certificate.length]);
    });

    it('keeps one entry when the same certificate is added again', async () => {
      const alice = await person('ec-p256');
      const first = await keep(alice);
      expect((await keep(alice)).id).toBe(first.id);
      expect(await store.identities()).toHaveLength(1);
    });

    it('never hands out key material', async () => {
      await keep(await person('ec-p256'));
      const [identity] = await store.identities();
      expect(Object.keys(identity ?? {}).sort()).toEqual(['certificate', 'chain', 'id', 'origin']);
    });

    const rsa = (id: string): Der => sequence(oid(id), nullValue());
    const schemes: readonly (readonly [SignatureScheme, KeyKind, Der])[] = [
      ['rsa-sha256', 'rsa-2048', rsa(OID.sha256WithRsa)],
      ['rsa-sha512', 'rsa-2048', rsa(OID.sha512WithRsa)],
      ['ecdsa-p256-sha256', 'ec-p256', sequence(oid(OID.ecdsaWithSha256))],
      ['ecdsa-p384-sha384', 'ec-p384', sequence(oid(OID.ecdsaWithSha384))],
    ];
    it.each(schemes)('signs as CMS carries it: %s', async (scheme, kind, algorithm) => {
      const alice = await person(kind);
      const { id } = await keep(alice);
      const signature = await store.sign(id, scheme, content);
      const { spki } = alice.keys;
      expect(await verifySignature({ algorithm, spki, signature, signed: content })).toBe('good');
      const other = utf8Bytes('For your eyes, only');
      expect(await verifySignature({ algorithm, spki, signature, signed: other })).toBe('bad');
    });

    it('signs with RSA-PSS, the salt as long as the digest', async () => {
      const alice = await person('rsa-2048');
      const { id } = await keep(alice);
      const signature = await store.sign(id, 'rsa-pss-sha384', content);
      const key = await crypto.subtle.importKey('spki', alice.keys.spki, { name: 'RSA-PSS', hash: 'SHA-384' }, false, [
        'verify',
      ]);
      expect(await crypto.subtle.verify({ name: 'RSA-PSS', saltLength: 48 }, key, signature, content)).toBe(true);
    });

    it('signs again after many other operations, and many at once', async () => {
      const { id } = await keep(await person('ec-p256'));
      const values = await Promise.all(Array.from({ length: 8 }, () => store.sign(id, 'ecdsa-p256-sha256', content)));
      expect(values.every((value) => value[0] === 0x30)).toBe(true);
    });

    it('refuses a scheme that is not of the kind of the key', async () => {
      const { id } = await keep(await person('ec-p256'));
      await expect(store.sign(id, 'rsa-sha256', content)).rejects.toMatchObject({ code: 'unsupported' });
    });

    it('does not sign for an identity that is not here', async () => {
      await expect(store.sign('00'.repeat(32), 'rsa-sha256', content)).rejects.toMatchObject({
        code: 'no-private-key',
      });
    });

    it('does not sign with a key that was removed, although it has signed with it before', async () => {
      const { id } = await keep(await person('ec-p256'));
      await store.sign(id, 'ecdsa-p256-sha256', content);
      await store.remove(id);
      expect(await store.identities()).toEqual([]);
      await expect(store.sign(id, 'ecdsa-p256-sha256', content)).rejects.toMatchObject({ code: 'no-private-key' });
    });

    it.each<KeyKind>(['rsa-2048', 'ec-p256', 'ec-p384'])('unwraps the content key for a %s key', async (kind) => {
      const alice = await person(kind);
      await keep(alice);
      const cms = await sealedFor(alice.certificate);
      const key = await store.unwrap(recipientsOf(cms));
      expect(utf8Text(await decryptContent(readEnvelope(cms), key))).toBe('For your eyes only');
    });

    it('unwraps as often as it is asked, and no more once the key was removed', async () => {
      const [alice, bob] = [await person('rsa-2048'), await person('rsa-2048', 'Bob')];
      const [{ id }] = [await keep(alice), await keep(bob)];
      const recipients = [parseCertificate(alice.certificate)];
      const options = { content, recipients, algorithm: 'aes-256-cbc', keyTransport: 'oaep-sha256' } as const;
      const cms = concatCms(await encryptContent(options));
      for (let i = 0; i < 3; i++) expect(await store.unwrap(recipientsOf(cms))).toHaveLength(32);
      await store.remove(id);
      await expect(store.unwrap(recipientsOf(cms))).rejects.toMatchObject({ code: 'no-matching-recipient' });
    });

    it('finds its own recipient among others, and the right one of several identities', async () => {
      const old = await person('rsa-2048', 'Alice, old key');
      const current = await person('ec-p256', 'Alice');
      const bob = await person('rsa-2048', 'Bob');
      await keep(old);
      await keep(current);
      const cms = await sealedFor(bob.certificate, current.certificate);
      const key = await store.unwrap(recipientsOf(cms));
      expect(utf8Text(await decryptContent(readEnvelope(cms), key))).toBe('For your eyes only');
    });

    it('says that nothing is for it', async () => {
      await keep(await person('ec-p256'));
      const bob = await person('rsa-2048', 'Bob');
      const recipients = recipientsOf(await sealedFor(bob.certificate));
      await expect(store.unwrap(recipients)).rejects.toMatchObject({ code: 'no-matching-recipient' });
      await expect(store.unwrap([])).rejects.toMatchObject({ code: 'no-matching-recipient' });
    });

    it('tries no more recipients of its own than the limit', async () => {
      const alice = await person('ec-p256');
      await keep(alice);
      const [good] = recipientsOf(await sealedFor(alice.certificate)) as [RecipientInfo];
      const altered = good.der.slice();
      altered[altered.length - 1] = (altered.at(-1) as number) ^ 1;
      const bad: RecipientInfo = { ...good, der: altered as Der };
      const tried = (count: number): Promise<Bytes> => store.unwrap([...Array<RecipientInfo>(count).fill(bad), good]);
      expect(await tried(LIMITS.unwrapAttempts - 1)).toHaveLength(32);
      await expect(tried(LIMITS.unwrapAttempts)).rejects.toMatchObject({ code: 'decryption-failed' });
    });

    it('lends the key for one use and overwrites what it lent', async () => {
      const alice = await person('ec-p256');
      const { id } = await keep(alice);
      let lent: Bytes = new Uint8Array(0);
      const copy = await store.withPrivateKey(id, (privateKey) => {
        lent = privateKey;
        return Promise.resolve(privateKey.slice());
      });
      expect(Buffer.from(copy).equals(Buffer.from(alice.keys.pkcs8))).toBe(true);
      expect(lent.every((octet) => octet === 0)).toBe(true);
      await expect(store.sign(id, 'ecdsa-p256-sha256', content)).resolves.toBeDefined();
    });

    it('overwrites what it lent where the use fails, and fails as it did', async () => {
      const { id } = await keep(await person('ec-p256'));
      let lent: Bytes = new Uint8Array(0);
      const used = store.withPrivateKey(id, (privateKey) => {
        lent = privateKey;
        return Promise.reject(new RangeError('no'));
      });
      await expect(used).rejects.toThrow(RangeError);
      expect(lent.every((octet) => octet === 0)).toBe(true);
    });

    it('lends no key of an identity that is not here or was removed', async () => {
      const { id } = await keep(await person('ec-p256'));
      await store.remove(id);
      const use = jest.fn(() => Promise.resolve());
      await expect(store.withPrivateKey(id, use)).rejects.toMatchObject({ code: 'no-private-key' });
      expect(use).not.toHaveBeenCalled();
    });

    it('tells a recipient of ours that does not open from none, without its cause', async () => {
      const alice = await person('ec-p256');
      const wrong = await generateKeyPair('ec-p256');
      await store.add({ certificate: alice.certificate, chain: [], privateKey: wrong.pkcs8.slice() });
      const recipients = recipientsOf(await sealedFor(alice.certificate));
      await expect(store.unwrap(recipients)).rejects.toMatchObject({ code: 'decryption-failed' });
    });

    it('says where a key came from, and that it came from a file where nothing is said', async () => {
      await keep(await person('ec-p256'));
      const { certificate, keys } = await person('ec-p256');
      await store.add({ certificate, chain: [], privateKey: keys.pkcs8.slice(), origin: 'organisation' });
      expect((await store.identities()).map(({ origin }) => origin).sort()).toEqual(['file', 'organisation']);
    });

    it('notes that there is a copy of a key, and keeps the key', async () => {
      const { id } = await keep(await person('ec-p256'));
      expect((await store.identities())[0]?.backedUpAt).toBeUndefined();
      await store.noteBackup(id);
      expect((await store.identities())[0]?.backedUpAt?.getTime()).toBeGreaterThan(0);
      await expect(store.sign(id, 'ecdsa-p256-sha256', content)).resolves.toBeDefined();
      await store.noteBackup('00'.repeat(32));
      expect(await store.identities()).toHaveLength(1);
    });

    it('still knows of the copy when the key is added once more', async () => {
      const alice = await person('ec-p256');
      await store.noteBackup((await keep(alice)).id);
      expect((await keep(alice)).backedUpAt?.getTime()).toBeGreaterThan(0);
      expect((await store.identities()).map(({ backedUpAt }) => backedUpAt?.getTime())).toEqual([expect.any(Number)]);
    });
  });
}
