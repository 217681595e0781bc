import { type Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { integer, oid, sequence } from '../../../shared/asn1/der';
import { readTlv } from '../../../shared/asn1/der';
import { isDsa, verifyDsa } from '../../../shared/cms/dsa';
import { algorithmIdentifier, readAlgorithm } from '../../../shared/cms/syntax/algorithm-identifier';
import { verifySignedData } from '../../../shared/cms/verify';
import { parseCertificates } from '../../../shared/pkix/certificate';
import { generateKeyPair } from '../../support/test-ca';
import { ScratchFolder } from '../../support/openssl';

const CONTENT = utf8Bytes('The quick brown fox\r\n');
const folder = new ScratchFolder();

beforeAll(() => {
  const sizes = ['-pkeyopt', 'dsa_paramgen_bits:1024', '-pkeyopt', 'dsa_paramgen_q_bits:160'];
  folder.openssl('genpkey', '-genparam', '-algorithm', 'DSA', ...sizes, '-out', 'p.pem');
  folder.openssl('genpkey', '-paramfile', 'p.pem', '-out', 'k.pem');
  folder.openssl('req', '-x509', '-new', '-key', 'k.pem', '-subj', '/CN=Old', '-out', 'c.pem');
  folder.write('in.txt', CONTENT);
}, 60_000);
afterAll(() => folder.remove());

function signed(digest: string): Bytes {
  const signer = ['-signer', 'c.pem', '-inkey', 'k.pem', '-md', digest];
  const run = folder.openssl('cms', '-sign', '-binary', ...signer, '-in', 'in.txt', '-outform', 'DER', '-out', 's.der');
  expect(run.status).toBe(0);
  return folder.read('s.der');
}

describe('a signature with DSA', () => {
  it.each(['sha1', 'sha224', 'sha256'])('made by openssl with %s is intact, and weak', async (digest) => {
    const { signers } = await verifySignedData({ cms: signed(digest), detached: CONTENT });
    expect(signers[0]).toMatchObject({ integrity: 'intact', signatureAlgorithm: 'dsa' });
    expect(signers[0]?.reasons).toContainEqual({ code: 'weak-algorithm', found: 'dsa' });
  });

  it('does not hold over another content', async () => {
    const { signers } = await verifySignedData({ cms: signed('sha256'), detached: utf8Bytes('other') });
    expect(signers[0]?.integrity).toBe('altered');
  });

  it('is bad by its value, its digest or its key', async () => {
    const algorithm = readAlgorithm(readTlv(algorithmIdentifier('2.16.840.1.101.3.4.3.2')));
    folder.openssl('dgst', '-sha256', '-sign', 'k.pem', '-out', 'v.bin', 'in.txt');
    const signature = folder.read('v.bin');
    const spki = parseCertificates(folder.read('c.pem'))[0]?.publicKey.spki;
    if (!spki) throw new Error('no certificate');
    const right = { algorithm, digest: 'sha256', spki, signature, signed: CONTENT } as const;
    expect(await verifyDsa(right)).toBe('good');
    expect(await verifyDsa({ ...right, digest: 'sha1' })).toBe('bad');
    expect(await verifyDsa({ ...right, signed: utf8Bytes('other') })).toBe('bad');
    expect(await verifyDsa({ ...right, spki: (await generateKeyPair('ec-p256')).spki })).toBe('bad');
    for (const value of [
      sequence(integer(0), integer(0)),
      sequence(integer(1), integer(0)),
      sequence(integer(1), integer(1), integer(1)),
      oid('1.2.3'),
      signature.subarray(1),
    ]) {
      expect(await verifyDsa({ ...right, signature: value })).toBe('bad');
    }
  });

  it('is known by its algorithms', () => {
    expect(isDsa('1.2.840.10040.4.1')).toBe(true);
    expect(isDsa('1.2.840.113549.1.1.1')).toBe(false);
  });
});
