import * as fc from 'fast-check';
import { encodedLinesLength, encodeLines } from '../../../shared/base/base64';
import { Base64Writer } from '../../../shared/base/base64-writer';
import { concat, latin1Bytes, latin1Text } from '../../../shared/base/bytes';

describe('the base64 writer', () => {
  it('makes of pieces what it makes of the whole', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 130 }), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, fc.constantFrom('', 'A: b\r\n\r\n'), (parts, header) => {
        const whole = concat(parts);
        const writer = new Base64Writer(header, whole.length);
        for (const part of parts) writer.write(part);
        const expected = new Uint8Array(encodedLinesLength(whole.length));
        encodeLines(whole, expected, 0);
        expect(latin1Text(writer.end())).toBe(latin1Text(concat([latin1Bytes(header), expected])));
      }),
    );
  });

  it('gives back what it takes, where the engine can', () => {
    const parts = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
    const writer = new Base64Writer('', 4);
    const given = parts.map((part) => ({ transfer: jest.fn(), part }));
    for (const { transfer, part } of given) writer.take(Object.defineProperty(part, 'buffer', { value: { transfer } }));
    expect(latin1Text(writer.end())).toBe('AQIDBA==\r\n');
    for (const { transfer } of given) expect(transfer).toHaveBeenCalledWith(0);
  });
});
