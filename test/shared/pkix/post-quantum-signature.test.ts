import * as slh from '@noble/post-quantum/slh-dsa.js';
import { nullValue, oid, sequence } from '../../../shared/asn1/der';
import { concat, utf8Bytes, type Bytes, type Der } from '../../../shared/base/bytes';
import { decodePrivateKey, proveKeyPair } from '../../../shared/pkcs12/private-key';
import { parseCertificates } from '../../../shared/pkix/certificate';
import { pureAlgorithmId } from '../../../shared/pkix/pure-algorithms';
import { signatureAlgorithmName, verifySignature } from '../../../shared/pkix/signature-check';
import { corpusFile, describeWithCorpora } from '../../support/corpora';
import { ML_DSA, mlDsaKeys, spkiOf } from '../../support/post-quantum';

const SIGNED = utf8Bytes('content');
const OTHER = utf8Bytes('context');

interface Case {
  readonly algorithm: Der;
  readonly spki: Der;
  readonly signature: Bytes;
  readonly signed: Bytes;
}

async function expectStrict(right: Case): Promise<void> {
  const { signature } = right;
  expect(await verifySignature(right)).toBe('good');
  const flipped = signature.map((octet, i) => (i === 100 ? octet ^ 1 : octet));
  const wrong = [flipped, signature.slice(1), concat([signature, Uint8Array.of(0)]), new Uint8Array(0)];
  for (const value of wrong) expect(await verifySignature({ ...right, signature: value })).toBe('bad');
  expect(await verifySignature({ ...right, signed: OTHER })).toBe('bad');
}

describe('ML-DSA', () => {
  it.each(ML_DSA)('%s holds over what was signed and nothing else', async (name) => {
    const keys = mlDsaKeys(name);
    const algorithm = sequence(oid(pureAlgorithmId(name)));
    expect(signatureAlgorithmName(algorithm)).toBe(name);
    await expectStrict({ algorithm, spki: keys.spki, signature: keys.sign(SIGNED), signed: SIGNED });
  });

  it('is bad under the name of another parameter set, and with a key of another', async () => {
    const keys = mlDsaKeys('ml-dsa-44');
    const right = { spki: keys.spki, signature: keys.sign(SIGNED), signed: SIGNED };
    const algorithm = sequence(oid(pureAlgorithmId('ml-dsa-65')));
    expect(await verifySignature({ ...right, algorithm })).toBe('bad');
    const spki = spkiOf(pureAlgorithmId('ml-dsa-65'), mlDsaKeys('ml-dsa-44').secretKey.slice(0, 1312));
    expect(await verifySignature({ ...right, algorithm, spki })).toBe('bad');
  });

  it('is unsupported with parameters, which must be absent', async () => {
    const keys = mlDsaKeys('ml-dsa-44');
    const algorithm = sequence(oid(pureAlgorithmId('ml-dsa-44')), nullValue());
    const right = { spki: keys.spki, signature: keys.sign(SIGNED), signed: SIGNED };
    expect(await verifySignature({ ...right, algorithm })).toBe('unsupported');
  });
});

describe('SLH-DSA', () => {
  it.each([
    ['slh-dsa-sha2-128f', slh.slh_dsa_sha2_128f],
    ['slh-dsa-shake-128f', slh.slh_dsa_shake_128f],
  ] as const)('%s holds over what was signed and nothing else', async (name, algorithm) => {
    const { secretKey, publicKey } = algorithm.keygen();
    await expectStrict({
      algorithm: sequence(oid(pureAlgorithmId(name))),
      spki: spkiOf(pureAlgorithmId(name), new Uint8Array(publicKey)),
      signature: new Uint8Array(algorithm.sign(SIGNED, secretKey)),
      signed: SIGNED,
    });
  });

  it('costs more than others, and says so', async () => {
    let spent = 0;
    const spend = (cost: number): void => void (spent += cost);
    const name = 'slh-dsa-sha2-128f';
    const [algorithm, spki] = [sequence(oid(pureAlgorithmId(name))), spkiOf(pureAlgorithmId(name), new Uint8Array(32))];
    await verifySignature({ algorithm, spki, signature: new Uint8Array(17_088), signed: SIGNED, spend });
    const keys = mlDsaKeys('ml-dsa-44');
    const more = { algorithm: sequence(oid(pureAlgorithmId('ml-dsa-44'))), spki: keys.spki };
    const hashBased = spent;
    await verifySignature({ ...more, signature: new Uint8Array(2420), signed: SIGNED, spend });
    expect(hashBased).toBeGreaterThan(spent - hashBased);
    expect(spent).toBeGreaterThan(hashBased);
  });
});

describeWithCorpora('certificates of the RFCs', () => {
  it.each(['44', '65', '87'])('ML-DSA-%s: the self-signed one of RFC 9881 is its own', async (set) => {
    const file = `13-pqc/dilithium-certificates/examples/ML-DSA-${set}.crt`;
    const [certificate] = parseCertificates(corpusFile(file));
    if (!certificate) throw new Error(file);
    const { signatureAlgorithm: algorithm, signature, tbs: signed, publicKey } = certificate;
    expect(publicKey.algorithm).toBe(`ml-dsa-${set}`);
    expect(await verifySignature({ algorithm, spki: publicKey.spki, signature, signed })).toBe('good');
    for (const form of ['seed', 'expanded', 'both']) {
      const key = await decodePrivateKey(corpusFile(file.replace('.crt', `-${form}.priv`)));
      expect(await proveKeyPair(key, publicKey.spki)).toBe(true);
    }
  });

  /** The third one differs in t0 alone, which decides only how often a signature succeeds: it signs for its owner. */
  it.each([1, 2])('the broken private key %d of RFC 9881 belongs to nobody', async (number) => {
    const folder = '13-pqc/dilithium-certificates/examples';
    const [certificate] = parseCertificates(corpusFile(`${folder}/ML-DSA-44.crt`));
    const key = await decodePrivateKey(corpusFile(`${folder}/bad-ML-DSA-44-${number}.priv`));
    expect(await proveKeyPair(key, certificate?.publicKey.spki ?? new Uint8Array(0))).toBe(false);
  });
});
