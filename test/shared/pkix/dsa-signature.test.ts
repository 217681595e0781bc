import { type Bytes, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { integer, oid, readTlv, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { verifySignedData } from '../../../shared/cms/verify';
import { parseCertificates } from '../../../shared/pkix/certificate';
import { inheritsParameters, readPublicKey, withParametersOf } from '../../../shared/pkix/public-key';
import { algorithmParts } from '../../../shared/pkix/signature-algorithm';
import { verifySignature } from '../../../shared/pkix/signature-check';
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
    const { signature, spki } = signedFile();
    const right = { algorithm: sequence(oid(OID.dsaWithSha256)), spki, signature, signed: CONTENT };
    expect(await verifySignature(right)).toBe('good');
    expect(await verifySignature({ ...right, algorithm: sequence(oid(OID.dsa)), digest: 'sha256' })).toBe('good');
    expect(await verifySignature({ ...right, algorithm: sequence(oid(OID.dsaWithSha1)) })).toBe('bad');
    expect(await verifySignature({ ...right, signed: utf8Bytes('other') })).toBe('bad');
    expect(await verifySignature({ ...right, spki: (await generateKeyPair('ec-p256')).spki })).toBe('bad');
    for (const value of [
      sequence(integer(0), integer(0)),
      sequence(integer(1), integer(0)),
      sequence(integer(1), integer(1), integer(1)),
      oid('1.2.3'),
      signature.subarray(1),
    ]) {
      expect(await verifySignature({ ...right, signature: value })).toBe('bad');
    }
  });

  it('needs parameters, which a key may leave to that of its issuer', async () => {
    const { signature, spki } = signedFile();
    const whole = readPublicKey(readTlv(spki));
    const bare = readPublicKey(readTlv(sequence(sequence(oid(OID.dsa)), algorithmParts(spki).key)));
    const algorithm = sequence(oid(OID.dsaWithSha256));
    const check = { algorithm, signature, signed: CONTENT };
    expect([inheritsParameters(whole), inheritsParameters(bare)]).toEqual([false, true]);
    expect(await verifySignature({ ...check, spki: bare.spki })).toBe('unsupported');
    expect(await verifySignature({ ...check, spki: withParametersOf(bare, whole).spki })).toBe('good');
    expect(withParametersOf(bare, bare)).toBe(bare);
    expect(withParametersOf(whole, bare)).toBe(whole);
  });
});

function signedFile(): { readonly signature: Bytes; readonly spki: Der } {
  folder.openssl('dgst', '-sha256', '-sign', 'k.pem', '-out', 'v.bin', 'in.txt');
  const [certificate] = parseCertificates(folder.read('c.pem'));
  if (!certificate) throw new Error('no certificate');
  return { signature: folder.read('v.bin'), spki: certificate.publicKey.spki };
}
