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
});
