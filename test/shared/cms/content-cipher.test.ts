import { type Bytes, concat } from '../../../shared/base/bytes';
import { CHUNK, ONE_CALL } from '../../../shared/cms/chunks';
import {
  cbcLength,
  decryptCbc,
  decryptCbcBlocks,
  encryptCbc,
  openGcm,
  sealGcm,
} from '../../../shared/cms/content-cipher';

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const key = random(32);
const nonce = random(12);
/** Not random: `getRandomValues` gives 64 KiB at most, and every octet has its place. */
const content = Uint8Array.from({ length: ONE_CALL + CHUNK + 77 }, (_, i) => (i * 2654435761) >>> 24);

async function atOnce(size: number, name: 'AES-GCM' | 'AES-CBC', iv: Bytes, additionalData?: Bytes): Promise<Bytes> {
  const aes = await crypto.subtle.importKey('raw', key, name, false, ['encrypt']);
  const parameters = { name, iv, ...(additionalData && { additionalData }) };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, aes, content.subarray(0, size)));
}

describe('AES with keys of 192 bits, which Chromium lacks', () => {
  const key192 = random(24);
  const short = content.slice(0, 100);
  const seal = async (name: 'AES-CBC' | 'AES-GCM', iv: Bytes): Promise<Bytes> => {
    const aes = await crypto.subtle.importKey('raw', key192, name, false, ['encrypt']);
    const additionalData = Uint8Array.of(1, 2);
    return new Uint8Array(await crypto.subtle.encrypt({ name, iv, additionalData }, aes, short));
  };

  it('is read without WebCrypto', async () => {
    const iv = random(16);
    const cbc = await seal('AES-CBC', iv);
    const gcm = await seal('AES-GCM', nonce);
    const importKey = jest.spyOn(crypto.subtle, 'importKey');
    const parts = { ciphertext: gcm.slice(0, 100), mac: gcm.slice(100), additional: Uint8Array.of(1, 2) };
    expect(same(await decryptCbc(key192, iv, cbc), short)).toBe(true);
    expect(same(await openGcm(key192, nonce, parts), short)).toBe(true);
    const failure = { code: 'decryption-failed' };
    // Twelve octets of padding: its last one becomes none, which no padding ends with.
    const altered = cbc.map((octet, at) => (at === cbc.length - 17 ? octet ^ 12 : octet));
    await expect(decryptCbc(key192, iv, altered)).rejects.toMatchObject(failure);
    await expect(openGcm(key192, nonce, { ...parts, mac: random(16) })).rejects.toMatchObject(failure);
    expect(importKey).not.toHaveBeenCalled();
    importKey.mockRestore();
  });
});

describe('short content', () => {
  const iv = random(16);

  it('under AES-CBC is as long as cbcLength says', async () => {
    for (const size of [0, 1, 15, 16, 17, 31, 32]) {
      const sealed = await encryptCbc(key, iv, content.slice(0, size));
      expect(sealed).toHaveLength(cbcLength(size));
      expect(same(sealed, await atOnce(size, 'AES-CBC', iv))).toBe(true);
      expect(same(await decryptCbc(key, iv, sealed), content.subarray(0, size))).toBe(true);
    }
  });

  it.each([
    ['no octets', 0, 16],
    ['half a block', 8, 16],
    ['a block and a half', 24, 16],
    ['a vector that is too short', 32, 8],
    ['a vector that is too long', 32, 17],
  ])('under AES-CBC does not open with %s', async (_, octets, vector) => {
    const opening = decryptCbc(key, random(vector), random(octets));
    await expect(opening).rejects.toMatchObject({ code: 'decryption-failed', subject: undefined });
  });

  it('under AES-GCM opens with a nonce of any length and a MAC of 12 to 16 octets', async () => {
    const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
    for (const [octets, tagLength] of [
      [12, 128],
      [16, 128],
      [13, 96],
    ] as const) {
      const vector = random(octets);
      const additionalData = Uint8Array.of(1);
      const parameters = { name: 'AES-GCM', iv: vector, tagLength, additionalData };
      const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, aes, content.subarray(0, 50)));
      const parts = { ciphertext: sealed.slice(0, 50), mac: sealed.slice(50), additional: additionalData };
      expect(same(await openGcm(key, vector, parts), content.subarray(0, 50))).toBe(true);
      const bare = { ciphertext: parts.ciphertext, mac: parts.mac };
      await expect(openGcm(key, vector, bare)).rejects.toMatchObject({ code: 'decryption-failed' });
    }
  });

  it('under AES-GCM is sealed with a nonce of 12 octets and a MAC of 16', async () => {
    const { ciphertext, mac } = await sealGcm(key, nonce, content.slice(0, 20));
    expect(same(concat([ciphertext, mac]), await atOnce(20, 'AES-GCM', nonce))).toBe(true);
  });

  it('without padding of its own is whole blocks', async () => {
    const blocks = content.slice(0, 64);
    const sealed = (await atOnce(64, 'AES-CBC', iv)).slice(0, 64);
    expect(same(await decryptCbcBlocks(key, iv, sealed), blocks)).toBe(true);
    const key192 = random(24);
    const aes = await crypto.subtle.importKey('raw', key192, 'AES-CBC', false, ['encrypt']);
    const rare = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, aes, blocks)).slice(0, 64);
    expect(same(await decryptCbcBlocks(key192, iv, rare), blocks)).toBe(true);
  });

  it('tells that it is done, and is not begun where it was called off', async () => {
    const told: (readonly number[])[] = [];
    const progress = (...one: readonly number[]): void => void told.push(one);
    await encryptCbc(key, iv, content.slice(0, 20), { progress });
    await sealGcm(key, nonce, content.slice(0, 20), { progress });
    expect(told).toEqual([
      [20, 20],
      [20, 20],
    ]);
    const work = { signal: AbortSignal.abort() };
    const cancelled = { code: 'cancelled' };
    await expect(encryptCbc(key, iv, content.slice(0, 20), work)).rejects.toMatchObject(cancelled);
    await expect(sealGcm(key, nonce, content.slice(0, 20), work)).rejects.toMatchObject(cancelled);
    await expect(decryptCbc(key, iv, random(32), work)).rejects.toMatchObject(cancelled);
  });
});

describe.each([
  ['AES-CBC', 16],
  ['AES-GCM', 12],
] as const)('long content under %s', (name, ivOctets) => {
  const iv = random(ivOctets);
  const seal = async (more = {}): Promise<{ readonly ciphertext: Bytes; readonly mac: Bytes }> =>
    name === 'AES-GCM'
      ? sealGcm(key, iv, content, more)
      : { ciphertext: await encryptCbc(key, iv, content, more), mac: new Uint8Array(0) };
  const open = (sealed: Awaited<ReturnType<typeof seal>>, more = {}): Promise<Bytes> =>
    name === 'AES-GCM' ? openGcm(key, iv, sealed, more) : decryptCbc(key, iv, sealed.ciphertext, more);

  it('is what one call gives and opens again, in place where that is allowed', async () => {
    const sealed = await seal();
    expect(same(Buffer.concat([sealed.ciphertext, sealed.mac]), await atOnce(content.length, name, iv))).toBe(true);
    expect(same(await open(sealed), content)).toBe(true);
    const before = sealed.ciphertext.slice();
    expect(same(await open(sealed), content) && same(sealed.ciphertext, before)).toBe(true);
    const opened = await open(sealed, { inPlace: true });
    expect(same(opened, content)).toBe(true);
    expect(opened.buffer).toBe(sealed.ciphertext.buffer);
  });

  it('tells its progress chunk by chunk, to the end', async () => {
    const told: (readonly [number, number])[] = [];
    const progress = (...one: readonly [number, number]): void => void told.push(one);
    const sealed = await seal({ progress });
    expect(told).toHaveLength(Math.ceil(content.length / CHUNK));
    expect(told.at(-1)).toEqual([content.length, content.length]);
    told.length = 0;
    await open(sealed, { progress });
    expect(told.length).toBeGreaterThan(4);
    expect(told.at(-1)?.[0]).toBe(told.at(-1)?.[1]);
  });

  it('is called off between two chunks', async () => {
    const cancelling = () => {
      const controller = new AbortController();
      return { signal: controller.signal, progress: () => controller.abort() };
    };
    const sealed = await seal();
    await expect(seal(cancelling())).rejects.toMatchObject({ code: 'cancelled' });
    await expect(open(sealed, cancelling())).rejects.toMatchObject({ code: 'cancelled' });
    await expect(open(sealed, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('that was altered fails as everything else does', async () => {
    const sealed = await seal();
    const ciphertext = sealed.ciphertext.slice();
    ciphertext.fill(0x55, -32);
    await expect(open({ ...sealed, ciphertext })).rejects.toMatchObject({ code: 'decryption-failed' });
  });
});
