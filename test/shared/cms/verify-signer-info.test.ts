import { createPrivateKey, sign } from 'node:crypto';
import { type Bytes, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { LIMITS } from '../../../shared/base/limits';
import {
  children,
  contextTag,
  der,
  encoded,
  integer,
  octets,
  oid,
  readTlv,
  sequence,
  setOf,
  time,
} from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { algorithmIdentifier } from '../../../shared/cms/syntax/algorithm-identifier';
import { type SignerInfoVerdict, verifySignedData } from '../../../shared/cms/verify';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { nameOf } from '../../support/test-ca';
import { attribute, buildSignedData, type SignedDataPlan } from './signed-data-builder';
import { CONTENT, createWorld, type World } from './parties';

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

describe('the signer’s certificate', () => {
  const withReference = (
    type: string,
    value: (certificate: Der) => Promise<Der>,
  ): Promise<(usual: readonly Der[]) => readonly Der[]> =>
    value(world.parties.p256.certificate).then((made) => (usual) => [...usual, attribute(type, made)]);

  const hashOf = async (algorithm: string, certificate: Der): Promise<Der> =>
    octets(new Uint8Array(await crypto.subtle.digest(algorithm, certificate)));

  it('must be the one that signingCertificateV2 names', async () => {
    const right = await withReference(OID.signingCertificateV2, async (certificate) =>
      sequence(sequence(sequence(await hashOf('SHA-256', certificate)))),
    );
    expect((await verdictOf({ attributes: right })).integrity).toBe('intact');
    const wrong = await withReference(OID.signingCertificateV2, async () =>
      sequence(sequence(sequence(await hashOf('SHA-256', world.parties.rsa.certificate)))),
    );
    const verdict = await verdictOf({ attributes: wrong });
    expect(verdict.integrity).toBe('altered');
    expect(codes(verdict)).toEqual(['signing-certificate-mismatch']);
  });

  it('is compared by the hash that is named, and by SHA-1 in version 1', async () => {
    const sha512 = await withReference(OID.signingCertificateV2, async (certificate) =>
      sequence(sequence(sequence(algorithmIdentifier(OID.sha512), await hashOf('SHA-512', certificate)))),
    );
    expect((await verdictOf({ attributes: sha512 })).integrity).toBe('intact');
    const sha1 = await withReference(OID.signingCertificate, async (certificate) =>
      sequence(sequence(sequence(await hashOf('SHA-1', certificate)))),
    );
    expect((await verdictOf({ attributes: sha1 })).integrity).toBe('intact');
    const unknown = await withReference(OID.signingCertificateV2, async (certificate) =>
      sequence(sequence(sequence(algorithmIdentifier('1.2.3'), await hashOf('SHA-512', certificate)))),
    );
    expect(codes(await verdictOf({ attributes: unknown }))).toEqual(['unsupported-algorithm']);
  });

  it('must have the issuer and serial number that are named', async () => {
    const { issuer } = parseCertificate(world.parties.p256.certificate);
    const named = (serial: Der): Promise<(usual: readonly Der[]) => readonly Der[]> =>
      withReference(OID.signingCertificateV2, async (certificate) => {
        const issuerSerial = sequence(sequence(der(contextTag(4), issuer.der)), serial);
        return sequence(sequence(sequence(await hashOf('SHA-256', certificate), issuerSerial)));
      });
    const { serialDer } = parseCertificate(world.parties.p256.certificate);
    expect((await verdictOf({ attributes: await named(serialDer) })).integrity).toBe('intact');
    expect(codes(await verdictOf({ attributes: await named(integer(7)) }))).toEqual(['signing-certificate-mismatch']);
  });

  it('is found by key identifier', async () => {
    const { subjectKeyIdentifier } = parseCertificate(world.parties.p256.certificate);
    const sid = der(contextTag(0, 'primitive'), subjectKeyIdentifier as Bytes);
    expect((await verdictOf({ sid })).integrity).toBe('intact');
  });

  it('is found where the issuer is encoded with other string types', async () => {
    const { serialDer } = parseCertificate(world.parties.p256.certificate);
    const issuer = sequence(setOf([sequence(oid(OID.commonName), der(0x13, utf8Bytes('cms  test CA')))]));
    expect((await verdictOf({ sid: sequence(issuer, serialDer) })).integrity).toBe('intact');
  });

  it('that is missing makes it unverifiable, and candidates help', async () => {
    const cms = await buildSignedData({ party: world.parties.p256, scheme: 'ecdsa-p256-sha256', certificates: [] });
    const alone = await verifySignedData({ cms, detached: CONTENT });
    expect(alone.signers[0]).toMatchObject({
      integrity: 'unverifiable',
      reasons: [{ code: 'signer-certificate-missing' }],
    });
    const candidates = [parseCertificate(world.parties.p256.certificate)];
    const helped = await verifySignedData({ cms, detached: CONTENT, candidates });
    expect(helped.signers[0]?.integrity).toBe('intact');
  });

  it('is the one that verifies where several have the identifier', async () => {
    const keyIdentifier = parseCertificate(world.parties.p256.certificate).subjectKeyIdentifier as Bytes;
    const sid = der(contextTag(0, 'primitive'), keyIdentifier);
    const other = await world.ca.issue({ commonName: 'Other' });
    const renamed = { ...parseCertificate(other.certificate), subjectKeyIdentifier: keyIdentifier };
    const cms = await buildSignedData({
      party: world.parties.p256,
      scheme: 'ecdsa-p256-sha256',
      sid,
      certificates: [],
    });
    const right = parseCertificate(world.parties.p256.certificate);
    const report = await verifySignedData({ cms, detached: CONTENT, candidates: [renamed, right] });
    expect(report.signers[0]).toMatchObject({ integrity: 'intact', certificate: { serial: right.serial } });
    const alone = await verifySignedData({ cms, detached: CONTENT, candidates: [renamed] });
    expect(alone.signers[0]).toMatchObject({ integrity: 'altered', reasons: [{ code: 'signature-mismatch' }] });
  });

  it('of somebody else with the same name makes it altered', async () => {
    const { serialDer } = parseCertificate(world.parties.rsa.certificate);
    const verdict = await verdictOf({
      sid: sequence(nameOf('CMS Test CA'), serialDer),
      certificates: [world.parties.rsa.certificate],
      party: world.parties.p256,
    });
    expect(verdict.integrity).toBe('altered');
    expect(codes(verdict)).toEqual(['signature-mismatch']);
  });

  it('that cannot be read is passed over', async () => {
    const cms = await buildSignedData({
      party: world.parties.p256,
      scheme: 'ecdsa-p256-sha256',
      certificates: [sequence(integer(1)), der(contextTag(3)), world.parties.p256.certificate],
    });
    const report = await verifySignedData({ cms, detached: CONTENT });
    expect(report.certificates).toHaveLength(1);
    expect(report.signers[0]?.integrity).toBe('intact');
  });
});

describe('what the signer wants others to know', () => {
  const CAPABILITIES = sequence(algorithmIdentifier(OID.aes256Cbc));
  const PREFERENCE = der(contextTag(2, 'primitive'), Uint8Array.of(1, 2, 3));
  const MICROSOFT = sequence(nameOf('CMS Test CA'), integer(7));
  const withAttributes =
    (...more: readonly Der[]) =>
    (usual: readonly Der[]): readonly Der[] => [...usual, ...more];

  it('is given out as received where the signature is intact', async () => {
    const attributes = withAttributes(
      attribute(OID.smimeCapabilities, CAPABILITIES),
      attribute(OID.encrypKeyPref, PREFERENCE),
    );
    const verdict = await verdictOf({ attributes });
    expect(verdict).toMatchObject({ capabilities: CAPABILITIES, encryptionKeyPreference: PREFERENCE });
    const elsewhere = await verdictOf({ attributes }, utf8Bytes('another content'));
    expect(elsewhere).not.toHaveProperty('capabilities');
    expect(elsewhere).not.toHaveProperty('encryptionKeyPreference');
  });

  it('is taken from Microsoft’s attribute only where the standard’s is not there', async () => {
    const theirs = attribute(OID.microsoftEncryptionKeyPreference, MICROSOFT);
    const alone = await verdictOf({ attributes: withAttributes(theirs) });
    expect(alone.encryptionKeyPreference).toEqual(MICROSOFT);
    const both = await verdictOf({ attributes: withAttributes(theirs, attribute(OID.encrypKeyPref, PREFERENCE)) });
    expect(both.encryptionKeyPreference).toEqual(PREFERENCE);
  });

  it('is left out where it has not exactly one value', async () => {
    const twice = attribute(OID.smimeCapabilities, CAPABILITIES, CAPABILITIES);
    const verdict = await verdictOf({ attributes: withAttributes(twice) });
    expect(verdict.integrity).toBe('intact');
    expect(verdict).not.toHaveProperty('capabilities');
  });
});

describe('what one SignerInfo amounts to', () => {
  const SIGNED_AT = new Date('2026-03-04T05:06:07Z');
  const withTime = (usual: readonly Der[]): readonly Der[] => [...usual, attribute(OID.signingTime, time(SIGNED_AT))];

  it('has the signing time of attributes that are covered, also where the content is another', async () => {
    expect((await verdictOf({ attributes: withTime })).signingTime).toEqual(SIGNED_AT);
    expect((await verdictOf({ attributes: withTime }, utf8Bytes('another content'))).signingTime).toEqual(SIGNED_AT);
    expect(await verdictOf({})).not.toHaveProperty('signingTime');
    expect(await verdictOf({ attributes: () => null })).not.toHaveProperty('signingTime');
  });

  it('has algorithms by name, certificate and, where it is intact, the key of its record', async () => {
    const intact = await verdictOf({});
    expect(intact).toMatchObject({
      integrity: 'intact',
      reasons: [],
      digestAlgorithm: 'sha256',
      signatureAlgorithm: 'ecdsa-p256',
      certificate: { serial: parseCertificate(world.parties.p256.certificate).serial },
    });
    expect(intact.recordKey).toMatch(/^[0-9a-f]{64}$/);
    expect((await verdictOf({})).recordKey).not.toBe(intact.recordKey);
    expect(await verdictOf({}, utf8Bytes('another content'))).not.toHaveProperty('recordKey');
    expect((await verdictOf({ attributes: () => null })).recordKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says what breaks a rule, with the certificate that is named', async () => {
    const verdict = await verdictOf({}, utf8Bytes('another content'));
    expect(verdict).toMatchObject({ integrity: 'altered', reasons: [{ code: 'digest-mismatch' }] });
    expect(verdict.certificate).toBeDefined();
  });

  it('is unverifiable where it cannot be read, and names no algorithm', async () => {
    const broken = await verdictOf({ signerInfos: () => [sequence(integer(1))] });
    expect(broken).toEqual({
      integrity: 'unverifiable',
      digestAlgorithm: '',
      signatureAlgorithm: '',
      reasons: [{ code: 'malformed' }],
    });
  });

  it('is over a limit with more attributes than are read, in either set', async () => {
    const many = Array.from({ length: LIMITS.attributes + 1 }, (_, i) => attribute(`1.2.3.${i}`, integer(i)));
    for (const changes of [{ attributes: () => many }, { unsignedAttributes: many }]) {
      expect(await verdictOf(changes)).toMatchObject({
        integrity: 'unverifiable',
        reasons: [{ code: 'limit', found: 'attributes' }],
      });
    }
  });

  it('must not have among the unsigned attributes what is to be signed, nor a countersignature signed', async () => {
    const misplaced = attribute(OID.signingTime, time(SIGNED_AT));
    const outside = await verdictOf({ unsignedAttributes: [misplaced] });
    expect([outside.integrity, codes(outside)]).toEqual(['altered', ['attributes-malformed']]);
    expect(outside).not.toHaveProperty('signingTime');
    const counter = (usual: readonly Der[]): readonly Der[] => [...usual, attribute(OID.countersignature, sequence())];
    const inside = await verdictOf({ attributes: counter });
    expect([inside.integrity, codes(inside)]).toEqual(['altered', ['attributes-malformed']]);
  });

  it('covers its attributes as they were sent, or sorted where they were not', async () => {
    const unsorted = (usual: readonly Der[]): readonly Der[] => [...usual].reverse();
    expect((await verdictOf({ attributes: unsorted })).integrity).toBe('intact');
    const asDer = (written: Der): Bytes => setOf(children(readTlv(written)).map(encoded));
    expect((await verdictOf({ attributes: unsorted, toBeSigned: asDer })).integrity).toBe('intact');
    const elsewhere = await verdictOf({ toBeSigned: (written) => written.slice(1) });
    expect([elsewhere.integrity, codes(elsewhere)]).toEqual(['altered', ['signature-mismatch']]);
  });

  it('tries no more certificates of one identifier than the limit allows', async () => {
    const right = parseCertificate(world.parties.p256.certificate);
    const keyIdentifier = right.subjectKeyIdentifier as Bytes;
    const sid = der(contextTag(0, 'primitive'), keyIdentifier);
    const other = parseCertificate((await world.ca.issue({ commonName: 'Other' })).certificate);
    const renamed = { ...other, subjectKeyIdentifier: keyIdentifier };
    const plan = { party: world.parties.p256, scheme: 'ecdsa-p256-sha256', sid, certificates: [] } as const;
    const cms = await buildSignedData(plan);
    const among = async (others: number): Promise<string | undefined> => {
      const candidates = [...Array.from({ length: others }, () => renamed), right];
      return (await verifySignedData({ cms, detached: CONTENT, candidates })).signers[0]?.integrity;
    };
    expect(await among(LIMITS.signerCandidates - 1)).toBe('intact');
    expect(await among(LIMITS.signerCandidates)).toBe('altered');
  });

  it('is not computed where the budget for signatures is spent', async () => {
    const cms = await buildSignedData({ party: world.parties.p256, scheme: 'ecdsa-p256-sha256' });
    const report = await verifySignedData({ cms, detached: CONTENT, budget: { left: 0 } });
    expect(report.signers[0]).toMatchObject({
      integrity: 'unverifiable',
      reasons: [{ code: 'limit', found: 'signatures' }],
    });
    const enough = await verifySignedData({ cms, detached: CONTENT, budget: { left: 1 } });
    expect(enough.signers[0]?.integrity).toBe('intact');
  });

  it('of a signature algorithm that is not known is unverifiable and names it', async () => {
    const verdict = await verdictOf({ signatureAlgorithm: algorithmIdentifier('1.2.3.4') });
    expect(verdict).toMatchObject({
      integrity: 'unverifiable',
      reasons: [{ code: 'unsupported-algorithm', found: '1.2.3.4' }],
    });
  });

  it('is weak and still intact with SHA-1', async () => {
    const sha1 = (signed: Bytes): Bytes => {
      const key = createPrivateKey({ key: Buffer.from(world.parties.rsa.keys.pkcs8), format: 'der', type: 'pkcs8' });
      return Uint8Array.from(sign('sha1', signed, key));
    };
    const plan: Changes = {
      party: world.parties.rsa,
      digest: 'sha1',
      sign: sha1,
      signatureAlgorithm: algorithmIdentifier(OID.rsaEncryption),
    };
    expect(await verdictOf(plan)).toMatchObject({
      integrity: 'intact',
      reasons: [{ code: 'weak-algorithm', found: 'sha1' }],
    });
  });
});
