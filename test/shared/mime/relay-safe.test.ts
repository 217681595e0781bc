import { type Bytes, type CanonicalOctets, concat, equal, latin1Bytes, latin1Text } from '../../../shared/base/bytes';
import { composeEntity, isRelaySafe } from '../../../shared/mime/compose-mime';
import { bodyOctets, decodedBody, type Entity, parseEntity } from '../../../shared/mime/entity';
import { relaySafe } from '../../../shared/mime/relay-safe';

const canonical = (text: string): CanonicalOctets => latin1Bytes(text) as CanonicalOctets;

function safeLeaf(header: string, body: string): Entity {
  const octets = relaySafe(canonical(`${header}\r\n\r\n${body}`));
  expect(isRelaySafe(octets)).toBe(true);
  return parseEntity(octets);
}

const mixed = (...parts: readonly (string | Bytes)[]): CanonicalOctets =>
  concat([
    latin1Bytes('Content-Type: multipart/mixed; boundary="b"\r\n\r\nMultipart.\r\n'),
    ...parts.flatMap((part) => [
      latin1Bytes('--b\r\n'),
      typeof part === 'string' ? latin1Bytes(part) : part,
      latin1Bytes('\r\n'),
    ]),
    latin1Bytes('--b--\r\n'),
  ]) as CanonicalOctets;

describe('a part that a relay would change is encoded and decodes to the same octets', () => {
  it.each([
    ['white space at a line end', 'a \r\nb\t\r\n', 'quoted-printable'],
    ['white space at the very end', 'a ', 'quoted-printable'],
    ['a line that begins with From', 'a\r\nFrom here on\r\n', 'quoted-printable'],
    ['a line of over 998 octets', `${'a'.repeat(999)}\r\n`, 'quoted-printable'],
    ['a few octets of 8 bits', `Gr\u00fc\u00dfe an alle in Berlin\r\n`, 'quoted-printable'],
    ['many octets of 8 bits', '\u00e4\u00f6\u00fc\r\n', 'base64'],
    ['a signature separator', 'Hello\r\n-- \r\nAlice\r\n', 'quoted-printable'],
    ['a NUL', 'a\0b\r\n', 'quoted-printable'],
  ])('%s', (_, body, encoding) => {
    const part = safeLeaf('Content-Type: text/plain; charset=iso-8859-1; format=flowed', body);
    expect(part.transferEncoding).toBe(encoding);
    expect(latin1Text(decodedBody(part))).toBe(body);
    expect([...part.contentType.parameters]).toEqual([
      ['charset', 'iso-8859-1'],
      ['format', 'flowed'],
    ]);
  });

  it('quoted-printable that leaves From at the beginning of a line', () => {
    const part = safeLeaf(
      'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable',
      'From M=C3=BCnchen\r\n',
    );
    expect(latin1Text(decodedBody(part))).toBe('From M\u00c3\u00bcnchen\r\n');
    expect(part.header.all('content-transfer-encoding')).toHaveLength(1);
  });

  it('a file of another type, as base64', () => {
    const part = safeLeaf('Content-Type: application/x-sh; name="run.sh"\r\nContent-ID: <1@x>', 'echo \r\n');
    expect([part.transferEncoding, part.filename, part.header.first('content-id')]).toEqual([
      'base64',
      'run.sh',
      '<1@x>',
    ]);
    expect(latin1Text(decodedBody(part))).toBe('echo \r\n');
  });
});

describe('an attached message', () => {
  const head = 'Content-Type: message/rfc822; name="=?utf-8?q?M=C3=BC?=.eml"\r\nContent-Disposition: attachment';

  it('that a relay would change becomes a file of its own octets', () => {
    const message = 'Subject: x\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe \r\n';
    const entity = relaySafe(mixed('Content-Type: text/plain\r\n\r\nsee below', `${head}\r\n\r\n${message}`));
    const [text, file] = parseEntity(entity).children;
    expect(isRelaySafe(entity)).toBe(true);
    expect(text && latin1Text(bodyOctets(text))).toBe('see below');
    expect([file?.contentType.value, file?.filename, file?.disposition?.value]).toEqual([
      'application/octet-stream',
      'M\u00fc.eml',
      'attachment',
    ]);
    expect(file && latin1Text(decodedBody(file))).toBe(message);
  });

  it('that no relay would change stays one, a line that begins with a dot in it', () => {
    const entity = mixed(`${head}\r\n\r\nSubject: x\r\n\r\n... and so on\r\n`);
    expect(relaySafe(entity)).toBe(entity);
  });
});

describe('what is left octet for octet', () => {
  it('is what is safe, to the very array', () => {
    const entity = composeEntity({ text: 'Gr\u00fc\u00dfe \n.\nFrom me\n', html: '<p>\u00e4</p>' });
    expect(relaySafe(entity)).toBe(entity);
  });

  it('is everything around the part that is not', () => {
    const [before, after] = ['Content-Type: text/plain\r\nX-A: 1\r\n\r\none', 'Content-Type: text/x; a=b\r\n\r\nthree'];
    const text = latin1Text(relaySafe(mixed(before, 'Content-Type: text/plain\r\n\r\ntwo ', after)));
    const [first, last] = latin1Text(mixed(before, '@', after)).split('@');
    expect([text.startsWith(first ?? '@'), text.endsWith(last ?? '@')]).toEqual([true, true]);
  });

  it('is what is signed or encrypted inside already, and what has an encoding that nobody knows', () => {
    const type = 'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary="s"';
    const signed = mixed(`${type}\r\n\r\n--s\r\n\r\nsigned \r\n--s\r\n\r\nx\r\n--s--`);
    const odd = canonical('Content-Type: text/plain\r\nContent-Transfer-Encoding: x-odd\r\n\r\nodd \r\n');
    expect([signed, odd].every((entity) => equal(relaySafe(entity), entity))).toBe(true);
  });
});
