import { contextTag, der, integer, oid, sequence, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { concat, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { errorCode } from '../../../shared/base/errors';
import { findCertificates, parseCertificate, parseCertificates } from '../../../shared/pkix/certificate';
import { pem, withFolder } from '../../support/openssl';
import { extension, generateKeyPair, TestCa } from '../../support/test-ca';

const codeOf = (body: () => unknown): string | undefined => {
  try {
    body();
    return undefined;
  } catch (thrown) {
    return errorCode(thrown);
  }
};

describe('reading a certificate', () => {
  it('gives the fields as they stand', async () => {
    const root = await TestCa.create('Root, Inc.');
    const alice = await root.issue(
      { commonName: 'Alice', addresses: ['alice@example.test', 'a@example.test'], serial: Uint8Array.of(0x80, 1) },
      await generateKeyPair('rsa-2048'),
    );
    const read = parseCertificate(alice.certificate);
    expect(read.subject.commonName).toBe('Alice');
    expect(read.issuer.text).toBe('CN=Root\\, Inc.');
    expect(read.serial).toBe('008001');
    expect(read.addresses).toEqual(['alice@example.test', 'a@example.test']);
    expect(read.publicKey).toMatchObject({ algorithm: 'rsa', bits: 2048 });
    expect([...(read.keyUsage ?? [])]).toEqual(['digitalSignature', 'keyEncipherment', 'keyAgreement']);
    expect(read.extendedKeyUsage).toEqual([OID.emailProtection]);
    expect(read.basicConstraints).toBeUndefined();
    expect(read.subjectKeyIdentifier).toHaveLength(20);
    expect(read.authorityKeyIdentifier).toEqual(parseCertificate(root.certificate).subjectKeyIdentifier);
    expect(read.isSelfIssued).toBe(false);
    expect(read.defects).toEqual([]);
    expect(parseCertificate(root.certificate)).toMatchObject({ isSelfIssued: true, basicConstraints: { ca: true } });
  });

  it('is shared for the same octets and independent of the buffer it came from', async () => {
    const octets = (await TestCa.create()).certificate.slice();
    const first = parseCertificate(octets);
    const serial = first.serialDer.slice();
    expect(parseCertificate(octets.slice())).toBe(first);
    octets.fill(0);
    expect(first.serialDer).toEqual(serial);
  });

  it('names SmtpUTF8Mailbox addresses', async () => {
    const mailbox = der(TAG.utf8String, utf8Bytes('имя@пример.test'));
    const name = der(contextTag(0), oid(OID.smtpUtf8Mailbox), der(contextTag(0), mailbox));
    const { certificate } = await (
      await TestCa.create()
    ).issue({ commonName: 'X', extraExtensions: [extension(OID.subjectAltName, sequence(name))] });
    expect(parseCertificate(certificate).addresses).toEqual(['имя@пример.test']);
  });

  it('keeps a certificate with an unreadable extension and says so', async () => {
    const root = await TestCa.create();
    const twice = [extension(OID.keyUsage, integer(1)), extension(OID.keyUsage, integer(1))];
    const bad = parseCertificate(
      (await root.issue({ commonName: 'X', keyUsage: null, extraExtensions: twice })).certificate,
    );
    expect(bad.defects).toEqual(['extension twice', 'keyUsage']);
    const cut = latin1Bytes('a@b.test\0.evil.test');
    const san = extension(OID.subjectAltName, sequence(der(contextTag(1, 'primitive'), cut)));
    const nul = parseCertificate((await root.issue({ commonName: 'X', extraExtensions: [san] })).certificate);
    expect(nul).toMatchObject({ defects: ['subjectAltName'], addresses: [] });
  });

  it('refuses what is no certificate', async () => {
    const { certificate } = await TestCa.create();
    const wrong = [
      Uint8Array.of(),
      Uint8Array.of(0x30, 0),
      certificate.slice(0, -1),
      concat([certificate, Uint8Array.of(0)]),
      sequence(integer(1), integer(2), integer(3)),
      certificate.map((octet) => octet ^ 0x11),
    ];
    expect(wrong.map((octets) => codeOf(() => parseCertificate(octets)))).toEqual(
      wrong.map(() => 'malformed-certificate'),
    );
    expect(codeOf(() => parseCertificate(new Uint8Array(2 << 20)))).toBe('limit');
  });

  it('never throws anything but its own errors, whichever octet is wrong', async () => {
    const { certificate } = await TestCa.create();
    const codes = new Set(
      Array.from({ length: certificate.length * 2 }, (_, i) => {
        const changed = certificate.slice();
        changed[i >> 1] = i % 2 ? 0xff : 0x80;
        return codeOf(() => parseCertificate(changed));
      }),
    );
    expect([...codes].filter((code) => code !== undefined && code !== 'malformed-certificate')).toEqual([]);
  });
});

describe('reading a file of certificates', () => {
  it('takes DER in a row, PEM, base64 and PKCS #7', async () => {
    const root = await TestCa.create();
    const { certificate } = await root.issue({ commonName: 'A' });
    const both = [parseCertificate(certificate), parseCertificate(root.certificate)];
    const text = pem('CERTIFICATE', certificate) + 'between\n' + pem('CERTIFICATE', root.certificate);
    expect(parseCertificates(concat([certificate, root.certificate]))).toEqual(both);
    expect(parseCertificates(utf8Bytes(text))).toEqual(both);
    expect(parseCertificates(utf8Bytes(Buffer.from(certificate).toString('base64')))).toEqual([both[0]]);
    await withFolder((folder) => {
      folder.write('both.pem', text);
      for (const form of ['DER', 'PEM']) {
        folder.openssl('crl2pkcs7', '-nocrl', '-certfile', 'both.pem', '-outform', form, '-out', 'both.p7b');
        expect(parseCertificates(folder.read('both.p7b'))).toHaveLength(2);
      }
    });
  });

  it('says where there is none', () => {
    for (const text of ['', 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
      expect(codeOf(() => parseCertificates(utf8Bytes(text)))).toBe('malformed-certificate');
      expect(findCertificates(utf8Bytes(text))).toEqual([]);
    }
  });

  it('finds none in a file with one that is broken, where nobody vouches for it', async () => {
    const { certificate } = await TestCa.create();
    const cut = concat([certificate, certificate.subarray(0, -1)]);
    expect(codeOf(() => parseCertificates(cut))).toBe('malformed-certificate');
    expect(findCertificates(cut)).toEqual([]);
    expect(findCertificates(certificate)).toEqual([parseCertificate(certificate)]);
  });
});
