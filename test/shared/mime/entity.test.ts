import { toBase64 } from '../../../shared/base/base64';
import { concat, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { LIMITS } from '../../../shared/base/limits';
import {
  bodyOctets,
  decodedBody,
  type Entity,
  entityOctets,
  looksLikeMessage,
  parseEntity,
} from '../../../shared/mime/entity';
import { codeOf, lines, text } from './octets';

const types = (e: Entity): unknown =>
  e.children.length === 0 ? e.contentType.value : [e.contentType.value, ...e.children.map(types)];

const SIGNED = lines(
  'From: a@b.example',
  'Content-Type: multipart/signed; boundary="outer"; micalg=sha-256',
  '',
  'preamble',
  '--outer',
  'Content-Type: multipart/mixed; boundary="outer-inner"',
  '',
  '--outer-inner',
  '',
  'text  ',
  '--outer-inner--',
  '',
  '--outer',
  'Content-Type: application/pkcs7-signature',
  'Content-Transfer-Encoding: base64',
  '',
  'AQID',
  '--outer--',
  'epilogue',
);

describe('entity tree', () => {
  it('gives the signed part exactly as received: between the delimiter lines, less the last line break', () => {
    const [content, signature] = parseEntity(SIGNED).children as [Entity, Entity];
    expect(text(entityOctets(content))).toBe(
      'Content-Type: multipart/mixed; boundary="outer-inner"\r\n\r\n--outer-inner\r\n\r\ntext  \r\n--outer-inner--\r\n',
    );
    expect([...decodedBody(signature)]).toEqual([1, 2, 3]);
  });

  it('shares its octets with the source', () => {
    const root = parseEntity(SIGNED);
    expect(root.children[0]?.source).toBe(SIGNED);
    expect(entityOctets(root).buffer).toBe(SIGNED.buffer);
  });

  it('keeps nested boundaries apart where one begins with the other', () => {
    expect(types(parseEntity(SIGNED))).toEqual([
      'multipart/signed',
      ['multipart/mixed', 'text/plain'],
      'application/pkcs7-signature',
    ]);
  });

  it('reads a text without any field as text/plain, 7bit', () => {
    const e = parseEntity(utf8Bytes('just text'));
    expect([e.contentType.value, e.transferEncoding, text(bodyOctets(e))]).toEqual(['text/plain', '7bit', 'just text']);
    expect(parseEntity(new Uint8Array(0))).toMatchObject({ start: 0, bodyStart: 0, end: 0, defects: [] });
  });

  it('presets message/rfc822 in a digest (RFC 2046 5.1.5)', () => {
    const digest = lines('Content-Type: multipart/digest; boundary=b', '', '--b', '', 'Subject: x', '', 'y', '--b--');
    expect(types(parseEntity(digest))).toEqual(['multipart/digest', ['message/rfc822', 'text/plain']]);
    expect(parseEntity(digest).children[0]?.children[0]?.header.first('subject')).toBe('x');
  });

  it('reads the message inside message/rfc822, in place or decoded', () => {
    const inner = lines('Subject: x', '', 'y');
    const plain = parseEntity(concat([lines('Content-Type: message/rfc822', ''), inner]));
    expect(plain.children[0]).toMatchObject({ source: plain.source, start: plain.bodyStart });
    const encoded = lines('Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', toBase64(inner));
    expect(text(entityOctets(parseEntity(encoded).children[0] as Entity))).toBe(text(inner));
  });

  it.each([
    ['nonsense', 'text/plain'],
    ['text', 'text/plain'],
    ['text/', 'text/plain'],
    ['a b/c', 'text/plain'],
    ['Image/PNG', 'image/png'],
  ])('reads Content-Type %j as %j (RFC 2045 5.2)', (value, expected) => {
    expect(parseEntity(lines(`Content-Type: ${value}`, '', '')).contentType.value).toBe(expected);
  });

  it.each<[string, readonly string[]]>([
    ['Content-Type: nonsense', ['malformed-content-type']],
    ['Content-Type: text/plain\r\nContent-Type: text/html', ['duplicate-field']],
    ['Content-Transfer-Encoding: x-weird', ['unknown-transfer-encoding']],
    ['Content-Type: multipart/mixed', ['boundary-missing']],
    ['Content-Type: multipart/mixed; boundary="  "', ['boundary-missing']],
    ['Content-Type: multipart/mixed; boundary=x', ['no-parts']],
    ['Content-Type: multipart/mixed; boundary=b', ['closing-delimiter-missing']],
    [
      'Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64',
      ['encoded-multipart', 'closing-delimiter-missing'],
    ],
    ['A: b\r\nbad', ['malformed-header-line']],
  ])('notes what it read past: %j', (header, defects) => {
    expect(parseEntity(lines(header, '', '--b', '', 'x')).defects).toEqual(defects);
  });

  it('lets the first of two Content-Types count', () => {
    expect(parseEntity(lines('Content-Type: image/png', 'Content-Type: text/plain', '')).contentType.value).toBe(
      'image/png',
    );
  });

  it('finds boundaries in 8-bit octets and with spaces at their end', () => {
    const eightBit = latin1Bytes('Content-Type: multipart/mixed; boundary="\xe4"\r\n\r\n--\xe4\r\n\r\nx\r\n--\xe4--');
    const spaces = utf8Bytes(
      'Content-Type: multipart/mixed; boundary="b  "\r\n\r\n--b  \r\n\r\nx\r\n--b \r\ny\r\n--b  --',
    );
    const trimmed = utf8Bytes('Content-Type: multipart/mixed; boundary="b "\r\n\r\n--b\r\n\r\nx\r\n--b--');
    for (const octets of [eightBit, spaces, trimmed]) expect(parseEntity(octets).children).toHaveLength(1);
  });

  it('reads past a byte order mark', () => {
    const octets = concat([Uint8Array.of(0xef, 0xbb, 0xbf), lines('Subject: x', '', 'y')]);
    expect(parseEntity(octets).header.first('subject')).toBe('x');
  });

  it('takes the file name of the disposition before that of the type', () => {
    const e = parseEntity(
      lines('Content-Type: a/b; name="n.txt"', 'Content-Disposition: Attachment; filename="f.txt"', ''),
    );
    expect([e.filename, e.disposition?.value]).toEqual(['f.txt', 'attachment']);
    expect(parseEntity(lines('Content-Type: a/b; name="n.txt"', '')).filename).toBe('n.txt');
  });
});

describe('delimiter lines with text behind them', () => {
  const body = ['--b and more', '', 'one', '--b\tmore', '', 'two'];

  it('count where no part is found without them, and are a defect', () => {
    const e = parseEntity(
      lines('Content-Type: multipart/mixed; boundary=b', '', ...body, '--b-- and more', 'epilogue'),
    );
    expect(e.children.map((part) => text(entityOctets(part)))).toEqual(['\r\none', '\r\ntwo']);
    expect(e.defects).toEqual(['loose-delimiter']);
  });

  it('are text where one part is found without them', () => {
    const e = parseEntity(lines('Content-Type: multipart/mixed; boundary=b', '', '--b', '', ...body, '--b--'));
    expect(e.children).toHaveLength(1);
    expect(e.defects).toEqual([]);
  });

  it('are never those of another boundary that begins alike', () => {
    const e = parseEntity(lines('Content-Type: multipart/mixed; boundary=b', '', '--bc and more', '', 'x', '--b-x'));
    expect(e.defects).toEqual(['no-parts']);
  });

  it('may end with the message', () => {
    const e = parseEntity(latin1Bytes('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b x\n\none\n--b-- x'));
    expect(e.children.map((part) => text(entityOctets(part)))).toEqual(['\none']);
  });
});

describe('limits of the tree', () => {
  it('leaves unread what is nested too deep, and says so', () => {
    let octets = lines('', 'core');
    for (let i = 0; i < LIMITS.mimeDepth + 5; i++) {
      octets = concat([
        lines(`Content-Type: multipart/mixed; boundary=b${i}`, '', `--b${i}`),
        octets,
        lines('', `--b${i}--`),
      ]);
    }
    let e = parseEntity(octets);
    let depth = 0;
    for (; e.children[0]; depth++) e = e.children[0];
    expect([depth, e.defects]).toEqual([LIMITS.mimeDepth, ['nested-too-deep']]);
  });

  it('leaves unread encoded messages that come to too many octets together, and says so', () => {
    const limits = LIMITS as { nestedMessageOctets: number };
    const kept = jest.replaceProperty(limits, 'nestedMessageOctets', 2_500);
    const nested = 'Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';
    let e = parseEntity(latin1Bytes(`${nested.repeat(10)}Subject: x\r\n\r\n${'x'.repeat(500)}`));
    let depth = 0;
    for (; e.children[0]; depth++) e = e.children[0];
    kept.restore();
    expect([depth, e.defects]).toEqual([2, ['nested-too-large']]);
  });

  it('refuses too many parts', () => {
    const octets = concat([
      lines('Content-Type: multipart/mixed; boundary=b', ''),
      lines(...Array<string>(LIMITS.mimeParts + 1).fill('--b\r\n')),
    ]);
    expect(codeOf(() => parseEntity(octets))).toBe('limit');
  });
});

describe('sniffing', () => {
  it.each(['Subject: x\r\n\r\ny', 'From a@b Mon\nReceived: x\n\n', 'X-A: b\r\nContent-Type: text/plain\r\n\r\n'])(
    '%j is a message',
    (octets) => expect(looksLikeMessage(utf8Bytes(octets))).toBe(true),
  );

  it.each([
    '-----BEGIN PKCS7-----\nMIIB',
    'Certificate:\n    Data:\n',
    'MIIBAAAA',
    '0\x82\x01\x02',
    '',
    'hello: world\n\nx',
  ])('%j is none', (octets) => expect(looksLikeMessage(latin1Bytes(octets))).toBe(false));
});
