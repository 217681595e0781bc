import { type Der, latin1Bytes } from '../../../shared/base/bytes';
import { contextTag, der, integer, nullValue, octets, oid, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { type Certificate, parseCertificate } from '../../../shared/pkix/certificate';
import { type OcspResponse, readOcspResponse } from '../../../shared/pkix/ocsp-response';
import { ocspStatus } from '../../../shared/pkix/ocsp-status';
import { type RevocationVerdict } from '../../../shared/pkix/revocation';
import { type Finding } from '../../../shared/pkix/revocation-finding';
import { checkStatus } from '../../support/status-check';
import { type CertificateOptions, extension, type Party, TestCa } from '../../support/test-ca';
import {
  crlEntry,
  makeCrl,
  makeOcsp,
  type OcspAnswer,
  type Responder,
  type Times,
} from '../../support/test-revocation';

/** RFC 6960 3.2 and 4.2.2, rule by rule. */
const NOW = new Date('2026-03-01T12:00:00Z');
const minute = (offset: number): Date => new Date(NOW.getTime() + offset * 60_000);
const day = (offset: number): Date => minute(offset * 1440);
const TODAY: Times = { thisUpdate: day(-0.5), nextUpdate: day(1) };
const LAST_WEEK: Times = { thisUpdate: day(-9), nextUpdate: day(-2) };

let root: TestCa;
let alice: Party;
beforeAll(async () => {
  root = await TestCa.create('Root', { now: NOW });
  alice = await root.issue({ commonName: 'Alice' });
});

const answer = (more: Partial<OcspAnswer> = {}): OcspAnswer => ({
  certificate: alice.certificate,
  issuer: root.certificate,
  status: 'good',
  ...TODAY,
  ...more,
});

const verdictOf = (
  ocsp: readonly Der[],
  more: Partial<Parameters<typeof checkStatus>[0]> = {},
): Promise<RevocationVerdict> => checkStatus({ end: alice, anchor: root.certificate, at: NOW, ocsp, ...more });

/** Of an answer that the issuer itself signs. */
const stateOf = async (more: Partial<OcspAnswer>, by: Partial<Responder> = {}): Promise<string> =>
  (await verdictOf([await makeOcsp({ certificate: root.certificate, keys: root.keys, ...by }, answer(more))])).state;

const NO_CHECK = extension(OID.ocspNoCheck, nullValue());
const unknown = extension('1.2.3.4', integer(1), true);
const known = extension('1.2.3.4', integer(1));

describe('the dates of an answer', () => {
  it.each<[string, string, Times]>([
    ['of today', 'good', TODAY],
    ['to its last second', 'good', { thisUpdate: day(-1), nextUpdate: NOW }],
    ['past nextUpdate', 'undetermined', { thisUpdate: day(-1), nextUpdate: new Date(NOW.getTime() - 1000) }],
    ['of a clock a little ahead', 'good', { thisUpdate: minute(4), nextUpdate: day(1) }],
    ['of the future', 'undetermined', { thisUpdate: minute(6), nextUpdate: day(1) }],
    ['without nextUpdate, of today', 'good', { thisUpdate: day(-0.9) }],
    ['without nextUpdate, of the day before', 'undetermined', { thisUpdate: day(-1.1) }],
  ])('%s: %s', async (_, state, times) => {
    const { thisUpdate, nextUpdate } = times;
    const ocsp = [await makeOcsp(root, { ...bare(), thisUpdate, ...(nextUpdate && { nextUpdate }) })];
    expect((await verdictOf(ocsp)).state).toBe(state);
  });

  const bare = (): Omit<OcspAnswer, 'thisUpdate' | 'nextUpdate'> => {
    const { certificate, issuer, status } = answer();
    return { certificate, issuer, status };
  };

  it('do not end a revocation, but they end a hold', async () => {
    const revoked = (reason: number): OcspAnswer['status'] => ({ revokedAt: day(-20), reason });
    expect(await stateOf({ ...LAST_WEEK, status: revoked(1) })).toBe('revoked');
    expect(await stateOf({ ...LAST_WEEK, status: revoked(6) })).toBe('undetermined');
    expect(await stateOf({ status: revoked(6) })).toBe('revoked');
  });
});

describe('an answer is about the certificate whose', () => {
  it.each<[string, () => Partial<OcspAnswer> | Promise<Partial<OcspAnswer>>]>([
    ['serial', async () => ({ certificate: (await root.issue({ commonName: 'Alice' })).certificate })],
    ['key of the issuer', async () => ({ issuer: (await TestCa.create('Root', { now: NOW })).certificate })],
    ['name of the issuer', async () => ({ issuer: (await renamedRoot()).certificate })],
  ])('%s it names, and about no other', async (_, wrong) => {
    expect(await stateOf({})).toBe('good');
    for (const status of ['good', { revokedAt: day(-2) }] as const) {
      const other = await makeOcsp(root, answer({ ...(await wrong()), status }));
      expect(await verdictOf([other])).toMatchObject({ state: 'undetermined', statuses: [{ state: 'not-checked' }] });
    }
  });

  const renamedRoot = (): Promise<TestCa> => TestCa.create('Another', { now: NOW, keys: root.keys });

  it('it names among others in one response', async () => {
    const bob = await root.issue({ commonName: 'Bob' });
    const both = [answer({ certificate: bob.certificate, status: { revokedAt: day(-2) } }), answer()];
    expect((await verdictOf([await makeOcsp(root, ...both)])).state).toBe('good');
    expect((await verdictOf([await makeOcsp(root, ...both)], { end: bob })).state).toBe('revoked');
  });
});

describe('an answer with what is not understood', () => {
  it('makes nothing good where it is critical, and revokes all the same', async () => {
    expect(await stateOf({ extensions: [known] }, { extensions: [known] })).toBe('good');
    expect(await stateOf({ extensions: [unknown] })).toBe('undetermined');
    expect(await stateOf({}, { extensions: [unknown] })).toBe('undetermined');
    expect(await stateOf({ extensions: [unknown], status: { revokedAt: day(-2) } })).toBe('revoked');
  });

  it('is no answer where the responder does not know the certificate', async () => {
    expect(await stateOf({ status: 'unknown' })).toBe('undetermined');
  });
});

describe('a delegated responder', () => {
  const usual = { commonName: 'Responder', keyUsage: [0], extendedKeyUsage: [OID.ocspSigning] };
  const issued = (more: Partial<CertificateOptions> = {}, by = root): Promise<Party> => by.issue({ ...usual, ...more });
  const answered = async (responder: Party, more: Partial<Parameters<typeof checkStatus>[0]> = {}): Promise<string> => {
    const response = await makeOcsp({ ...responder, enclosed: [responder.certificate] }, answer());
    return (await verdictOf([response], more)).state;
  };

  it.each<[string, string, Partial<CertificateOptions>]>([
    ['certified for it', 'good', {}],
    ['with ocsp-nocheck', 'good', { extraExtensions: [NO_CHECK] }],
    ['without OCSPSigning', 'undetermined', { extendedKeyUsage: [OID.emailProtection] }],
    ['without extended key usage', 'undetermined', { extendedKeyUsage: null }],
    ['for any purpose', 'undetermined', { extendedKeyUsage: [OID.anyExtendedKeyUsage] }],
    ['that is an authority only', 'undetermined', { ca: {}, extendedKeyUsage: null, keyUsage: [5, 6] }],
    ['whose key may not sign', 'undetermined', { keyUsage: [2] }],
    ['whose certificate expired', 'undetermined', { notBefore: day(-30), notAfter: day(-1) }],
    ['whose certificate is not yet valid', 'undetermined', { notBefore: day(1), notAfter: day(30) }],
    ['with a critical condition nobody knows', 'undetermined', { extraExtensions: [unknown] }],
    ['whose certificate is damaged', 'undetermined', { extraExtensions: [known, known] }],
  ])('%s: %s', async (_, state, more) => {
    expect(await answered(await issued(more))).toBe(state);
  });

  it('is certified by the issuer itself, not by one above or below it', async () => {
    const middle = await root.subordinate({ commonName: 'Middle' });
    const lower = await middle.subordinate({ commonName: 'Lower' });
    const end = await middle.issue({ commonName: 'Carol' });
    const crls = [await makeCrl(root, TODAY)];
    const state = async (by: TestCa): Promise<string> => {
      const responder = await issued({}, by);
      const enclosed = [responder.certificate, lower.certificate];
      const about = answer({ certificate: end.certificate, issuer: middle.certificate });
      const response = await makeOcsp({ ...responder, enclosed }, about);
      return (await verdictOf([response], { end, crls, candidates: [lower.certificate] })).state;
    };
    expect([await state(middle), await state(root), await state(lower)]).toEqual([
      'good',
      'undetermined',
      'undetermined',
    ]);
  });

  it('may stand among what is known instead of in the response', async () => {
    const responder = await issued();
    const response = await makeOcsp(responder, answer());
    expect((await verdictOf([response])).state).toBe('undetermined');
    expect((await verdictOf([response], { candidates: [responder.certificate] })).state).toBe('good');
  });

  it('has the name or the key that the response names', async () => {
    const [responder, other] = [await issued(), await issued({ commonName: 'Other' })];
    for (const by of ['name', 'key'] as const) {
      const enclosed = [responder.certificate];
      const right = await makeOcsp({ ...responder, by, enclosed }, answer());
      const wrong = await makeOcsp({ certificate: other.certificate, keys: responder.keys, by, enclosed }, answer());
      expect([(await verdictOf([right])).state, (await verdictOf([wrong])).state]).toEqual(['good', 'undetermined']);
    }
  });

  it('that says where it can be checked has to be known good, unless it need not be checked', async () => {
    const name = der(contextTag(0), der(contextTag(0), der(0x86, latin1Bytes('http://crl.test/'))));
    const places = extension(OID.cRLDistributionPoints, sequence(sequence(name)));
    const checkable = await issued({ extraExtensions: [places] });
    /** For who names this place only: it says nothing of Alice. */
    const list = (...entries: readonly Der[]): Promise<Der> =>
      makeCrl(root, TODAY, entries, [extension(OID.issuingDistributionPoint, sequence(name), true)]);
    const entry = crlEntry({ certificate: checkable.certificate, at: day(-2) });
    expect((await verdictOf([], { crls: [await list()] })).state).toBe('undetermined');
    expect(await answered(checkable)).toBe('undetermined');
    expect(await answered(checkable, { crls: [await list()] })).toBe('good');
    expect(await answered(checkable, { crls: [await list(entry)] })).toBe('undetermined');
    expect(await answered(await issued({ extraExtensions: [places, NO_CHECK] }))).toBe('good');
  });
});

describe('a signature under an answer', () => {
  const usual = { commonName: 'Responder', keyUsage: [0], extendedKeyUsage: [OID.ocspSigning] };

  it('is the issuer’s, whatever name it bears', async () => {
    const impostor = await TestCa.create('Root', { now: NOW });
    expect(await stateOf({}, { keys: impostor.keys })).toBe('undetermined');
    expect(await stateOf({ status: { revokedAt: day(-2) } }, { keys: impostor.keys })).toBe('undetermined');
  });

  it('is the delegate’s, whom the issuer itself certified and no other of its name', async () => {
    const impostor = await TestCa.create('Root', { now: NOW });
    const [real, forged] = [await root.issue(usual), await impostor.issue(usual)];
    const state = async (certificate: Der, { keys }: Party): Promise<string> =>
      (await verdictOf([await makeOcsp({ certificate, keys, enclosed: [certificate] }, answer())])).state;
    expect(await state(real.certificate, real)).toBe('good');
    expect(await state(real.certificate, forged)).toBe('undetermined');
    expect(await state(forged.certificate, forged)).toBe('undetermined');
  });

  /** With signatures that hold, so that only their algorithms speak. */
  const judged = async (responder: Certificate, algorithms: Partial<OcspResponse>): Promise<Finding | undefined> => {
    const own = await makeOcsp({ certificate: responder.der, keys: root.keys }, answer());
    const issuer = parseCertificate(root.certificate);
    const listed = { response: { ...readOcspResponse(own), ...algorithms }, origin: 'given' } as const;
    return ocspStatus(parseCertificate(alice.certificate), { certificate: issuer, key: issuer.publicKey }, [listed], {
      at: NOW,
      candidates: [responder],
      verify: () => Promise.resolve(true),
      responderStatus: () => Promise.resolve(undefined),
    });
  };

  it('costs two signatures for each candidate at most, whatever number of answers it has', async () => {
    const forger = await TestCa.create('Root', { now: NOW });
    const forged = parseCertificate((await forger.issue(usual)).certificate);
    const many = Array.from({ length: 256 }, () => answer());
    const own = await makeOcsp({ certificate: forged.der, keys: forger.keys }, ...many);
    const issuer = parseCertificate(root.certificate);
    const listed = { response: readOcspResponse(own), origin: 'message' } as const;
    const candidates = Array.from({ length: 20 }, () => ({ ...forged }));
    const verify = jest.fn(() => Promise.resolve(false));
    const digests = jest.spyOn(crypto.subtle, 'digest');
    await ocspStatus(parseCertificate(alice.certificate), { certificate: issuer, key: issuer.publicKey }, [listed], {
      at: NOW,
      candidates,
      verify,
      responderStatus: () => Promise.resolve(undefined),
    });
    expect(listed.response.answers).toHaveLength(256);
    expect(verify.mock.calls.length).toBeLessThanOrEqual(2 * (candidates.length + listed.response.certificates.length));
    expect(digests.mock.calls.length).toBeLessThanOrEqual(candidates.length + 8);
    digests.mockRestore();
  });

  it('with SHA-1 makes good, and says that it is weak; a delegation with it is none', async () => {
    const signatureAlgorithm = sequence(oid('1.2.840.113549.1.1.5'), nullValue());
    const responder = parseCertificate((await root.issue(usual)).certificate);
    expect(await judged(responder, {})).not.toHaveProperty('weak');
    expect(await judged(responder, { signatureAlgorithm })).toMatchObject({ state: 'good', weak: 'sha1' });
    expect(await judged({ ...responder, signatureAlgorithm }, {})).toMatchObject({ state: 'undetermined' });
  });
});

describe('octets that are no response', () => {
  it.each<[string, Der]>([
    ['an error of the responder', sequence(der(0x0a, Uint8Array.of(6)))],
    ['success without a response', sequence(der(0x0a, Uint8Array.of(0)))],
    [
      'another type of response',
      sequence(der(0x0a, Uint8Array.of(0)), der(contextTag(0), sequence(oid('1.2.3'), octets(integer(1))))),
    ],
    ['something else', integer(1)],
  ])('say nothing: %s', async (_, response) => {
    expect((await verdictOf([response])).state).toBe('undetermined');
  });
});
