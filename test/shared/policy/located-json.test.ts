import fc from 'fast-check';
import { isJsonFault, locateJson, positionOf, type JsonNode } from '../../../shared/policy/located-json';

/** The value without its places. */
function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case 'null':
      return null;
    case 'list':
      return node.items.map(plain);
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, plain(value)]));
    default:
      return node.value;
  }
}

const read = (text: string): unknown => {
  const node = locateJson(text);
  return isJsonFault(node) ? node : plain(node);
};

describe('JSON with places', () => {
  it('is read as the engine reads it', () => {
    const anything = fc.jsonValue({ maxDepth: 5 });
    fc.assert(
      fc.property(anything, fc.constantFrom(0, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(JSON.stringify(read(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('is refused where the engine refuses it', () => {
    const damaged = fc
      .tuple(
        fc.jsonValue({ maxDepth: 3 }),
        fc.nat(60),
        fc.constantFrom('', ',', '"', '}', ']', '\\', '0', 'x', '\n', ':'),
      )
      .map(([value, at, put]) => {
        const text = JSON.stringify(value);
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + put + text.slice(cut + 1);
      });
    const isDuplicate = (one: unknown): boolean => (one as { code?: unknown } | null)?.code === 'duplicate-key';
    fc.assert(
      fc.property(damaged, (text) => {
        const node = locateJson(text);
        let isRead = true;
        try {
          JSON.parse(text);
        } catch {
          isRead = false;
        }
        if (!isDuplicate(node)) expect([text, !isJsonFault(node)]).toEqual([text, isRead]);
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });

  it.each([
    ['{"a": 1,}', { code: 'syntax', at: 8 }],
    ['{"a": 1 "b": 2}', { code: 'syntax', at: 8 }],
    ['[1, 2', { code: 'syntax', at: 5 }],
    ['{"a": "line\n"}', { code: 'syntax', at: 6 }],
    ['{"a": // no\n 1}', { code: 'syntax', at: 6 }],
    ['{} {}', { code: 'syntax', at: 3 }],
    ['', { code: 'syntax', at: 0 }],
    ['01', { code: 'syntax', at: 1 }],
    ['{"a": 1, "a": 2}', { code: 'duplicate-key', at: 9, name: 'a' }],
    ['{"a": 1, "\\u0061": 2}', { code: 'duplicate-key', at: 9, name: 'a' }],
    ['['.repeat(17) + ']'.repeat(17), { code: 'too-deep', at: 16 }],
    ['['.repeat(100_000), { code: 'too-deep', at: 16 }],
  ])('says what is wrong and where: %.20j', (text, fault) => {
    expect(read(text)).toMatchObject(fault);
  });

  it('passes over a byte order mark', () => {
    expect(read('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it('counts lines by LF, CR LF and CR, and columns from 1', () => {
    const text = 'a\nb\r\nc\rdd';
    expect(positionOf(text, 0)).toEqual({ line: 1, column: 1 });
    expect(positionOf(text, text.indexOf('c'))).toEqual({ line: 3, column: 1 });
    expect(positionOf(text, text.length - 1)).toEqual({ line: 4, column: 2 });
  });
});
