import fc from 'fast-check';
import { type Bytes, concat } from '../../../shared/base/bytes';
import { type Work } from '../../../shared/base/work';
import { CHUNK } from '../../../shared/cms/chunks';
import { openStream, sealStream } from '../../../shared/cms/gcm-stream';

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const key = random(32);
const nonce = random(12);
const MAC = 16;
/** Not random: `getRandomValues` gives 64 KiB at most, and every octet has its place. */
const content = Uint8Array.from({ length: 3 * CHUNK + 77 }, (_, i) => (i * 2654435761) >>> 24);

/** Ciphertext and MAC of WebCrypto. */
async function atOnce(size: number, additionalData: Bytes = new Uint8Array(0)): Promise<Bytes> {
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const parameters = { name: 'AES-GCM', iv: nonce, additionalData };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, aes, content.subarray(0, size)));
}

interface Sealed {
  readonly ciphertext: Bytes;
  readonly mac: Bytes;
  readonly additional: Bytes;
}

async function sealedAtOnce(size: number, additional: Bytes = new Uint8Array(0)): Promise<Sealed> {
  const sealed = await atOnce(size, additional);
  return { ciphertext: sealed.slice(0, size), mac: sealed.slice(size), additional };
}

async function streamed(size: number, work: Work = {}): Promise<Bytes> {
  const out: Bytes[] = [];
  const mac = await sealStream(key, nonce, content.subarray(0, size), (part) => out.push(part), work);
  return concat([...out, mac]);
}

const sizes = [0, 1, 15, 16, 17, 48, 1000];
const longSizes = [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5];

describe('AES-GCM in chunks', () => {
  it.each([...sizes, ...longSizes])('is octet for octet what one call gives, for %i octets', async (size) => {
    expect(same(await streamed(size), await atOnce(size))).toBe(true);
  });

  it.each([...sizes, ...longSizes])('opens what one call gave, for %i octets', async (size) => {
    const parts = await sealedAtOnce(size, Uint8Array.of(1, 2, 3));
    const out = new Uint8Array(size);
    expect(await openStream(key, nonce, parts, out, {})).toBe(true);
    expect(same(out, content.subarray(0, size))).toBe(true);
  });

  it('opens with additional data of any length, in place', async () => {
    const size = fc.integer({ min: 0, max: 70 });
    await fc.assert(
      fc.asyncProperty(size, fc.uint8Array({ maxLength: 70 }), async (length, more) => {
        const parts = await sealedAtOnce(length, Uint8Array.from(more));
        expect(await openStream(key, nonce, parts, parts.ciphertext, {})).toBe(true);
        expect(same(parts.ciphertext, content.subarray(0, length))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('compares a MAC that was cut as far as it goes', async () => {
    const parts = await sealedAtOnce(40);
    const out = new Uint8Array(40);
    expect(await openStream(key, nonce, { ...parts, mac: parts.mac.subarray(0, 12) }, out, {})).toBe(true);
    expect(await openStream(key, nonce, { ...parts, mac: parts.mac.subarray(1, 13) }, out, {})).toBe(false);
  });

  it.each([
    ['the first octet', 0],
    ['the second chunk', CHUNK],
    ['the last octet', 2 * CHUNK + 4],
    ['the MAC', 2 * CHUNK + 5],
    ['the end of the MAC', 2 * CHUNK + 5 + MAC - 1],
  ])('leaves zeros where %s was altered', async (_, at) => {
    const size = 2 * CHUNK + 5;
    const sealed = await atOnce(size, Uint8Array.of(1, 2, 3));
    sealed[at] = (sealed[at] as number) ^ 1;
    const parts = { ciphertext: sealed.slice(0, size), mac: sealed.slice(size), additional: Uint8Array.of(1, 2, 3) };
    expect(await openStream(key, nonce, parts, parts.ciphertext, {})).toBe(false);
    expect(parts.ciphertext.every((octet) => octet === 0)).toBe(true);
  });

  it('covers the additional data and its length', async () => {
    const parts = await sealedAtOnce(5, Uint8Array.of(1, 2, 3));
    for (const additional of [Uint8Array.of(1, 2, 4), Uint8Array.of(1, 2, 3, 0), new Uint8Array(0)]) {
      const out = new Uint8Array(5);
      expect(await openStream(key, nonce, { ...parts, additional }, out, {})).toBe(false);
      expect(out).toEqual(new Uint8Array(5));
    }
  });
});

describe('a long piece of work', () => {
  const size = 2 * CHUNK + 5;
  const steps = [
    [CHUNK, size],
    [2 * CHUNK, size],
    [size, size],
  ];
  const cancelling = (): Work => {
    const controller = new AbortController();
    return { signal: controller.signal, progress: () => controller.abort() };
  };

  it('tells its progress chunk by chunk', async () => {
    const told: (readonly number[])[] = [];
    const progress = (...one: readonly number[]): void => void told.push(one);
    await streamed(size, { progress });
    expect(told).toEqual(steps);
    told.length = 0;
    await openStream(key, nonce, await sealedAtOnce(size), new Uint8Array(size), { progress });
    expect(told).toEqual(steps);
  });

  it('is called off after a chunk, and what was opened so far is gone', async () => {
    await expect(streamed(size, cancelling())).rejects.toMatchObject({ code: 'cancelled' });
    const out = new Uint8Array(size).fill(7);
    const opening = openStream(key, nonce, await sealedAtOnce(size), out, cancelling());
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    expect(out.every((octet) => octet === 0)).toBe(true);
  });

  it('leaves nothing where the platform fails in the middle', async () => {
    const parts = await sealedAtOnce(size);
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
    let calls = 0;
    const failing = jest.spyOn(crypto.subtle, 'encrypt').mockImplementation((algorithm, aes, data) => {
      const isContent = data.byteLength > MAC;
      if (isContent && ++calls === 2) return Promise.reject(new Error('no memory'));
      return encrypt(algorithm, aes, data);
    });
    const out = new Uint8Array(size).fill(7);
    await expect(openStream(key, nonce, parts, out, {})).rejects.toThrow('no memory');
    failing.mockRestore();
    expect(out.every((octet) => octet === 0)).toBe(true);
  });
});
