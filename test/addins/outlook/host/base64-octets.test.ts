import { octetsOfBase64 } from '../../../../addins/outlook/host/base64-octets';
import { toBase64 } from '../../../../shared/index';

const octetsOf = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).map((_, i) => i * 7);

describe('base64 of a big attachment', () => {
  it.each([0, 1, 1000, 786_432, 786_433, 2_000_000])('gives back %i octets', async (length) => {
    const octets = octetsOf(length);
    expect(Buffer.compare((await octetsOfBase64(toBase64(octets))) ?? new Uint8Array(), octets)).toBe(0);
  });

  it.each(['***', `${'AAAA'.repeat(300_000)}*AAA`])('that is none is undefined', async (text) => {
    expect(await octetsOfBase64(text)).toBeUndefined();
  });

  it('lets others run meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await octetsOfBase64(toBase64(octetsOf(4_000_000)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});
