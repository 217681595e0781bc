import { type Bytes, concat, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { contextTag, der, integer, nullValue, octets, oid, sequence, setOf, time } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { LIMITS } from '../../../shared/base/limits';
import { algorithmIdentifier } from '../../../shared/cms/syntax/algorithm-identifier';
import { type SignerInfoVerdict, verifySignedData } from '../../../shared/cms/verify';
import { attribute, buildSignedData, type SignedDataPlan } from './signed-data-builder';
import { CONTENT, createWorld, SCHEMES, signed, SIGNING_TIME, type World } from './parties';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

type Changes = Partial<SignedDataPlan>;

async function verdictOf(changes: Changes, detached: Bytes = CONTENT): Promise<SignerInfoVerdict> {
  const cms = await buildSignedData({ party: world.parties.p256, scheme: 'ecdsa-p256-sha256', ...changes });
  const report = await verifySignedData({ cms, detached });
  return report.signers[0] as SignerInfoVerdict;
}

const codes = (verdict: SignerInfoVerdict): string[] => verdict.reasons.map(({ code }) => code);

describe('what signData makes is intact', () => {
  it.each(SCHEMES)('%s', async (scheme, party) => {
    const cms = await signed(world.parties[party], scheme);
    const report = await verifySignedData({ cms, detached: CONTENT });
    expect(report).toMatchObject({ form: 'detached', contentType: OID.data, reasons: [] });
    expect(report.signers).toHaveLength(1);
    expect(report.signers[0]).toMatchObject({ integrity: 'intact', reasons: [], signingTime: SIGNING_TIME });
    expect(report.signers[0]?.certificate?.der).toEqual(world.parties[party].certificate);
  });

  it('and gives attached content back as a range of what was received', async () => {
    const cms = await signed(world.parties.rsa, 'rsa-sha256', 'attached');
    const report = await verifySignedData({ cms });
    expect(report.form).toBe('attached');
    expect(report.content).toEqual(new Uint8Array(CONTENT));
    expect(report.content?.buffer).toBe(cms.buffer);
  });
});

describe('content', () => {
  it('that was changed is altered', async () => {
    const verdict = await verdictOf({}, utf8Bytes('Content-Type: text/plain\r\n\r\nThe invoice is 900 euros.\r\n'));
    expect(verdict.integrity).toBe('altered');
    expect(codes(verdict)).toEqual(['digest-mismatch']);
  });

  it('is tried in each alternative in order', async () => {
    const cms = await buildSignedData({ party: world.parties.p256, scheme: 'ecdsa-p256-sha256' });
    const other = utf8Bytes('something else');
    const report = await verifySignedData({ cms, detached: [other, CONTENT] });
    expect(report.signers[0]?.integrity).toBe('intact');
  });

  it('inside and beside the signature is never believed', async () => {
    const cms = await signed(world.parties.rsa, 'rsa-sha256', 'attached');
    const report = await verifySignedData({ cms, detached: CONTENT });
    expect(report.reasons).toEqual([{ code: 'content-twice' }]);
    expect(report.signers[0]).toMatchObject({ integrity: 'unverifiable', reasons: [{ code: 'content-twice' }] });
  });

  it('that is missing makes it unverifiable', async () => {
    const cms = await signed(world.parties.rsa, 'rsa-sha256');
    const report = await verifySignedData({ cms });
    expect(report.signers[0]).toMatchObject({ integrity: 'unverifiable', reasons: [{ code: 'content-missing' }] });
  });

  it('that is empty can be signed', async () => {
    const content = new Uint8Array(0);
    expect((await verdictOf({ content }, content)).integrity).toBe('intact');
    expect((await verdictOf({ content, eContent: octets(content) }, undefined as never)).integrity).toBe(
      'unverifiable',
    );
  });

  it('of a PKCS #7 type that is no OCTET STRING is not read', async () => {
    const cms = await buildSignedData({
      party: world.parties.p256,
      scheme: 'ecdsa-p256-sha256',
      eContent: sequence(integer(1)),
    });
    await expect(verifySignedData({ cms })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('signed attributes (RFC 5652 5.3, 11)', () => {
  const malformed: readonly (readonly [string, (usual: readonly Der[]) => readonly Der[]])[] = [
    ['without contentType', ([, digest]) => [digest as Der]],
    ['without messageDigest', ([type]) => [type as Der]],
    ['with contentType twice', ([type, digest]) => [type as Der, type as Der, digest as Der]],
    ['with messageDigest twice', ([type, digest]) => [type as Der, digest as Der, digest as Der]],
    [
      'with two values of contentType',
      ([, digest]) => [attribute(OID.contentType, oid(OID.data), oid(OID.data)), digest as Der],
    ],
    [
      'with two values of signingTime',
      (usual) => [...usual, attribute(OID.signingTime, time(SIGNING_TIME), time(SIGNING_TIME))],
    ],
    ['with a messageDigest without value', ([type]) => [type as Der, attribute(OID.messageDigest)]],
    ['with a messageDigest of another type', ([type]) => [type as Der, attribute(OID.messageDigest, integer(1))]],
    ['that are empty', () => []],
    ['with a damaged signingCertificateV2', (usual) => [...usual, attribute(OID.signingCertificateV2, integer(1))]],
    ['with a damaged CMSAlgorithmProtection', (usual) => [...usual, attribute(OID.cmsAlgorithmProtection, integer(1))]],
    [
      'with a time that does not exist',
      (usual) => [...usual, attribute(OID.signingTime, der(0x17, utf8Bytes('261399000000Z')))],
    ],
  ];
  it.each(malformed)('%s are malformed', async (_, attributes) => {
    const verdict = await verdictOf({ attributes });
    expect(verdict.integrity).toBe('altered');
    expect(codes(verdict)).toEqual(['attributes-malformed']);
  });

  it('name the type of the content', async () => {
    const attributes = (usual: readonly Der[]): readonly Der[] => [
      attribute(OID.contentType, oid(OID.envelopedData)),
      usual[1] as Der,
    ];
    const verdict = await verdictOf({ attributes });
    expect(verdict).toMatchObject({
      integrity: 'altered',
      reasons: [{ code: 'content-type-mismatch', found: OID.envelopedData, expected: OID.data }],
    });
  });

  it('may be missing over id-data', async () => {
    expect((await verdictOf({ attributes: () => null })).integrity).toBe('intact');
  });

  it('may not be missing over anything else', async () => {
    const verdict = await verdictOf({ attributes: () => null, eContentType: OID.envelopedData });
    expect(verdict.integrity).toBe('altered');
    expect(codes(verdict)).toEqual(['attributes-malformed']);
  });

  it('are verified as received where they are not sorted and were signed so', async () => {
    const attributes = (usual: readonly Der[]): readonly Der[] => [...usual].reverse();
    expect((await verdictOf({ attributes })).integrity).toBe('intact');
  });

  it('are verified in DER where they were signed sorted and sent otherwise', async () => {
    const toBeSigned = (written: Der): Bytes => setOf([...splitSet(written)].reverse());
    const attributes = (usual: readonly Der[]): readonly Der[] => [...usual].reverse();
    expect((await verdictOf({ attributes, toBeSigned })).integrity).toBe('intact');
  });

  it('may be of indefinite length', async () => {
    const writeAttributes = (list: readonly Der[]): Der =>
      concat([Uint8Array.of(contextTag(0), 0x80), ...list, Uint8Array.of(0, 0)]) as Der;
    expect((await verdictOf({ writeAttributes })).integrity).toBe('intact');
  });

  it.each([
    ['contentType', () => attribute(OID.contentType, oid(OID.data))],
    ['messageDigest', () => attribute(OID.messageDigest, octets(new Uint8Array(32)))],
    ['signingTime', () => attribute(OID.signingTime, time(SIGNING_TIME))],
  ])('are malformed where %s stands among unsigned ones', async (_, make) => {
    const verdict = await verdictOf({ unsignedAttributes: [make()] });
    expect(verdict.integrity).toBe('altered');
    expect(codes(verdict)).toEqual(['attributes-malformed']);
  });

  it('are malformed with a countersignature among them', async () => {
    const attributes = (usual: readonly Der[]): readonly Der[] => [
      ...usual,
      attribute(OID.countersignature, sequence()),
    ];
    expect(codes(await verdictOf({ attributes }))).toEqual(['attributes-malformed']);
  });

  it('may have others beside them that nothing protects', async () => {
    const verdict = await verdictOf({ unsignedAttributes: [attribute('1.2.3.4', integer(1))] });
    expect(verdict).toMatchObject({ integrity: 'intact', reasons: [] });
  });

  it('with any one twice are malformed, known or not', async () => {
    const unknown = attribute('1.2.3.4', integer(1));
    const once = await verdictOf({ attributes: (usual) => [...usual, unknown] });
    const twice = await verdictOf({ attributes: (usual) => [...usual, unknown, unknown] });
    expect([once.integrity, twice.integrity]).toEqual(['intact', 'altered']);
    expect(twice.reasons).toEqual([{ code: 'attributes-malformed' }]);
  });
});

/** Values of a short SET, as encoded. */
function splitSet(set: Der): readonly Der[] {
  const found: Der[] = [];
  for (let at = 2; at < set.length; at += 2 + (set[at + 1] as number)) {
    found.push(set.subarray(at, at + 2 + (set[at + 1] as number)) as Der);
  }
  return found;
}

describe('algorithms', () => {
  it('that contradict each other are told', async () => {
    const verdict = await verdictOf({ digestAlgorithm: algorithmIdentifier(OID.sha512) });
    expect(verdict.integrity).not.toBe('intact');
    expect(codes(verdict)).toContain('algorithm-mismatch');
  });

  it.each([
    ['none', []],
    ['another', [algorithmIdentifier(OID.sha512)]],
  ])('that are not announced are told: %s', async (_, digestAlgorithms) => {
    const verdict = await verdictOf({ digestAlgorithms });
    expect(verdict.integrity).toBe('unverifiable');
    expect(codes(verdict)).toEqual(['algorithm-mismatch']);
  });

  const protection = (digest: Der, signature: Der): ((usual: readonly Der[]) => readonly Der[]) => {
    const implicit = signature.slice();
    implicit[0] = contextTag(1);
    return (usual) => [...usual, attribute(OID.cmsAlgorithmProtection, sequence(digest, implicit))];
  };

  it('may be protected, NULL and absent parameters being one (RFC 6211)', async () => {
    const attributes = protection(
      algorithmIdentifier(OID.sha256, nullValue()),
      algorithmIdentifier(OID.ecdsaWithSha256),
    );
    expect((await verdictOf({ attributes })).integrity).toBe('intact');
  });

  it.each([
    ['digest', OID.sha384, OID.ecdsaWithSha256],
    ['signature', OID.sha256, OID.ecdsaWithSha384],
  ])('other than the protected %s algorithm are altered', async (_, digest, signature) => {
    const attributes = protection(algorithmIdentifier(digest), algorithmIdentifier(signature));
    const verdict = await verdictOf({ attributes });
    expect(verdict.integrity).toBe('altered');
    expect(codes(verdict)).toEqual(['algorithm-mismatch']);
  });

  it('that are unknown are unverifiable', async () => {
    const digest = await verdictOf({ digestAlgorithm: algorithmIdentifier('1.2.3.4') });
    expect(digest).toMatchObject({
      integrity: 'unverifiable',
      digestAlgorithm: '1.2.3.4',
      reasons: [{ code: 'unsupported-algorithm', found: '1.2.3.4' }],
    });
    const signature = await verdictOf({ signatureAlgorithm: algorithmIdentifier('1.2.3.5') });
    expect(signature).toMatchObject({
      integrity: 'unverifiable',
      signatureAlgorithm: '1.2.3.5',
      reasons: [{ code: 'unsupported-algorithm', found: '1.2.3.5' }],
    });
  });

  it.each([OID.sha256WithRsa, OID.rsaEncryption])('of RSA may be named %s', async (id) => {
    const verdict = await verdictOf({
      party: world.parties.rsa,
      scheme: 'rsa-sha256',
      signatureAlgorithm: algorithmIdentifier(id, nullValue()),
    });
    expect(verdict).toMatchObject({ integrity: 'intact', signatureAlgorithm: 'rsa', digestAlgorithm: 'sha256' });
  });

  it('of ECDSA may be named by the key alone', async () => {
    const verdict = await verdictOf({ signatureAlgorithm: algorithmIdentifier(OID.ecPublicKey) });
    expect(verdict).toMatchObject({ integrity: 'intact', signatureAlgorithm: 'ecdsa-p256' });
  });

  it('whose parameters cannot be read are unverifiable, with the signer named', async () => {
    const verdict = await verdictOf({ signatureAlgorithm: algorithmIdentifier(OID.rsassaPss, sequence(der(0xa0))) });
    expect(verdict.integrity).toBe('unverifiable');
    expect(verdict.certificate).toBeDefined();
  });
});

describe('several SignerInfos', () => {
  it('are each told by itself, a damaged one too', async () => {
    const cms = await buildSignedData({
      party: world.parties.p256,
      scheme: 'ecdsa-p256-sha256',
      signerInfos: (usual) => [usual, sequence(integer(1)), usual],
    });
    const report = await verifySignedData({ cms, detached: CONTENT });
    expect(report.signers.map(({ integrity }) => integrity)).toEqual(['intact', 'unverifiable', 'intact']);
    expect(report.signers[1]?.reasons).toEqual([{ code: 'malformed' }]);
  });

  it('that are none are no signature', async () => {
    const plan = { party: world.parties.p256, scheme: 'ecdsa-p256-sha256', signerInfos: () => [] } as const;
    const detached = await verifySignedData({ cms: await buildSignedData(plan), detached: CONTENT });
    expect(detached).toMatchObject({ form: 'detached', signers: [], reasons: [{ code: 'no-signers' }] });
    const attached = await verifySignedData({ cms: await buildSignedData({ ...plan, eContent: octets(CONTENT) }) });
    expect(attached).toMatchObject({ form: 'attached', signers: [], reasons: [{ code: 'no-signers' }] });
    const certificates = await verifySignedData({ cms: await buildSignedData(plan) });
    expect(certificates).toMatchObject({ form: 'certs-only', signers: [], reasons: [] });
    expect(certificates.certificates).toHaveLength(1);
  });

  it('beyond the limit are not read', async () => {
    const cms = await buildSignedData({
      party: world.parties.p256,
      scheme: 'ecdsa-p256-sha256',
      signerInfos: (usual) => Array.from({ length: LIMITS.signers + 1 }, () => usual),
    });
    await expect(verifySignedData({ cms, detached: CONTENT })).rejects.toMatchObject({ code: 'limit' });
  });
});

describe('what is no SignedData', () => {
  it('is told apart', async () => {
    const enveloped = sequence(oid(OID.envelopedData), der(contextTag(0), sequence()));
    await expect(verifySignedData({ cms: enveloped })).rejects.toMatchObject({ code: 'unsupported' });
    await expect(verifySignedData({ cms: utf8Bytes('hello') })).rejects.toMatchObject({ code: 'malformed-cms' });
    await expect(verifySignedData({ cms: new Uint8Array(0) })).rejects.toMatchObject({ code: 'malformed-cms' });
  });
});
