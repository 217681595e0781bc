import * as fc from 'fast-check';
import { type Bytes, concat, equal, latin1Bytes } from '../../../shared/base/bytes';
import { composeEntity, composeMultipart } from '../../../shared/mime/compose-mime';
import { entityOctets, parseEntity } from '../../../shared/mime/entity';
import { rewritten } from './verbatim';

const LINE_BREAK = fc.constantFrom('\r\n', '\n');
const TEXT = fc.string({
  unit: fc.constantFrom('a', ' ', '-', '--b', '\t', ':', '\xe9', '=?q?', '\r\n', '\n', '\r'),
  maxLength: 40,
});
const FIELD = fc.constantFrom(
  'Subject: x',
  'X-Long: a\r\n b\r\n\tc',
  'X-Empty:',
  'no field at all',
  'Content-Disposition: attachment; filename="a"',
  'Content-Transfer-Encoding: base64',
);

/** Messages as mail has them: any line breaks, odd fields, preambles, epilogues, closing delimiters that lack. */
const messages = fc.letrec<{ readonly entity: string }>((tie) => ({
  entity: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc
      .tuple(fc.array(FIELD, { maxLength: 3 }), LINE_BREAK, TEXT)
      .map(([fields, eol, body]) => [...fields, '', body].join(eol)),
    fc
      .tuple(
        LINE_BREAK,
        fc.constantFrom('b', 'bb', 'b c'),
        TEXT,
        fc.array(tie('entity'), { maxLength: 3 }),
        fc.boolean(),
        TEXT,
      )
      .map(([eol, boundary, preamble, parts, closed, epilogue]) =>
        [
          `Content-Type: multipart/mixed; boundary="${boundary}"`,
          '',
          preamble,
          ...parts.flatMap((part) => [`--${boundary}`, part]),
          ...(closed ? [`--${boundary}--`, epilogue] : []),
        ].join(eol),
      ),
    fc.tuple(LINE_BREAK, tie('entity')).map(([eol, inner]) => ['Content-Type: message/rfc822', '', inner].join(eol)),
  ),
})).entity;

const isVerbatim = (octets: Bytes): boolean => equal(rewritten(parseEntity(octets)), octets);

describe('a message put together again from its tree', () => {
  it('is the same octets, whatever it is made of', () => {
    fc.assert(
      fc.property(messages, (text) => isVerbatim(latin1Bytes(text))),
      { numRuns: 1_000 },
    );
  });

  it('is the same octets where we composed it', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ maxLength: 50 }), (text, file) => {
        const attachment = { filename: 'a', contentType: 'application/octet-stream', octets: new Uint8Array(file) };
        return isVerbatim(composeEntity({ text, html: '<p>x</p>', attachments: [attachment] }));
      }),
      { numRuns: 100 },
    );
  });

  it('has its parts as they were put in', () => {
    fc.assert(
      fc.property(fc.array(messages, { minLength: 1, maxLength: 4 }), (texts) => {
        const parts = texts.map(latin1Bytes);
        const found = parseEntity(composeMultipart('mixed', parts)).children.map(entityOctets);
        expect(found).toHaveLength(parts.length);
        expect(equal(concat(found), concat(parts))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
