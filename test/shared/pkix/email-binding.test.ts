import { contextTag, der, oid, sequence, setOf, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { utf8Bytes } from '../../../shared/base/bytes';
import { type Certificate, parseCertificate } from '../../../shared/pkix/certificate';
import { matchAddress } from '../../../shared/pkix/email-binding';
import { extension, TestCa } from '../../support/test-ca';

async function certificateFor(addresses: readonly string[], international?: string): Promise<Certificate> {
  const mailbox = (text: string) =>
    der(contextTag(0), oid(OID.smtpUtf8Mailbox), der(contextTag(0), der(TAG.utf8String, utf8Bytes(text))));
  const extra = international ? [extension(OID.subjectAltName, sequence(mailbox(international)))] : [];
  const root = await TestCa.create();
  return parseCertificate(
    (await root.issue({ commonName: 'a@cn.test', addresses, extraExtensions: extra })).certificate,
  );
}

describe('matching a certificate with an address', () => {
  it('compares domains without case, and local parts without ASCII case', async () => {
    const certificate = await certificateFor(['Alice@Example.test', 'second@example.test']);
    expect(matchAddress(certificate, 'alice@EXAMPLE.TEST')).toBe('match');
    expect(matchAddress(certificate, 'second@example.test')).toBe('match');
    expect(matchAddress(certificate, 'second@example.test.')).toBe('match');
  });

  it.each([
    'bob@example.test',
    'alice@example.test.evil',
    'alice@sub.example.test',
    'xalice@example.test',
    'alice',
    '@example.test',
    'alice@',
    '',
    '"Alice" <alice@example.test>',
    'alıce@example.test',
    'alice@example.test\0',
  ])('tells %j from alice@example.test', async (address) => {
    expect(matchAddress(await certificateFor(['alice@example.test']), address)).toBe('mismatch');
  });

  it('compares domains across IDNA forms', async () => {
    expect(matchAddress(await certificateFor(['bob@xn--bcher-kva.test']), 'bob@bücher.test')).toBe('match');
    expect(matchAddress(await certificateFor([], 'имя@Bücher.test'), 'имя@xn--bcher-kva.test')).toBe('match');
    expect(matchAddress(await certificateFor([], 'имя@bücher.test'), 'имя@bucher.test')).toBe('mismatch');
  });

  it('never takes the common name for an address', async () => {
    expect(matchAddress(await certificateFor([]), 'a@cn.test')).toBe('absent');
  });

  it('falls back to emailAddress of the subject where subjectAltName has none', async () => {
    const root = await TestCa.create();
    const attribute = (type: string, tag: number, text: string) =>
      setOf([sequence(oid(type), der(tag, utf8Bytes(text)))]);
    const subject = sequence(
      attribute(OID.commonName, TAG.utf8String, 'Alice'),
      attribute(OID.emailAddress, TAG.ia5String, 'alice@example.test'),
    );
    const old = parseCertificate((await root.issue({ commonName: 'Alice', subject })).certificate);
    expect(matchAddress(old, 'alice@example.test')).toBe('match');
    const both = parseCertificate(
      (await root.issue({ commonName: 'Alice', subject, addresses: ['other@example.test'] })).certificate,
    );
    expect(matchAddress(both, 'alice@example.test')).toBe('mismatch');
  });
});
