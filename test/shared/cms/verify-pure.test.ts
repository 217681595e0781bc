import { type Bytes, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { digest, type DigestName } from '../../../shared/base/digest';
import { der, integer, octets, oid, sequence, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { type SignerInfoVerdict, verifySignedData } from '../../../shared/cms/verify';
import { pureAlgorithmId } from '../../../shared/pkix/pure-algorithms';
import { opensslKeyPair, opensslSignature, subjectKeyPair } from '../../support/openssl-keys';
import { ML_DSA, type MlDsa, mlDsaKeys, spkiOf } from '../../support/post-quantum';
import { type KeyPair, type Party, TestCa } from '../../support/test-ca';
import { CONTENT } from './parties';
import { attribute, buildSignedData, type SignedDataPlan } from './signed-data-builder';

let ca: TestCa;
beforeAll(async () => {
  ca = await TestCa.create('CMS Test CA');
});

const partyOf = (keys: KeyPair): Promise<Party> => ca.issue({ commonName: 'Pure' }, keys);

type Plan = Omit<SignedDataPlan, 'scheme'>;

async function verdictOf(plan: Plan, detached: Bytes = CONTENT): Promise<SignerInfoVerdict> {
  const cms = await buildSignedData({ scheme: 'ed25519', ...plan });
  const report = await verifySignedData({ cms, detached });
  return report.signers[0] as SignerInfoVerdict;
}

async function mlDsaPlan(name: MlDsa, digestName: DigestName = 'sha512'): Promise<Plan> {
  const keys = mlDsaKeys(name);
  const party = await partyOf(subjectKeyPair(keys.both, keys.spki));
  const signatureAlgorithm = sequence(oid(pureAlgorithmId(name)));
  return { party, signatureAlgorithm, digest: digestName, sign: (signed) => keys.sign(signed) };
}

async function edwardsPlan(name: 'ed25519' | 'ed448', digestName: DigestName): Promise<Plan> {
  const party = await partyOf(await opensslKeyPair('-algorithm', name));
  const signatureAlgorithm = sequence(oid(pureAlgorithmId(name)));
  const sign = (signed: Bytes): Promise<Bytes> => opensslSignature(party.keys.pkcs8, signed);
  return { party, signatureAlgorithm, digest: digestName, sign };
}

const withoutAttributes = { attributes: () => null };

describe('ML-DSA in CMS (RFC 9882)', () => {
  it.each(ML_DSA)('%s is intact over its content and altered over another', async (name) => {
    const plan = await mlDsaPlan(name);
    const verdict = await verdictOf(plan);
    expect(verdict).toMatchObject({ integrity: 'intact', reasons: [] });
    expect(verdict).toMatchObject({ signatureAlgorithm: name, digestAlgorithm: 'sha512' });
    expect((await verdictOf(plan, utf8Bytes('other'))).integrity).toBe('altered');
  });

  it.each<DigestName>(['sha256', 'sha3-512', 'shake128', 'shake256'])('goes with %s', async (name) => {
    const verdict = await verdictOf(await mlDsaPlan('ml-dsa-44', name));
    expect(verdict).toMatchObject({ integrity: 'intact', reasons: [], digestAlgorithm: name });
  });

  it('is weak with a weak digest', async () => {
    const verdict = await verdictOf(await mlDsaPlan('ml-dsa-44', 'sha1'));
    expect(verdict).toMatchObject({ integrity: 'intact', reasons: [{ code: 'weak-algorithm', found: 'sha1' }] });
  });

  it('without signed attributes covers the content, whatever digestAlgorithm says', async () => {
    const plan = { ...(await mlDsaPlan('ml-dsa-44')), ...withoutAttributes };
    for (const id of [OID.sha512, OID.sha1, '1.2.3.4']) {
      const verdict = await verdictOf({ ...plan, digestAlgorithm: sequence(oid(id)), digestAlgorithms: [] });
      expect(verdict).toMatchObject({ integrity: 'intact', reasons: [] });
    }
    expect((await verdictOf(plan, utf8Bytes('other'))).integrity).toBe('altered');
  });

  it('without signed attributes does not cover a content that is itself a set of them', async () => {
    const plan = await mlDsaPlan('ml-dsa-44');
    const inner = await digest('sha512', CONTENT);
    const content = der(
      TAG.set,
      attribute(OID.contentType, oid(OID.data)),
      attribute(OID.messageDigest, octets(inner)),
    );
    const verdict = await verdictOf({ ...plan, ...withoutAttributes, content }, content);
    expect(verdict).toMatchObject({ integrity: 'altered', reasons: [{ code: 'attributes-malformed' }] });
  });
});

describe('EdDSA in CMS (RFC 8419)', () => {
  const shake256Len = (bits: number): Der => sequence(oid(OID.shake256Len), integer(bits));

  it('goes with SHA-512 for Ed25519, and with nothing else', async () => {
    const right = await verdictOf(await edwardsPlan('ed25519', 'sha512'));
    expect(right).toMatchObject({ integrity: 'intact', signatureAlgorithm: 'ed25519', reasons: [] });
    const wrong = await verdictOf(await edwardsPlan('ed25519', 'sha256'));
    expect(wrong).toMatchObject({ integrity: 'unverifiable', reasons: [{ code: 'algorithm-mismatch' }] });
  });

  it('goes with SHAKE256 of 512 bits for Ed448, by both its names, and with nothing else', async () => {
    const plan = await edwardsPlan('ed448', 'shake256');
    expect(await verdictOf(plan)).toMatchObject({ integrity: 'intact', signatureAlgorithm: 'ed448' });
    const named = await verdictOf({ ...plan, digestAlgorithm: shake256Len(512) });
    expect(named).toMatchObject({ integrity: 'intact', digestAlgorithm: 'shake256', reasons: [] });
    const short = await verdictOf({ ...plan, digestAlgorithm: shake256Len(256) });
    expect(short).toMatchObject({ integrity: 'unverifiable', reasons: [{ code: 'unsupported-algorithm' }] });
    const wrong = await verdictOf(await edwardsPlan('ed448', 'sha512'));
    expect(wrong).toMatchObject({ integrity: 'unverifiable', reasons: [{ code: 'algorithm-mismatch' }] });
  });

  it.each(['ed25519', 'ed448'] as const)('%s without signed attributes covers the content', async (name) => {
    const plan = { ...(await edwardsPlan(name, 'sha512')), ...withoutAttributes };
    expect((await verdictOf(plan)).integrity).toBe('intact');
    expect((await verdictOf(plan, utf8Bytes('other'))).integrity).toBe('altered');
  });
});

describe('signatures that cost much', () => {
  it('are computed up to a limit, and what comes after is not verified', async () => {
    const id = OID.slhDsaSha2_128f;
    const party = await partyOf(subjectKeyPair(new Uint8Array(0), spkiOf(id, new Uint8Array(32))));
    const cms = await buildSignedData({
      party,
      scheme: 'ed25519',
      signatureAlgorithm: sequence(oid(id)),
      sign: () => new Uint8Array(17_088),
      signerInfos: (info) => Array<Der>(6).fill(info),
    });
    const report = await verifySignedData({ cms, detached: CONTENT, budget: { left: 90 } });
    const codes = report.signers.map(({ reasons }) => reasons.map(({ code }) => code).join());
    expect(new Set(report.signers.map(({ integrity }) => integrity))).toEqual(new Set(['altered', 'unverifiable']));
    expect(codes.filter((code) => code === 'signature-mismatch')).toHaveLength(3);
    expect(codes.filter((code) => code === 'limit')).toHaveLength(3);
  });

  it('do not use up what the platform computes', async () => {
    const party = await ca.issue({ commonName: 'Usual' });
    const scheme = 'ecdsa-p256-sha256';
    const cms = await buildSignedData({ party, scheme, signerInfos: (info) => Array<Der>(60).fill(info) });
    const report = await verifySignedData({ cms, detached: CONTENT, budget: { left: 1 } });
    expect(report.signers.every(({ integrity }) => integrity === 'intact')).toBe(true);
  });
});
