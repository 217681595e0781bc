import { toBase64 } from '../../../shared/base/base64';
import { hex, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { LIMITS } from '../../../shared/base/limits';
import { type Contact } from '../../../shared/contacts/contact';
import { looksLikeLdif, readLdif } from '../../../shared/contacts/ldif';

const OCTETS = Uint8Array.from({ length: 120 }, (_, i) => (i * 41) % 256);
const BASE64 = toBase64(OCTETS);
const folded = (text: string): string => (text.match(/.{1,60}/g) ?? []).join('\n ');

const record = (...lines: readonly string[]): string =>
  ['dn: cn=Bob,dc=signet,dc=example', 'cn: Bob', 'mail: bob@signet.example', ...lines, ''].join('\n');
const read = (text: string): readonly Contact[] => readLdif(utf8Bytes(text));

describe('certificates are read', () => {
  it.each([
    ['userCertificate;binary', `userCertificate;binary:: ${BASE64}`],
    ['userCertificate without its option', `userCertificate:: ${BASE64}`],
    ['userSMIMECertificate', `userSMIMECertificate:: ${BASE64}`],
    ['cACertificate', `cACertificate;binary:: ${BASE64}`],
    ['any case of letters, and more options', `USERCERTIFICATE;BINARY;x-old:: ${BASE64}`],
    ['lines that are folded', folded(`userCertificate;binary:: ${BASE64}`)],
    ['a value on the line after its name', `userCertificate;binary::\n ${BASE64}`],
  ])('of %s', (_, lines) => {
    const [contact] = read(`version: 1\n\n${record(lines)}`);
    expect(contact).toMatchObject({ name: 'Bob', addresses: ['bob@signet.example'], elsewhere: 0, unreadable: 0 });
    expect(contact?.certificates.map(hex)).toEqual([hex(OCTETS)]);
  });

  it('of every value of every record, with lines ended by CRLF', () => {
    const line = `userCertificate;binary:: ${BASE64}`;
    const found = read(`${record(line, line)}\n${record(line)}`.replaceAll('\n', '\r\n'));
    expect(found.map(({ certificates }) => certificates.length)).toEqual([2, 1]);
  });

  it('with names in base64, and the distinguished name where there is no other', () => {
    const name = toBase64(utf8Bytes('Bob Müller'));
    expect(read(`dn: x\ncn:: ${name}\nuserCertificate:: ${BASE64}`)[0]?.name).toBe('Bob Müller');
    expect(read(`dn: cn=Bob\nuserCertificate:: ${BASE64}`)[0]?.name).toBe('cn=Bob');
  });
});

describe('what is no certificate', () => {
  it('at a URL is counted and not fetched', () => {
    const [contact] = read(record('userCertificate;binary:< file:///etc/passwd'));
    expect(contact).toMatchObject({ certificates: [], elsewhere: 1 });
  });

  it('in broken base64 is counted, and keeps no other out', () => {
    const [contact] = read(record('userCertificate:: ***', `userCertificate:: ${BASE64}`));
    expect(contact).toMatchObject({ unreadable: 1 });
    expect(contact?.certificates).toHaveLength(1);
  });

  it('in a comment, folded or not, is none', () => {
    expect(read(record(`# userCertificate:: ${BASE64}`, '# a comment', ` userCertificate:: ${BASE64}`))).toEqual([]);
  });

  it('in a record that deletes, modifies or renames is none', () => {
    for (const change of ['delete', 'modify', 'modrdn']) {
      expect(read(`dn: x\nchangetype: ${change}\nuserCertificate:: ${BASE64}\n`)).toEqual([]);
    }
    expect(read(`dn: x\nchangetype: add\nuserCertificate:: ${BASE64}\n`)).toHaveLength(1);
  });

  it('leaves a record without any out', () => {
    expect(read(record('telephoneNumber: 1'))).toEqual([]);
  });
});

it('is known by its beginning, whatever stands in comments', () => {
  const looks = (text: string): boolean => looksLikeLdif(latin1Bytes(text));
  expect(looks('# exported\n# by\n\nversion: 1\n')).toBe(true);
  expect(looks('dn: cn=x\n')).toBe(true);
  expect(looks('DN:: eA==\n')).toBe(true);
  expect(looks('-----BEGIN CERTIFICATE-----\n')).toBe(false);
  expect(looks('')).toBe(false);
});

it('is read up to a number of values of one record, and of records', () => {
  const [contact] = read(record(...Array<string>(LIMITS.contactCertificates + 3).fill(`userCertificate:: MAA=`)));
  expect(contact?.certificates).toHaveLength(LIMITS.contactCertificates);
  const many = 'dn: x\nuserCertificate:: MAA=\n\n'.repeat(LIMITS.contacts + 3);
  expect(read(many)).toHaveLength(LIMITS.contacts);
});
