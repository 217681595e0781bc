import * as fc from 'fast-check';
import type * as Base64 from '../../../shared/base/base64';
import { decodeBase64, encodedLinesLength, encodeLines } from '../../../shared/base/base64';
import { base64Kernel } from '../../../shared/base/base64-kernel';
import { latin1Bytes, latin1Text } from '../../../shared/base/bytes';

/** The same module where the engine has no WebAssembly. */
function withoutKernel(): typeof Base64 {
  const { WebAssembly } = globalThis;
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  try {
    let loaded: typeof Base64 | undefined;
    jest.isolateModules(() => {
      loaded = jest.requireActual<typeof Base64>('../../../shared/base/base64');
      loaded.encodeLines(new Uint8Array(1 << 15), new Uint8Array(1 << 16), 0);
    });
    return loaded as typeof Base64;
  } finally {
    Object.defineProperty(globalThis, 'WebAssembly', { value: WebAssembly, configurable: true, writable: true });
  }
}

const plain = withoutKernel();
const BIG = 1 << 14;
const sample = (length: number): Uint8Array<ArrayBuffer> => {
  let state = length;
  return new Uint8Array(length).map(() => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16);
};
const encoded = (octets: Uint8Array): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(encodedLinesLength(octets.length));
  expect(encodeLines(octets, out, 0)).toBe(out.length);
  return out;
};
const same = (text: Uint8Array): void => {
  const [ours, theirs] = [decodeBase64(text), plain.decodeBase64(text)];
  expect(ours.clean).toBe(theirs.clean);
  expect(Buffer.compare(ours.octets, theirs.octets)).toBe(0);
};

describe('the base64 kernel', () => {
  it('works in this engine, so that these tests ask it', () => {
    expect(base64Kernel()).toBeDefined();
  });

  it.each([BIG, BIG + 1, BIG + 56, 57 * 4_608, 57 * 4_608 + 1, 57 * 9_216 + 40, 1_000_000])(
    'writes of %d octets what is written without it, and what others write',
    (length) => {
      const octets = sample(length);
      const text = encoded(octets);
      const expected = new Uint8Array(text.length);
      plain.encodeLines(octets, expected, 0);
      expect(Buffer.compare(text, expected)).toBe(0);
      expect(latin1Text(text)).toBe(
        Buffer.from(octets)
          .toString('base64')
          .replace(/(.{1,76})/g, '$1\r\n'),
      );
      const { octets: back, clean } = decodeBase64(text);
      expect(clean).toBe(true);
      expect(Buffer.compare(back, octets)).toBe(0);
    },
  );

  it('writes nothing behind what it writes', () => {
    const octets = sample(57 * 300);
    const length = encodedLinesLength(octets.length);
    const out = new Uint8Array(length + 20).fill(7);
    expect(encodeLines(octets, out, 10)).toBe(length + 10);
    expect([...out.subarray(0, 10), ...out.subarray(length + 10)]).toEqual(new Array(20).fill(7));
  });

  it.each([
    ['line feeds alone', '\n', 76],
    ['lines of 64 characters', '\r\n', 64],
    ['lines of 75, in the middle of a group', '\r\n', 75],
    ['carriage returns alone', '\r', 76],
    ['spaces in front of line ends', ' \r\n', 76],
    ['no lines', '', 1 << 20],
  ])('reads %s as it is read without it', (_, lineEnd, columns) => {
    const text = Buffer.from(sample(90_000)).toString('base64');
    const lines = text.match(new RegExp(`.{1,${Math.min(columns, 65_000)}}`, 'g')) ?? [];
    same(latin1Bytes(lines.join(lineEnd)));
  });

  it('tells each of the 256 octets from the alphabet, at each place of a block, as it is done without it', () => {
    const text = latin1Text(encoded(sample(2 * BIG)));
    for (let octet = 0; octet < 256; octet++) {
      const at = 20_000 + (octet % 97);
      same(latin1Bytes(text.slice(0, at) + String.fromCharCode(octet) + text.slice(at + 1)));
    }
  });

  it('reads whatever is put into base64 as it is read without it', () => {
    const text = latin1Text(encoded(sample(3 * BIG)));
    const place = fc.nat({ max: text.length });
    const strange = fc.constantFrom('=', '==', '\r', '\n', '\r\n', ' ', '-', '\u00ff', '\0', 'A', 'AB', '*\r\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(place, strange), { maxLength: 6 }), (insertions) => {
        let changed = text;
        for (const [at, what] of insertions) changed = changed.slice(0, at) + what + changed.slice(at);
        same(latin1Bytes(changed));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps nothing of what went through it', () => {
    const memories: Uint8Array[] = [];
    const set = jest.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (this: Uint8Array, part, at) {
      set.mockRestore();
      memories.push(this);
      this.set(part, at);
    });
    encoded(sample(57 * 5_000));
    set.mockRestore();
    decodeBase64(encoded(sample(500_000)));
    expect(memories).toHaveLength(1);
    expect(memories[0]?.length).toBe(11 << 16);
    expect(memories[0]?.every((octet) => octet === 0)).toBe(true);
  });
});
