import { asDer, utf8Bytes, type Bytes } from '../../shared/base/bytes';
import { type WaitingKey, type WaitingKeys } from '../../shared/ports/key-store';
import { generateKeyPair } from '../support/test-ca';

const REQUEST = asDer(utf8Bytes('a request'));

/** What every store of keys without certificates keeps to. `create` gives an empty one. */
export function waitingKeysContract(name: string, create: () => Promise<WaitingKeys>): void {
  describe(`waiting keys contract: ${name}`, () => {
    let keys: WaitingKeys;
    beforeEach(async () => {
      keys = await create();
    });

    const keep = async (purpose: WaitingKey['purpose'] = 'request'): Promise<{ entry: WaitingKey; pkcs8: Bytes }> => {
      const { pkcs8, spki } = await generateKeyPair();
      const request = purpose === 'acme-account' ? {} : { request: REQUEST };
      return { entry: await keys.add({ purpose, spki, ...request, privateKey: pkcs8.slice() }), pkcs8 };
    };

    it('is empty at first', async () => {
      expect(await keys.all()).toEqual([]);
    });

    it('lists what was added, named by the fingerprint of the public key, without the private one', async () => {
      const { entry } = await keep();
      const other = await keep('acme-account');
      expect(entry.id).toMatch(/^[0-9a-f]{64}$/);
      const listed = await keys.all();
      expect(new Set(listed.map(({ id }) => id))).toEqual(new Set([entry.id, other.entry.id]));
      const [first] = listed.filter(({ id }) => id === entry.id);
      expect(Object.keys(first ?? {}).sort()).toEqual(['created', 'id', 'purpose', 'request', 'spki']);
      expect(other.entry.request).toBeUndefined();
    });

    it('lends the key for one use and overwrites what it lent', async () => {
      const { entry, pkcs8 } = await keep();
      let lent: Bytes = new Uint8Array(0);
      const copy = await keys.withPrivateKey(entry.id, (privateKey) => {
        lent = privateKey;
        return Promise.resolve(privateKey.slice());
      });
      expect(Buffer.from(copy).equals(Buffer.from(pkcs8))).toBe(true);
      expect(lent.every((octet) => octet === 0)).toBe(true);
    });

    it('lends no key that is not here or was removed', async () => {
      const { entry } = await keep();
      await keys.remove(entry.id);
      expect(await keys.all()).toEqual([]);
      await expect(keys.withPrivateKey(entry.id, () => Promise.resolve())).rejects.toMatchObject({
        code: 'no-private-key',
      });
    });
  });
}
