import { type Bytes } from '../../../shared/base/bytes';
import { CHUNK, ONE_CALL } from '../../../shared/cms/chunks';
import { decryptCbc, encryptCbc, openGcm, sealGcm } from '../../../shared/cms/content-cipher';

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
    await expect(decryptCbc(key192, iv, cbc.fill(7, -16))).rejects.toMatchObject(failure);
    await expect(openGcm(key192, nonce, { ...parts, mac: random(16) })).rejects.toMatchObject(failure);
    expect(importKey).not.toHaveBeenCalled();
    importKey.mockRestore();
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
