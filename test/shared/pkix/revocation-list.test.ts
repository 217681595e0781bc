import { readdirSync } from 'node:fs';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { revocationListFacts } from '../../../shared/pkix/revocation-list';
import { corpusFile, corpusPath, describeWithCorpora } from '../../support/corpora';
import { withFolder } from '../../support/openssl';
import { TestCa } from '../../support/test-ca';

describe('a revocation list', () => {
  it('is malformed for a certificate', async () => {
    const { certificate } = await TestCa.create();
    expect(() => revocationListFacts(certificate)).toThrow(expect.objectContaining({ code: 'malformed-der' }) as Error);
  });

  it('of 6,000 entries is read', async () => {
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
    const parts = revocationListFacts(list);
    expect(parts.entries).toBe(6_000);
    expect(parts.nextUpdate && parts.nextUpdate > parts.thisUpdate).toBe(true);
  });
});

describeWithCorpora('revocation lists of PKITS', () => {
  /** Its signature was damaged on purpose where it says how many bits it has. */
  const DAMAGED = 'BadCRLSignatureCACRL.crl';
  const read = (name: string) => revocationListFacts(corpusFile(`14-pkits/crls/${name}`));
  const names = readdirSync(corpusPath('14-pkits/crls')).filter((name) => name.endsWith('.crl') && name !== DAMAGED);

  it('are read, each with the issuer it names', () => {
    expect(names.length).toBeGreaterThan(150);
    const issuers = names.map((name) => read(name).issuer);
    expect(issuers).toContain(parseCertificate(corpusFile('14-pkits/certs/GoodCACert.crt')).subject.text);
  });

  it('are malformed where the signature is no whole octets', () => {
    expect(() => read(DAMAGED)).toThrow(expect.objectContaining({ code: 'malformed-der' }) as Error);
  });
});
