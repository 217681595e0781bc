import fc from 'fast-check';
import { type Bytes, concat } from '../../../shared/base/bytes';
import { CHUNK, ONE_CALL } from '../../../shared/cms/chunks';
import { decryptCbc, encryptCbc, openGcm, sealGcm } from '../../../shared/cms/content-cipher';
import { openStream, sealStream } from '../../../shared/cms/gcm-stream';

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

describe('AES-GCM in chunks', () => {
  const sizes = fc.oneof(
    fc.integer({ min: 0, max: 70 }),
    fc.integer({ min: CHUNK - 20, max: CHUNK + 20 }),
    fc.integer({ min: 0, max: content.length }),
  );

  it('is octet for octet what one call gives, and opens again', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.uint8Array({ maxLength: 70 }), async (size, more) => {
        const additional = Uint8Array.from(more);
        const plain = await atOnce(size, 'AES-GCM', nonce);
        const out: Bytes[] = [];
        const mac = await sealStream(key, nonce, content.subarray(0, size), (part) => out.push(part), {});
        expect(same(concat(out), plain.subarray(0, size)) && same(mac, plain.subarray(size))).toBe(true);
        const sealed = await atOnce(size, 'AES-GCM', nonce, additional);
        const parts = { ciphertext: sealed.slice(0, size), mac: sealed.slice(size), additional };
        expect(await openStream(key, nonce, parts, parts.ciphertext, {})).toBe(true);
        expect(same(parts.ciphertext, content.subarray(0, size))).toBe(true);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('leaves zeros where anything was altered', async () => {
    const size = 2 * CHUNK + 5;
    const sealed = await atOnce(size, 'AES-GCM', nonce, Uint8Array.of(1, 2, 3));
    for (const at of [0, CHUNK, size - 1, size, size + 15]) {
      const altered = sealed.slice();
      altered[at] = (altered[at] as number) ^ 1;
      const parts = {
        ciphertext: altered.slice(0, size),
        mac: altered.slice(size),
        additional: Uint8Array.of(1, 2, 3),
      };
      expect(await openStream(key, nonce, parts, parts.ciphertext, {})).toBe(false);
      expect(parts.ciphertext.every((octet) => octet === 0)).toBe(true);
    }
    const parts = { ciphertext: sealed.slice(0, size), mac: sealed.slice(size), additional: Uint8Array.of(1, 2, 4) };
    expect(await openStream(key, nonce, parts, new Uint8Array(size), {})).toBe(false);
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
