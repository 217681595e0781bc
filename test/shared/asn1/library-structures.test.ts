import { readCertificationRequest } from '../../../shared/asn1/library-structures';
import { verifySignature } from '../../../shared/pkix/signature-check';
import { withFolder } from '../../support/openssl';

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
