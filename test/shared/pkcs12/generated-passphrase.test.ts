import { generatePassphrase, PASSPHRASE_FORM } from '../../../shared/pkcs12/generated-passphrase';

describe('a generated passphrase', () => {
  it('is five groups of four letters that are not taken for others', () => {
    const made = Array.from({ length: 500 }, generatePassphrase);
    for (const one of made) expect(one).toMatch(PASSPHRASE_FORM);
    expect(new Set(made).size).toBe(500);
    expect(made.join('')).not.toMatch(/[ilo0-9A-Z]/);
  });

  it('uses each letter about as often as the others', () => {
    const letters = Array.from({ length: 2_000 }, generatePassphrase).join('').replaceAll('-', '');
    const counts = new Map<string, number>();
    for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(23);
    // 40,000 letters: 1739 of each, give or take 41; six of these are never seen by chance.
    for (const count of counts.values()) expect(Math.abs(count - letters.length / 23)).toBeLessThan(250);
  });

  it('passes over octets that would make some letters likelier', () => {
    const values = [255, 253, 252, 0, 22];
    const spy = jest.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      (array as Uint8Array)[0] = values.shift() ?? 1;
      return array;
    });
    expect(generatePassphrase()).toMatch(/^zaz/);
    spy.mockRestore();
  });
});
