import { digest } from '../../../shared/base/digest';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { certificateDigest } from '../../../shared/pkix/certificate-digest';
import { TestCa } from '../../support/test-ca';

describe('the digest of a certificate', () => {
  it('is that of its octets, by each algorithm', async () => {
    const [one, other] = await Promise.all(['One', 'Other'].map((name) => TestCa.create(name)));
    for (const { certificate } of [one, other] as TestCa[]) {
      for (const name of ['sha1', 'sha256', 'sha1'] as const) {
        expect(await certificateDigest(name, parseCertificate(certificate))).toEqual(await digest(name, certificate));
      }
    }
  });

  it('is computed once, and what is done to the answer stays with the caller', async () => {
    const certificate = parseCertificate((await TestCa.create()).certificate);
    const first = await certificateDigest('sha256', certificate);
    const expected = first.slice();
    first.fill(0);
    const compute = jest.spyOn(crypto.subtle, 'digest');
    expect(await certificateDigest('sha256', certificate)).toEqual(expected);
    expect(compute).not.toHaveBeenCalled();
    compute.mockRestore();
  });
});
