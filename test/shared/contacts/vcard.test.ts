import { toBase64 } from '../../../shared/base/base64';
import { concat, hex, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { LIMITS } from '../../../shared/base/limits';
import { type Contact } from '../../../shared/contacts/contact';
import { encodeVcard, looksLikeVcard, readVcards, mainAddress } from '../../../shared/contacts/vcard';

const OCTETS = Uint8Array.from({ length: 90 }, (_, i) => (i * 37) % 256);
const BASE64 = toBase64(OCTETS);

const card = (version: string, ...lines: readonly string[]): string =>
  ['BEGIN:VCARD', `VERSION:${version}`, 'FN:Bob Müller', 'EMAIL:bob@signet.example', ...lines, 'END:VCARD', ''].join(
    '\r\n',
  );
const read = (text: string): readonly Contact[] => readVcards(utf8Bytes(text));
const keysOf = (text: string): readonly string[] => read(text).flatMap(({ certificates }) => certificates.map(hex));

/** At 40 characters, each further line with `indent` in front. */
const folded = (text: string, indent: string): string => (text.match(/.{1,40}/g) ?? []).join(`\r\n${indent}`);

describe('a key is read', () => {
  it.each([
    ['in base64 of 3.0', '3.0', `KEY;TYPE=X509;ENCODING=b:${BASE64}`],
    ['folded', '3.0', folded(`KEY;ENCODING=B;TYPE=X509:${BASE64}`, ' ')],
    ['folded by a tab', '3.0', folded(`KEY;ENCODING=B:${BASE64}`, '\t')],
    ['in base64 of 2.1, with a blank line behind it', '2.1', `KEY;X509;BASE64:\r\n ${folded(BASE64, ' ')}\r\n`],
    [
      'in base64 of 2.1 whose lines begin with nothing',
      '2.1',
      `KEY;X509;ENCODING=BASE64:\r\n${folded(BASE64, '')}\r\n`,
    ],
    ['as a data URI of 4.0', '4.0', `KEY:data:application/pkix-cert;base64,${BASE64}`],
    ['as a data URI with its comma escaped', '4.0', `KEY;MEDIATYPE=application/pkix-cert:data:;base64\\,${BASE64}`],
    ['of a group', '4.0', `item1.KEY;PREF=1:data:application/pkix-cert;base64,${BASE64}`],
    ['behind a quoted parameter with a colon', '4.0', `KEY;ALTID="a:b;c":data:x/y;base64,${BASE64}`],
    ['in lower case', '3.0', `key;type=x509;encoding=b:${BASE64}`],
  ])('%s', (_, version, line) => {
    expect(keysOf(card(version, line))).toEqual([hex(OCTETS)]);
  });

  it('in quoted-printable, over soft line breaks', () => {
    const text = '-----BEGIN CERTIFICATE-----\r\nMIIB=\r\n-----END CERTIFICATE-----\r\n';
    const encoded = text.replaceAll('=', '=3D').replaceAll('\r\n', '=0D=0A=\r\n');
    expect(keysOf(card('2.1', `KEY;X509;QUOTED-PRINTABLE:${encoded}`))).toEqual([hex(latin1Bytes(text))]);
  });

  it('as text, its line ends escaped', () => {
    expect(keysOf(card('3.0', 'KEY:one\\ntwo'))).toEqual([hex(latin1Bytes('one\ntwo'))]);
  });

  it.each([
    ['a mark of UTF-8', (text: string) => concat([Uint8Array.of(0xef, 0xbb, 0xbf), utf8Bytes(text)])],
    [
      'UTF-16, low octet first',
      (text: string) =>
        concat([Uint8Array.of(0xff, 0xfe), new Uint8Array(Uint16Array.from(text, (one) => one.charCodeAt(0)).buffer)]),
    ],
    ['Latin-1', (text: string) => latin1Bytes(text)],
    ['bare LF', (text: string) => utf8Bytes(text.replaceAll('\r\n', '\n'))],
    ['bare CR', (text: string) => utf8Bytes(text.replaceAll('\r\n', '\r'))],
  ])('from a file in %s', (_, encode) => {
    const octets = encode(card('3.0', `KEY;ENCODING=b:${BASE64}`));
    expect(looksLikeVcard(octets)).toBe(true);
    const [contact] = readVcards(octets);
    expect([contact?.name, contact?.addresses]).toEqual(['Bob Müller', ['bob@signet.example']]);
    expect(contact?.certificates.map(hex)).toEqual([hex(OCTETS)]);
  });
});

describe('a card', () => {
  it('without key is passed over, as are OpenPGP keys', () => {
    expect(read(card('3.0') + card('3.0', `KEY;TYPE=PGP;ENCODING=b:${BASE64}`))).toEqual([]);
    expect(read(card('4.0', `KEY:data:application/pgp-keys;base64,${BASE64}`))).toEqual([]);
  });

  it('that names a place fetches nothing and says so', () => {
    const [contact] = read(card('4.0', 'KEY;MEDIATYPE=application/pkix-cert:https://evil.example/bob.cer'));
    expect(contact).toMatchObject({ certificates: [], elsewhere: 1, unreadable: 0 });
  });

  it('whose key is no base64 keeps its other key', () => {
    const [contact] = read(card('3.0', 'KEY;ENCODING=b:***', `KEY;ENCODING=b:${BASE64}`));
    expect(contact).toMatchObject({ unreadable: 1 });
    expect(contact?.certificates).toHaveLength(1);
  });

  it('is read up to a number of keys', () => {
    const [contact] = read(card('3.0', ...Array<string>(LIMITS.contactCertificates + 5).fill('KEY;ENCODING=b:MAA=')));
    expect(contact?.certificates).toHaveLength(LIMITS.contactCertificates);
  });

  it('reads names in quoted-printable, and the structured name where there is no other', () => {
    const text = 'BEGIN:VCARD\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller\nKEY;ENCODING=b:MAA=\nEND:VCARD';
    expect(read(text)[0]?.name).toBe('Müller');
  });

  it('that is cut off gives nothing, and none before it is lost', () => {
    const whole = card('3.0', `KEY;ENCODING=b:${BASE64}`);
    expect(read(whole + whole.slice(0, 60))).toHaveLength(1);
  });
});

it('a hostile file of one endless line, or of endless foldings, is read in no time', () => {
  const started = performance.now();
  for (const filling of [';', 'KEY;', ':', '"', '\r\n ', '=\r\n', 'A\r\n']) {
    read(`BEGIN:VCARD\r\nKEY;BASE64:${filling.repeat(300_000)}\r\nEND:VCARD`);
    read(`BEGIN:VCARD\r\nX;QUOTED-PRINTABLE:=\r\n${filling.repeat(300_000)}\r\nEND:VCARD`);
  }
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('what is written is read again, its lines at most 75 octets and never cut inside a character', () => {
  const contact = {
    name: `Bob, "the; ${'Ü'.repeat(80)}\\`,
    addresses: ['bob@signet.example', 'röbert@signet.example'],
    certificates: [OCTETS, OCTETS.slice(3)],
  };
  const text = encodeVcard(contact);
  expect(Math.max(...text.split('\r\n').map((line) => utf8Bytes(line).length))).toBeLessThanOrEqual(75);
  expect(read(text)).toEqual([{ ...contact, elsewhere: 0, unreadable: 0 }]);
});

describe('the address of a card', () => {
  it.each([
    ['EMAIL:a@b.example\r\nEMAIL;PREF=1:c@d.example', 'c@d.example'],
    ['EMAIL;TYPE=work:first@b.example\nEMAIL:second@b.example', 'first@b.example'],
    ['EMAIL;TYPE=internet:a@b.example\nEMAIL;TYPE="internet,pref":c@d.example', 'c@d.example'],
    ['EMAIL;INTERNET:a@b.example\nEMAIL;INTERNET;PREF:c@d.example', 'c@d.example'],
    ['item1.EMAIL;PREF=1;VALUE=TEXT:very.long@dom\r\n ain.example', 'very.long@domain.example'],
    ['FN:Nobody', undefined],
    ['EMAIL:', undefined],
  ])('is the preferred one, else the first: %j', (lines, expected) => {
    expect(mainAddress(`BEGIN:VCARD\r\n${lines}\r\nEND:VCARD`)).toBe(expected);
  });
});
