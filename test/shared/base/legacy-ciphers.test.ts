import { concat, fromHex, hex, utf8Bytes, type Bytes } from '../../../shared/base/bytes';
import { decryptDesEde3Cbc, decryptRc2Cbc, encryptDesEde3Cbc } from '../../../shared/base/legacy-ciphers';
import { rc2EffectiveBits, withoutPadding } from '../../../shared/base/legacy-parameters';
import { withFolder } from '../../support/openssl';

const octets = (text: string): Bytes => fromHex(text) as Bytes;
const NO_IV = new Uint8Array(8);
const CONTENT = utf8Bytes('What OpenSSL encrypts, block by block and padded at the end: ünïcödé.');

function encrypted(cipher: string, key: string, iv: string): Promise<Bytes> {
  return withFolder((folder) => {
    folder.write('in', CONTENT);
    const providers = ['-provider', 'legacy', '-provider', 'default'];
    const run = folder.openssl('enc', `-${cipher}`, ...providers, '-K', key, '-iv', iv, '-in', 'in', '-out', 'out');
    if (run.status !== 0) throw new Error(run.stderr);
    return folder.read('out');
  });
}

describe('DES-EDE3-CBC', () => {
  it('gives the known answer of DES where all three keys are one', () => {
    const key = octets('133457799bbcdff1'.repeat(3));
    expect(hex(decryptDesEde3Cbc(key, NO_IV, octets('85e813540f0ab405')))).toBe('0123456789abcdef');
  });

  it('opens what OpenSSL encrypts, with three keys and with two', async () => {
    const iv = '0102030405060708';
    const three = '0123456789abcdeffedcba987654321089abcdef01234567';
    const plain = decryptDesEde3Cbc(octets(three), octets(iv), await encrypted('des-ede3-cbc', three, iv));
    expect(withoutPadding(plain, 8)).toEqual(CONTENT);
    const two = three.slice(0, 32);
    const other = decryptDesEde3Cbc(octets(two), octets(iv), await encrypted('des-ede-cbc', two, iv));
    expect(withoutPadding(other, 8)).toEqual(CONTENT);
  });

  it('does a megabyte in about a second at worst', () => {
    const started = performance.now();
    decryptDesEde3Cbc(new Uint8Array(24), NO_IV, new Uint8Array(1 << 20));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('encrypts as OpenSSL does, with three keys and with two', async () => {
    const iv = '0102030405060708';
    const three = '0123456789abcdeffedcba987654321089abcdef01234567';
    const padding = 8 - (CONTENT.length % 8);
    const padded = concat([CONTENT, new Uint8Array(padding).fill(padding)]);
    expect(encryptDesEde3Cbc(octets(three), octets(iv), padded)).toEqual(await encrypted('des-ede3-cbc', three, iv));
    const two = three.slice(0, 32);
    expect(encryptDesEde3Cbc(octets(two), octets(iv), padded)).toEqual(await encrypted('des-ede-cbc', two, iv));
  });

  it('refuses what is not whole blocks or no key', () => {
    expect(() => encryptDesEde3Cbc(new Uint8Array(24), NO_IV, new Uint8Array(7))).toThrow(RangeError);
    expect(() => encryptDesEde3Cbc(new Uint8Array(24), new Uint8Array(7), new Uint8Array(8))).toThrow(RangeError);
    expect(() => encryptDesEde3Cbc(new Uint8Array(8), NO_IV, new Uint8Array(8))).toThrow(RangeError);
    expect(() => decryptDesEde3Cbc(new Uint8Array(24), NO_IV, new Uint8Array(7))).toThrow(RangeError);
    expect(() => decryptDesEde3Cbc(new Uint8Array(24), new Uint8Array(7), new Uint8Array(8))).toThrow(RangeError);
    expect(() => decryptDesEde3Cbc(new Uint8Array(8), NO_IV, new Uint8Array(8))).toThrow(RangeError);
  });
});

describe('RC2-CBC', () => {
  it.each([
    ['0000000000000000', 63, '0000000000000000', 'ebb773f993278eff'],
    ['ffffffffffffffff', 64, 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', 64, '1000000000000001', '30649edf9be7d2c2'],
    ['88', 64, '0000000000000000', '61a8a244adacccf0'],
    ['88bca90e90875a', 64, '0000000000000000', '6ccf4308974c267f'],
    ['88bca90e90875a7f0f79c384627bafb2', 64, '0000000000000000', '1a807d272bbe5db1'],
    ['88bca90e90875a7f0f79c384627bafb2', 128, '0000000000000000', '2269552ab0f85ca6'],
    ['88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e', 129, '0000000000000000', '5b78d3a43dfff1f1'],
  ])('gives the answer of RFC 2268 for key %s of %i bits', (key, bits, plain, cipher) => {
    expect(hex(decryptRc2Cbc(octets(key), bits, NO_IV, octets(cipher)))).toBe(plain);
  });

  it('opens what OpenSSL encrypts', async () => {
    const iv = '0102030405060708';
    const key = '000102030405060708090a0b0c0d0e0f';
    const plain = decryptRc2Cbc(octets(key), 128, octets(iv), await encrypted('rc2-cbc', key, iv));
    expect(withoutPadding(plain, 8)).toEqual(CONTENT);
  });

  it('knows the version numbers of RC2-CBC-Parameter', () => {
    expect([undefined, 160, 120, 58, 256, 1].map(rc2EffectiveBits)).toEqual([32, 40, 64, 128, 256, undefined]);
  });
});

describe('padding', () => {
  const block = new Uint8Array(8).fill(7);
  it('is taken off where every octet of it is right', () => {
    expect(withoutPadding(concat([block, new Uint8Array(8).fill(8)]), 8)).toEqual(block);
    expect(withoutPadding(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 1), 8)).toHaveLength(7);
  });

  it.each([
    ['nothing', []],
    ['a zero', [1, 2, 3, 4, 5, 6, 7, 0]],
    ['more than a block', [9, 9, 9, 9, 9, 9, 9, 9]],
    ['an octet that differs', [1, 2, 3, 4, 5, 3, 2, 3]],
    ['a part of a block', [1]],
  ])('is none with %s', (_, values) => {
    expect(withoutPadding(Uint8Array.from(values), 8)).toBeUndefined();
  });
});
