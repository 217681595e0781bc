import { certificatesOf, smimeaName } from '../../../addins/lookup/smimea';

const HUGH = 'c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6';

describe('the name of somebody’s SMIMEA records', () => {
  it('is the one that RFC 7929 and RFC 8162 compute', async () => {
    expect(await smimeaName('hugh@example.com')).toBe(`${HUGH}._smimecert.example.com`);
  });

  it('does not depend on quotes, nor on how the domain is spelled', async () => {
    expect(await smimeaName('"hugh"@Example.COM')).toBe(`${HUGH}._smimecert.example.com`);
    expect(await smimeaName('"h\\ugh"@example.com')).toBe(`${HUGH}._smimecert.example.com`);
    expect(await smimeaName('hugh@bücher.example')).toBe(`${HUGH}._smimecert.xn--bcher-kva.example`);
  });

  it('depends on the letters of the local part, their case with them', async () => {
    expect(await smimeaName('Hugh@example.com')).not.toContain(HUGH);
    expect(await smimeaName('jos\u00e9@example.com')).toBe(await smimeaName('jose\u0301@example.com'));
  });

  it.each(['', 'hugh', '@example.com', 'hugh@'])('is none for %j', async (address) => {
    expect(await smimeaName(address)).toBeUndefined();
  });
});

describe('SMIMEA records', () => {
  const data = (usage: number, selector: number, matching: number) => Uint8Array.of(usage, selector, matching, 0x30, 1);

  it.each([0, 1, 2, 3])('of usage %d give a whole certificate', (usage) => {
    expect(certificatesOf([data(usage, 0, 0)])).toEqual([Uint8Array.of(0x30, 1)]);
  });

  it.each([
    [3, 1, 0],
    [3, 0, 1],
    [3, 0, 2],
    [3, 1, 1],
    [4, 0, 0],
    [255, 0, 0],
  ])('of usage %d, selector %d and matching type %d give none', (usage, selector, matching) => {
    expect(certificatesOf([data(usage, selector, matching)])).toEqual([]);
  });

  it('that end too early give none, and keep no other out', () => {
    expect(certificatesOf([new Uint8Array(0), Uint8Array.of(3), Uint8Array.of(3, 0), data(1, 0, 0)])).toHaveLength(1);
  });
});
