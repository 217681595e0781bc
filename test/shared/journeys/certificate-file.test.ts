import { hex, latin1Text } from '../../../shared/base/bytes';
import { certificateFile, type CertificateFormat } from '../../../shared/journeys/certificate-file';
import { parseCertificates } from '../../../shared/pkix/certificate';
import { withFolder, type ToolRun } from '../../support/openssl';
import { TestCa, type Party } from '../../support/test-ca';

let alice: Party;
beforeAll(async () => {
  const issuing = await (await TestCa.create('Root')).subordinate({ commonName: 'Issuing' });
  alice = await issuing.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
});

const byOpenssl = (format: CertificateFormat, ...args: readonly string[]): Promise<ToolRun> =>
  withFolder((folder) => {
    folder.write('file', certificateFile(alice, format).octets);
    return folder.openssl(...args, '-in', 'file');
  });

describe('a certificate for others', () => {
  it('is read by OpenSSL as .cer', async () => {
    const run = await byOpenssl('cer', 'x509', '-inform', 'DER', '-noout', '-subject');
    expect([run.status, latin1Text(run.stdout)]).toEqual([0, 'subject=CN = Alice\n']);
  });

  it('is read by OpenSSL as .pem, its own certificate first', async () => {
    const run = await byOpenssl('pem', 'x509', '-noout', '-subject');
    expect([run.status, latin1Text(run.stdout)]).toEqual([0, 'subject=CN = Alice\n']);
  });

  it('is read by OpenSSL as .p7b, with the chain', async () => {
    const run = await byOpenssl('p7b', 'pkcs7', '-inform', 'DER', '-print_certs', '-noout');
    expect(run.status).toBe(0);
    expect(
      latin1Text(run.stdout)
        .match(/^subject=.*$/gm)
        ?.sort(),
    ).toEqual(['subject=CN = Alice', 'subject=CN = Issuing']);
  });

  it.each([
    ['cer', 1],
    ['pem', 2],
    ['p7b', 2],
  ] as const)('is read by our own import: .%s', (format, count) => {
    const { octets, ending } = certificateFile(alice, format);
    const found = parseCertificates(octets);
    expect(ending).toBe(format);
    expect(found).toHaveLength(count);
    expect(found.map(({ der }) => hex(der))).toContain(hex(alice.certificate));
  });

  it.each(['cer', 'pem', 'p7b'] as const)('holds no key: .%s', (format) => {
    const secret = latin1Text(alice.keys.pkcs8.subarray(36, 68));
    expect(latin1Text(certificateFile(alice, format).octets)).not.toContain(secret);
  });
});
