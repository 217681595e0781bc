import { deflateSync } from 'node:zlib';
import { type Bytes, concat, utf8Bytes } from '../../../shared/base/bytes';
import { inflateZlib } from '../../../shared/base/inflate';

const deflated = (octets: Uint8Array, level = 9): Bytes => new Uint8Array(deflateSync(octets, { level }));
const TEXT = utf8Bytes('The quick brown fox jumps over the lazy dog. '.repeat(3));
const ROOMY = 1 << 27;

describe('a zlib stream', () => {
  it.each([0, 1, 9])('gives what was put in, whatever its size (level %d)', (level) => {
    for (const size of [0, 1, 5551, 5553, 1 << 14, (1 << 20) + 7]) {
      const octets = new Uint8Array(size).map((_, i) => (i * i * 31 + (i >> 9)) & 0xff);
      const stream = deflated(octets, level);
      expect(Buffer.compare(inflateZlib(stream, ROOMY) as Bytes, octets)).toBe(0);
    }
  });

  it('may come to the limit and not to one octet more', () => {
    expect(inflateZlib(deflated(TEXT), TEXT.length)).toEqual(TEXT);
    expect(inflateZlib(deflated(TEXT), TEXT.length - 1)).toBe('limit');
  });

  it('is given up while it is inflated, not after', () => {
    const bomb = deflated(new Uint8Array(1 << 28));
    const before = process.memoryUsage().arrayBuffers;
    expect(inflateZlib(bomb, 1 << 20)).toBe('limit');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 27);
  });

  it('is malformed when it is cut off, altered or followed by something', () => {
    const stream = deflated(TEXT);
    for (let end = 0; end < stream.length; end++) expect(inflateZlib(stream.subarray(0, end), ROOMY)).toBe('malformed');
    for (let at = 0; at < stream.length; at++) {
      const copy = stream.slice();
      copy[at] = (copy[at] as number) ^ 1;
      expect(inflateZlib(copy, ROOMY)).toBe('malformed');
    }
    expect(inflateZlib(concat([stream, Uint8Array.of(0)]), ROOMY)).toBe('malformed');
  });

  it('is malformed with a preset dictionary', () => {
    const stream = new Uint8Array(deflateSync(TEXT, { dictionary: Buffer.from('quick brown fox') }));
    expect(inflateZlib(stream, ROOMY)).toBe('malformed');
  });
});
