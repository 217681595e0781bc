import { fromHex, hex, type Bytes } from '../../../shared/base/bytes';
import { errorCode } from '../../../shared/base/errors';
import { derivePkcs12, type Diversifier, IterationBudget } from '../../../shared/pkcs12/key-derivation';
import { bmpPassphrase, passphraseForms } from '../../../shared/pkcs12/passphrase';

const octets = (text: string): Bytes => fromHex(text) as Bytes;

describe('the key derivation of RFC 7292', () => {
  it.each<[string, string, Diversifier, number, string]>([
    ['smeg', '0a58cf64530d823f', 'key', 1, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
    ['smeg', '0a58cf64530d823f', 'iv', 1, '79993dfe048d3b76'],
    ['smeg', '3d83c0e4546ac140', 'mac', 1, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
    ['queeg', '05dec959acff72f7', 'key', 1000, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
    ['queeg', '05dec959acff72f7', 'iv', 1000, '11dedad7758d4860'],
    ['queeg', '263216fcc2fab31c', 'mac', 1000, '5ec4c7a80df652294c3925b6489a7ab857c83476'],
  ])('gives the answers that others publish: %s %s %s', (passphrase, salt, purpose, iterations, expected) => {
    const derived = derivePkcs12({
      digest: 'SHA-1',
      purpose,
      passphrase: bmpPassphrase(passphrase),
      salt: octets(salt),
      iterations,
      length: expected.length / 2,
    });
    expect(hex(derived)).toBe(expected);
  });

  it('reads a passphrase as UTF-16 with its end, and an empty one as nothing too', () => {
    expect(hex(bmpPassphrase('Aé🔐'))).toBe('004100e9d83ddd100000');
    expect(passphraseForms('').map(({ bmp }) => bmp.length)).toEqual([2, 0]);
    expect(passphraseForms('x')).toHaveLength(1);
  });

  it('stops before it spends more than a file may', () => {
    const budget = new IterationBudget();
    budget.spend(9_000_000);
    const code = (body: () => void): string => {
      try {
        body();
        return '';
      } catch (thrown) {
        return errorCode(thrown);
      }
    };
    expect(code(() => budget.spend(600_000, 3))).toBe('limit');
    expect(code(() => new IterationBudget().spend(0))).toBe('malformed-pfx');
  });
});
