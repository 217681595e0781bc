import { type Bytes, concat } from '../../../shared/base/bytes';
import { OID } from '../../../shared/asn1/oids';
import { type ImportedKeys, openOaep, openPkcs1, transportKey } from '../../../shared/cms/key-transport';
import { readRsaPublicKey, rsaPublic, toNumber, toOctets } from '../../../shared/cms/rsa';
import { certificateOf, createWorld, type World } from './parties';

const KEY_OCTETS = 32;
let world: World;
let privateKey: Bytes;
beforeAll(async () => {
  world = await createWorld();
  privateKey = world.parties.rsa.keys.pkcs8;
});

const message = new Uint8Array(KEY_OCTETS).map((_, i) => i + 1);

/** What a public key makes of a block as it is: padding is the test's. */
function encryptedBlock(block: Bytes): Bytes {
  const key = readRsaPublicKey(world.parties.rsa.keys.spki);
  return toOctets(rsaPublic(key, toNumber(block)), key.octets);
}

function padded(first: readonly number[], content: Bytes, filler = 0xaa): Bytes {
  const padding = new Uint8Array(256 - first.length - 1 - content.length).fill(filler);
  return concat([Uint8Array.from(first), padding, Uint8Array.of(0), content]);
}

describe('RSAES-PKCS1-v1_5 with implicit rejection', () => {
  it('gives the key where the padding is right', async () => {
    const ciphertext = encryptedBlock(padded([0, 2], message));
    expect(await openPkcs1(privateKey, ciphertext, KEY_OCTETS)).toEqual(message);
  });

  it('reads a ciphertext whose leading zeros were left out', async () => {
    for (let filler = 1; filler < 256 * 4; filler++) {
      const block = padded([0, 2], message, (filler % 255) + 1);
      block[3] = 1 + (filler >> 8);
      const ciphertext = encryptedBlock(block);
      if (ciphertext[0] !== 0) continue;
      expect(await openPkcs1(privateKey, ciphertext.subarray(1), KEY_OCTETS)).toEqual(message);
      return;
    }
    throw new Error('no ciphertext with a leading zero was met');
  });

  const wrong: readonly (readonly [string, () => Bytes])[] = [
    ['a first octet other than 0', () => padded([1, 2], message)],
    ['a second octet other than 2', () => padded([0, 1], message)],
    [
      'no zero before the key',
      () =>
        padded([0, 2], message)
          .map((octet) => octet || 1)
          .fill(0, 0, 1),
    ],
    ['a zero inside the padding', () => padded([0, 2], message).fill(0, 20, 21)],
    ['a zero in the first eight octets of padding', () => padded([0, 2], message).fill(0, 3, 4)],
    ['a shorter key', () => padded([0, 2], message.subarray(1))],
    ['a longer key', () => padded([0, 2], concat([message, message]))],
  ];
  it.each(wrong)('gives some key of the right length for %s, always the same', async (_, make) => {
    const ciphertext = encryptedBlock(make());
    const key = await openPkcs1(privateKey, ciphertext, KEY_OCTETS);
    expect(key).toHaveLength(KEY_OCTETS);
    expect(key).not.toEqual(message);
    expect(await openPkcs1(privateKey, ciphertext, KEY_OCTETS)).toEqual(key);
    const other = await openPkcs1(privateKey, encryptedBlock(padded([0, 1], message, 0x55)), KEY_OCTETS);
    expect(other).not.toEqual(key);
  });

  it.each([
    ['not below the modulus', () => new Uint8Array(256).fill(0xff)],
    ['of no octets', () => new Uint8Array(0)],
    ['longer than the modulus', () => new Uint8Array(257).fill(1)],
    ['that is zero', () => new Uint8Array(256)],
    ['that is one', () => new Uint8Array(256).fill(1, 255)],
  ])('gives some key for a ciphertext %s', async (_, make) => {
    for (const length of [16, 24, 32]) expect(await openPkcs1(privateKey, make(), length)).toHaveLength(length);
  });
});

describe('key transport', () => {
  it('pads with other octets each time, none of them zero', async () => {
    const certificate = certificateOf(world.parties.rsa);
    const made = await Promise.all(Array.from({ length: 8 }, () => transportKey(certificate, message, 'pkcs1')));
    expect(new Set(made.map((one) => one.join())).size).toBe(8);
    for (const one of made) expect(await openPkcs1(privateKey, one.subarray(-256), KEY_OCTETS)).toEqual(message);
  });

  it('is not for keys that cannot be encrypted to', async () => {
    const certificate = certificateOf(world.parties.rsa);
    const signOnly = { ...certificate, publicKey: { ...certificate.publicKey, algorithm: 'rsa-pss' } };
    for (const how of ['pkcs1', 'oaep-sha256'] as const) {
      await expect(transportKey(signOnly, message, how)).rejects.toMatchObject({
        code: 'recipient-certificate',
        subject: 'rsa-pss',
      });
    }
    const elliptic = certificateOf(world.parties.p256);
    await expect(transportKey(elliptic, message, 'pkcs1')).rejects.toMatchObject({ code: 'recipient-certificate' });
  });
});

describe('RSAES-OAEP', () => {
  const web = async (hash: string, label?: Bytes): Promise<Bytes> => {
    const spki = world.parties.rsa.keys.spki;
    const key = await crypto.subtle.importKey('spki', spki, { name: 'RSA-OAEP', hash }, false, ['encrypt']);
    const parameters = label ? { name: 'RSA-OAEP', label } : { name: 'RSA-OAEP' };
    return new Uint8Array(await crypto.subtle.encrypt(parameters, key, message));
  };
  const none = new Uint8Array(0);

  it.each([
    ['SHA-1', OID.sha1],
    ['SHA-256', OID.sha256],
    ['SHA-384', OID.sha384],
    ['SHA-512', OID.sha512],
  ])('opens with %s, with and without label', async (name, hash) => {
    const label = Uint8Array.of(1, 2, 3);
    const parameters = { hash, maskHash: hash, label: none };
    expect(await openOaep(privateKey, await web(name), parameters)).toEqual(message);
    expect(await openOaep(privateKey, await web(name, label), { ...parameters, label })).toEqual(message);
    expect(await openOaep(privateKey, await web(name, label), parameters)).toBeUndefined();
  });

  it('does not open what was made otherwise, by WebCrypto or by us', async () => {
    const ciphertext = await web('SHA-256');
    for (const maskHash of [OID.sha256, OID.sha1, OID.sha224]) {
      const parameters = { hash: OID.sha384, maskHash, label: none };
      expect(await openOaep(privateKey, ciphertext, parameters)).toBeUndefined();
      const short = ciphertext.subarray(1);
      expect(await openOaep(privateKey, short, { ...parameters, hash: OID.sha224 })).toBeUndefined();
      const large = new Uint8Array(256).fill(0xff);
      expect(await openOaep(privateKey, large, { ...parameters, hash: OID.sha224 })).toBeUndefined();
    }
  });

  it('imports a key once for each hash where its owner keeps it, and it cannot be exported', async () => {
    const parameters = { hash: OID.sha256, maskHash: OID.sha256, label: none };
    const imported: ImportedKeys = new Map();
    const importKey = jest.spyOn(crypto.subtle, 'importKey');
    const ciphertext = await web('SHA-256');
    importKey.mockClear();
    for (let i = 0; i < 3; i++) {
      expect(await openOaep(privateKey, ciphertext, parameters, imported)).toEqual(message);
    }
    expect(importKey).toHaveBeenCalledTimes(1);
    expect(await openOaep(privateKey, ciphertext, parameters)).toEqual(message);
    expect(importKey).toHaveBeenCalledTimes(2);
    importKey.mockRestore();
    expect([...imported.keys()]).toEqual(['sha256']);
    expect(imported.get('sha256')).toMatchObject({ extractable: false, usages: ['decrypt'] });
  });

  it('names a hash that it does not have', async () => {
    const parameters = { hash: '1.2.3', maskHash: OID.sha1, label: none };
    await expect(openOaep(privateKey, new Uint8Array(256), parameters)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
