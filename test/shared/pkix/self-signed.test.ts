import { parseCertificate } from '../../../shared/pkix/certificate';
import { encodeSelfSigned } from '../../../shared/pkix/self-signed';
import { generateKeys } from '../../../shared/pkix/key-generation';
import { isTestCertificate, TEST_ORGANIZATION } from '../../../shared/pkix/test-certificate';
import { usableFor } from '../../../shared/pkix/usable-for';
import { verifySignature } from '../../../shared/pkix/signature-check';
import { pem, withFolder } from '../../support/openssl';
import { TestCa } from '../../support/test-ca';

const NOT_BEFORE = new Date('2026-11-01T00:00:00Z');
const NOT_AFTER = new Date('2026-12-01T00:00:00Z');

const make = async () => {
  const keys = await generateKeys('ec-p256');
  const options = { commonName: 'Alice', address: 'alice@signet.example', notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
  return parseCertificate(await encodeSelfSigned(options, keys));
};

describe('a test certificate', () => {
  it('is signed by its own key, for mail, and no authority', async () => {
    const certificate = await make();
    const { signatureAlgorithm: algorithm, signature, tbs: signed, publicKey } = certificate;
    expect(await verifySignature({ algorithm, spki: publicKey.spki, signature, signed })).toBe('good');
    expect(certificate.defects).toEqual([]);
    expect(certificate.basicConstraints).toBeUndefined();
    expect([usableFor(certificate, 'sign'), usableFor(certificate, 'encrypt')]).toEqual([true, true]);
    expect(certificate).toMatchObject({ notBefore: NOT_BEFORE, notAfter: NOT_AFTER });
    expect(certificate.addresses).toEqual(['alice@signet.example']);
  });

  it('is read by OpenSSL, mark and all', async () => {
    const { der } = await make();
    await withFolder((folder) => {
      folder.write('c.pem', pem('CERTIFICATE', der));
      const shown = folder.openssl('x509', '-in', 'c.pem', '-noout', '-subject', '-issuer', '-purpose');
      expect(shown.status).toBe(0);
      const text = Buffer.from(shown.stdout).toString();
      expect(text.split(TEST_ORGANIZATION)).toHaveLength(3);
      expect(text).toContain('S/MIME signing : Yes');
    });
  });

  it('says in its name what it is, and nothing else is taken for one', async () => {
    expect(isTestCertificate(await make())).toBe(true);
    const ca = await TestCa.create();
    const { subject } = await make();
    const borrowed = await ca.issue({ commonName: 'x', subject: subject.der });
    expect(isTestCertificate(parseCertificate(borrowed.certificate))).toBe(false);
    expect(isTestCertificate(parseCertificate(ca.certificate))).toBe(false);
  });

  it('has a serial number of its own', async () => {
    expect((await make()).serial).not.toBe((await make()).serial);
  });
});
