import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { asDer, type Bytes, concat } from '../../../shared/base/bytes';
import { OID } from '../../../shared/asn1/oids';
import { type ImportedKeys, openOaep, openPkcs1, transportKey } from '../../../shared/cms/key-transport';
import { readRsaPrivateKey, readRsaPublicKey, rsaPublic, toNumber, toOctets } from '../../../shared/cms/rsa';
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
function encryptedBlock(block: Bytes, spki: Bytes = world.parties.rsa.keys.spki): Bytes {
  const key = readRsaPublicKey(asDer(spki));
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

describe('the key that stands for one that does not open', () => {
  const hmac = (key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer =>
    parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest();

  it.each([16, 24, 32, 40])('of %i octets is made of private exponent and ciphertext alone', async (length) => {
    const { privateExponent } = readRsaPrivateKey(privateKey);
    const ciphertext = encryptedBlock(padded([0, 1], message));
    const secret = createHash('sha256').update(toOctets(privateExponent, 256)).digest();
    const derivation = hmac(secret, ciphertext);
    const blocks = [0, 1].map((i) => hmac(derivation, Uint8Array.of(0, i), 'message'));
    const expected = Buffer.concat(blocks).subarray(0, length);
    expect(Buffer.from(await openPkcs1(privateKey, ciphertext, length)).equals(expected)).toBe(true);
  });

  it('is given by a modulus in which key and padding have no room', async () => {
    const der = { type: 'pkcs8', format: 'der' } as const;
    const pair = generateKeyPairSync('rsa', { modulusLength: 512 });
    const pkcs8 = Uint8Array.from(pair.privateKey.export(der));
    const spki = Uint8Array.from(pair.publicKey.export({ ...der, type: 'spki' }));
    for (const [length, opens] of [
      [53, true],
      [54, false],
    ] as const) {
      const content = new Uint8Array(length).fill(9);
      const block = concat([Uint8Array.of(0, 2), new Uint8Array(64 - 3 - length).fill(5), Uint8Array.of(0), content]);
      const opened = await openPkcs1(pkcs8, encryptedBlock(block, spki), length);
      expect(Buffer.from(opened).equals(content)).toBe(opens);
    }
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

describe('what transportKey writes', () => {
  it('under RSAES-OAEP opens with SHA-256 for digest and mask, and the key is imported once', async () => {
    const certificate = certificateOf(world.parties.rsa);
    const importKey = jest.spyOn(crypto.subtle, 'importKey');
    const made = [await transportKey(certificate, message, 'oaep-sha256')];
    made.push(await transportKey(certificate, message, 'oaep-sha256'));
    expect(importKey).toHaveBeenCalledTimes(1);
    importKey.mockRestore();
    const parameters = { hash: OID.sha256, maskHash: OID.sha256, label: new Uint8Array(0) };
    for (const one of made) expect(await openOaep(privateKey, one.subarray(-256), parameters)).toEqual(message);
  });

  it('leaves at least eight octets of padding, or the certificate is refused', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 512 });
    const spki = asDer(Uint8Array.from(pair.publicKey.export({ type: 'spki', format: 'der' })));
    const certificate = certificateOf(world.parties.rsa);
    const small = { ...certificate, publicKey: { ...certificate.publicKey, spki } };
    const room = new Uint8Array(64 - 11);
    await expect(transportKey(small, room, 'pkcs1')).resolves.toBeInstanceOf(Uint8Array);
    await expect(transportKey(small, new Uint8Array(64 - 10), 'pkcs1')).rejects.toMatchObject({
      code: 'recipient-certificate',
      subject: 'rsa',
    });
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

describe('RSAES-OAEP with two hashes, which WebCrypto does not have', () => {
  const NAMES = { sha1: OID.sha1, sha224: OID.sha224, sha256: OID.sha256, sha384: OID.sha384, sha512: OID.sha512 };
  type Name = keyof typeof NAMES;
  interface Plan {
    readonly hash: Name;
    readonly maskHash: Name;
    readonly label?: Bytes;
    readonly message?: Bytes;
    /** Changes the data block, or the whole, before it is encrypted. */
    readonly data?: (block: Bytes) => void;
    readonly block?: (block: Bytes) => void;
    readonly octets?: number;
  }
  const none = new Uint8Array(0);
  const hashOf = (name: Name, octets: Uint8Array): Buffer => createHash(name).update(octets).digest();

  /** MGF1, RFC 8017 B.2.1. */
  function mask(name: Name, seed: Uint8Array, length: number): Buffer {
    const counters = Array.from({ length: Math.ceil(length / 20) }, (_, i) => Uint8Array.of(0, 0, 0, i));
    return Buffer.concat(counters.map((one) => hashOf(name, concat([seed, one])))).subarray(0, length);
  }
  const xor = (a: Uint8Array, b: Uint8Array): Bytes => Uint8Array.from(a, (octet, i) => octet ^ (b[i] as number));

  /** The block of RFC 8017 7.1.1, step 2. */
  function blockOf({ hash, maskHash, label = none, message: content = message, octets = 256, ...change }: Plan): Bytes {
    const labelHash = hashOf(hash, label);
    const data = new Uint8Array(octets - labelHash.length - 1);
    data.set(labelHash);
    data.set(content, data.length - content.length);
    data[data.length - content.length - 1] = 1;
    change.data?.(data);
    const seed = crypto.getRandomValues(new Uint8Array(labelHash.length));
    const masked = xor(data, mask(maskHash, seed, data.length));
    const block = concat([Uint8Array.of(0), xor(seed, mask(maskHash, masked, seed.length)), masked]);
    change.block?.(block);
    return block;
  }
  const parametersOf = ({ hash, maskHash, label = none }: Plan) => ({
    hash: NAMES[hash],
    maskHash: NAMES[maskHash],
    label,
  });
  const opened = (plan: Plan): Promise<Bytes | undefined> =>
    openOaep(privateKey, encryptedBlock(blockOf(plan)), parametersOf(plan));

  it.each([
    ['sha256', 'sha1'],
    ['sha1', 'sha256'],
    ['sha512', 'sha256'],
    ['sha384', 'sha512'],
    ['sha224', 'sha224'],
  ] as const)('opens %s with a mask of %s, with and without label', async (hash, maskHash) => {
    expect(await opened({ hash, maskHash })).toEqual(message);
    expect(await opened({ hash, maskHash, label: Uint8Array.of(7, 8) })).toEqual(message);
  });

  const plan = { hash: 'sha256', maskHash: 'sha1' } as const;
  const LONGEST = 256 - 2 * 32 - 2;

  it.each([0, 1, LONGEST - 1, LONGEST])('opens a message of %i octets', async (length) => {
    const content = new Uint8Array(length).map((_, i) => i % 3);
    expect(await opened({ ...plan, message: content })).toEqual(content);
  });

  const faults: readonly (readonly [string, Partial<Plan>])[] = [
    ['a first octet other than 0', { block: (block) => void (block[0] = 1) }],
    ['another first octet of the label’s hash', { data: (data) => void ((data[0] as number) ^= 1) }],
    ['another last octet of the label’s hash', { data: (data) => void ((data[31] as number) ^= 0x80) }],
    ['no 1 before the message', { data: (data) => void data.fill(0, 32) }],
    ['something other than 0 before the 1', { data: (data) => void (data[32] = 2) }],
    ['255 before the 1', { data: (data) => void (data[40] = 255) }],
    ['a 3 in place of the 1', { data: (data) => void (data[data.length - message.length - 1] = 3) }],
  ];
  it.each(faults)('does not open with %s', async (_, fault) => {
    expect(await opened({ ...plan, ...fault })).toBeUndefined();
  });

  it('does not open with another label, or as a shorter or longer ciphertext', async () => {
    const ciphertext = encryptedBlock(blockOf(plan));
    const parameters = parametersOf(plan);
    expect(await openOaep(privateKey, ciphertext, { ...parameters, label: Uint8Array.of(1) })).toBeUndefined();
    const longer = concat([Uint8Array.of(0), ciphertext]);
    expect(await openOaep(privateKey, longer, parameters)).toBeUndefined();
    expect(await openOaep(privateKey, ciphertext.subarray(1), parameters)).toBeUndefined();
    expect(await openOaep(privateKey, ciphertext, parameters)).toEqual(message);
  });

  it('needs a modulus with room for two hashes (RFC 8017 7.1.2, step 1c)', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const pkcs8 = Uint8Array.from(pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
    const spki = Uint8Array.from(pair.publicKey.export({ type: 'spki', format: 'der' }));
    const fitting: Plan = { hash: 'sha384', maskHash: 'sha1', message: none, octets: 128 };
    expect(await openOaep(pkcs8, encryptedBlock(blockOf(fitting), spki), parametersOf(fitting))).toEqual(none);
    const tight: Plan = { ...fitting, hash: 'sha512', data: () => undefined };
    const block = new Uint8Array(128).fill(3, 1);
    expect(await openOaep(pkcs8, encryptedBlock(block, spki), parametersOf(tight))).toBeUndefined();
  });
});
