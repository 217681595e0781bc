import { readCertificationRequest, readRevocationList } from '../../../shared/asn1/library-structures';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { verifySignature } from '../../../shared/pkix/signature-check';
import { corpusFile, corpusPath, describeWithCorpora } from '../../support/corpora';
import { withFolder } from '../../support/openssl';
import { TestCa } from '../../support/test-ca';
import { readdirSync } from 'node:fs';

describe('a certification request', () => {
  it('made by openssl is read so that its signature verifies', async () => {
    const request = await withFolder((folder) => {
      folder.openssl(
        'req',
        '-new',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'key.pem',
        '-subj',
        '/CN=Alice',
        '-outform',
        'DER',
        '-out',
        'a.csr',
      );
      return folder.read('a.csr');
    });
    const parts = await readCertificationRequest(request);
    const { signatureAlgorithm, ...rest } = parts;
    expect(await verifySignature({ ...rest, algorithm: signatureAlgorithm })).toBe('good');
    expect(Buffer.from(parts.subject).includes('Alice')).toBe(true);
  });

  it.each([
    ['empty octets', new Uint8Array()],
    ['a sequence of something else', Uint8Array.of(0x30, 3, 2, 1, 5)],
    ['a request with octets behind it', Uint8Array.of(0x30, 0, 0)],
  ])('is malformed for %s', async (_what, octets) => {
    await expect(readCertificationRequest(octets)).rejects.toMatchObject({ code: 'malformed-der' });
  });
});

describe('a revocation list', () => {
  it('is malformed for a certificate', async () => {
    const { certificate } = await TestCa.create();
    await expect(readRevocationList(certificate)).rejects.toMatchObject({ code: 'malformed-der' });
  });

  it('of 6,000 entries, more than the library takes by default, is read', async () => {
    const entries = Array.from(
      { length: 6_000 },
      (_, i) => `R\t300101000000Z\t200101000000Z\t${(i + 4096).toString(16)}\tunknown\t/CN=x\n`,
    );
    const list = await withFolder((folder) => {
      folder.write('index.txt', entries.join(''));
      folder.write('ca.cnf', '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=30\n');
      folder.openssl(
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        'k.pem',
        '-out',
        'c.pem',
        '-subj',
        '/CN=CA',
      );
      folder.openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'k.pem', '-cert', 'c.pem', '-out', 'crl.pem');
      folder.openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der');
      return folder.read('crl.der');
    });
    const parts = await readRevocationList(list);
    expect(parts.entries).toBe(6_000);
    expect(parts.nextUpdate && parts.nextUpdate > parts.thisUpdate).toBe(true);
  });
});

describeWithCorpora('revocation lists of PKITS', () => {
  const names = readdirSync(corpusPath('14-pkits/crls')).filter((name) => name.endsWith('.crl'));

  it('are read, each with the issuer it names', async () => {
    expect(names.length).toBeGreaterThan(150);
    const issuers = await Promise.all(
      names.map(async (name) => (await readRevocationList(corpusFile(`14-pkits/crls/${name}`))).issuer),
    );
    const good = parseCertificate(corpusFile('14-pkits/certs/GoodCACert.crt'));
    expect(issuers.some((issuer) => Buffer.from(issuer).equals(good.subject.der))).toBe(true);
  });
});
