import * as fc from 'fast-check';
import { type Bytes, latin1Bytes } from '../../../shared/base/bytes';
import { decodedText } from '../../../shared/mime/charset';
import { decodedBody, type Entity, looksLikeMessage, parseEntity } from '../../../shared/mime/entity';
import { attachmentsOf, inlineParts, shownHtml, shownText } from '../../../shared/mime/shown-text';
import { codeOf } from './octets';

/** Everything a reader of the tree may ask of an entity. */
function readAll(octets: Bytes): void {
  const visit = (e: Entity): void => {
    decodedBody(e);
    decodedText(e);
    e.children.forEach(visit);
  };
  const root = parseEntity(octets);
  visit(root);
  shownText(root);
  shownHtml(root);
  attachmentsOf(root);
  inlineParts(root);
  looksLikeMessage(octets);
}

function rangesHold(e: Entity): boolean {
  if (e.start > e.bodyStart || e.bodyStart > e.end || e.end > e.source.length) return false;
  let past = e.bodyStart;
  return e.children.every((child) => {
    if (child.source !== e.source) return rangesHold(child);
    const inside = child.start >= past && child.end <= e.end;
    past = child.end;
    return inside && rangesHold(child);
  });
}

const PIECES = [
  '\r\n',
  '\n',
  '\r',
  ' ',
  '\t',
  '--',
  '--b',
  '--b--',
  '--bb',
  '\0',
  '\xff',
  '\xc3\xa9',
  'text',
  '=',
  '=3D',
  'QUJD',
  '<p>',
  ':',
  'From x',
  'A: b',
  'Content-Type: ',
  'text/plain',
  'text/html',
  'multipart/mixed',
  'multipart/alternative',
  'multipart/related',
  'multipart/signed',
  'message/rfc822',
  'multipart/digest',
  '; boundary=b',
  '; boundary="bb"',
  '; charset=utf-16le',
  '; charset=x',
  "; name*0*=utf-8''%",
  'Content-Transfer-Encoding: ',
  'base64',
  'quoted-printable',
  'x-uuencode',
  'begin 644 x',
  'Content-Disposition: attachment; filename="',
  '=?utf-8?b?',
  '?=',
  '\ufeff',
].map((piece) => latin1Bytes(piece));

const mailLike = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 60 })
  .map((pieces) => Uint8Array.from(pieces.flatMap((piece) => [...piece])));

describe('any octets', () => {
  it('parse to a tree whose ranges hold, and can be read to the end', () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((random) => new Uint8Array(random)),
      mailLike,
    );
    fc.assert(
      fc.property(octets, (input) => {
        expect([undefined, 'limit']).toContain(codeOf(() => readAll(input)));
        expect(rangesHold(parseEntity(input))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('parse alike wherever they are cut', () => {
    fc.assert(
      fc.property(mailLike, fc.nat(400), (input, length) => rangesHold(parseEntity(input.slice(0, length)))),
      { numRuns: 500 },
    );
  });
});
