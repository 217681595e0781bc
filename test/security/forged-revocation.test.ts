import { type Der } from '../../shared/base/bytes';
import { integer, sequence, time } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { parseCertificate } from '../../shared/pkix/certificate';
import { readCrl } from '../../shared/pkix/crl';
import { countEntries } from '../../shared/pkix/crl-entries';
import { validatePath } from '../../shared/pkix/path-validation';
import { checkRevocation, type RevocationVerdict } from '../../shared/pkix/revocation';
import { extension, generateKeyPair, type Party, TestCa } from '../support/test-ca';
import { crlEntry, makeCrl, makeOcsp, type OcspAnswer } from '../support/test-revocation';

/** Revocation data comes with mail or over open networks: only what the issuer said, and says still, may help. */
const NOW = new Date();
const DAY = 86_400_000;
const day = (offset: number): Date => new Date(NOW.getTime() + offset * DAY);
const TODAY = { thisUpdate: day(-0.5), nextUpdate: day(1) };
const LAST_YEAR = { thisUpdate: day(-300), nextUpdate: day(-299) };

let root: TestCa;
let alice: Party;
let mallory: TestCa;

beforeAll(async () => {
  root = await TestCa.create('Root');
  alice = await root.issue({ commonName: 'Alice', notBefore: day(-400) });
  mallory = await TestCa.create('Root');
});

interface Given {
  readonly crls?: readonly Der[];
  readonly ocsp?: readonly Der[];
  readonly candidates?: readonly Der[];
  readonly end?: Party;
}

async function check({ crls = [], ocsp = [], candidates = [], end = alice }: Given): Promise<RevocationVerdict> {
  const all = [...candidates, ...end.chain].map(parseCertificate);
  const verdict = await validatePath({
    certificate: parseCertificate(end.certificate),
    candidates: all,
    anchors: [parseCertificate(root.certificate)],
    at: NOW,
    purpose: 'sign',
  });
  if (verdict.state !== 'valid') throw new Error('the path is not valid');
  const of = (kind: 'crl' | 'ocsp') => (octets: Der) => ({ kind, octets, origin: 'message' }) as const;
  const data = { items: [...crls.map(of('crl')), ...ocsp.map(of('ocsp'))] };
  return checkRevocation({ path: verdict.path, data, candidates: all, at: NOW });
}

const answer = (more: Partial<OcspAnswer> = {}): OcspAnswer => ({
  certificate: alice.certificate,
  issuer: root.certificate,
  status: 'good',
  ...TODAY,
  ...more,
});

describe('an OCSP response', () => {
  it.each(['name', 'key'] as const)('of the issuer itself, named by %s, makes good', async (by) => {
    for (const digest of ['sha1', 'sha256'] as const) {
      const verdict = await check({
        ocsp: [await makeOcsp({ certificate: root.certificate, keys: root.keys, by }, answer({ digest }))],
      });
      expect(verdict).toMatchObject({ state: 'good', reasons: [], statuses: [{ source: { kind: 'ocsp' } }] });
    }
  });

  it('signed by another key never helps, whatever name it bears', async () => {
    expect((await check({ ocsp: [await makeOcsp(mallory, answer())] })).state).toBe('undetermined');
  });

  it('out of date, of tomorrow, or unknown never helps', async () => {
    const tomorrow = { thisUpdate: day(1), nextUpdate: day(2) };
    for (const more of [LAST_YEAR, tomorrow, { status: 'unknown' } as const]) {
      expect((await check({ ocsp: [await makeOcsp(root, answer(more))] })).state).toBe('undetermined');
    }
  });

  it('about another certificate says nothing of this one', async () => {
    const bob = await root.issue({ commonName: 'Bob' });
    const verdict = await check({ ocsp: [await makeOcsp(root, answer({ certificate: bob.certificate }))] });
    expect(verdict).toMatchObject({ state: 'undetermined', statuses: [{ state: 'not-checked' }] });
  });

  it('of a delegate counts only where the issuer itself certified it for that', async () => {
    const issued = (extendedKeyUsage: readonly string[], by = root): Promise<Party> =>
      by.issue({ commonName: 'Responder', keyUsage: [0], extendedKeyUsage });
    const state = async (responder: Party): Promise<string> => {
      const response = await makeOcsp({ ...responder, enclosed: [responder.certificate] }, answer());
      return (await check({ ocsp: [response] })).state;
    };
    expect(await state(await issued([OID.ocspSigning]))).toBe('good');
    expect(await state(await issued([OID.emailProtection]))).toBe('undetermined');
    expect(await state(await issued([OID.anyExtendedKeyUsage]))).toBe('undetermined');
    expect(await state(await issued([OID.ocspSigning], mallory))).toBe('undetermined');
  });

  it('of a revoked delegate never helps', async () => {
    const responder = await root.issue({ commonName: 'Responder', keyUsage: [0], extendedKeyUsage: [OID.ocspSigning] });
    const ocsp = [await makeOcsp({ ...responder, enclosed: [responder.certificate] }, answer())];
    const entry = crlEntry({ certificate: responder.certificate, at: day(-2) });
    const other = crlEntry({ certificate: alice.certificate, at: day(-2) });
    expect((await check({ ocsp, crls: [await makeCrl(root, TODAY, [entry])] })).state).toBe('good');
    expect((await check({ ocsp, crls: [await makeCrl(root, LAST_YEAR, [entry])] })).state).toBe('undetermined');
    expect((await check({ ocsp, crls: [await makeCrl(root, TODAY, [other])] })).state).toBe('revoked');
  });

  it('that is good never outweighs a revocation, old or new', async () => {
    const ocsp = [await makeOcsp(root, answer())];
    const entry = crlEntry({ certificate: alice.certificate, at: day(-2), reason: 1 });
    for (const times of [TODAY, LAST_YEAR]) {
      const verdict = await check({ ocsp, crls: [await makeCrl(root, times, [entry])] });
      expect(verdict).toMatchObject({ state: 'revoked', reasons: [{ code: 'revoked' }] });
      expect(verdict.statuses[0]).toMatchObject({ revocationReason: 'keyCompromise', source: { kind: 'crl' } });
    }
  });
});

describe('a CRL', () => {
  it('of the issuer makes good, of an impostor nothing', async () => {
    expect((await check({ crls: [await makeCrl(root, TODAY)] })).state).toBe('good');
    expect((await check({ crls: [await makeCrl(mallory, TODAY)] })).state).toBe('undetermined');
  });

  it('of an impostor cannot revoke', async () => {
    const forged = await makeCrl(mallory, TODAY, [crlEntry({ certificate: alice.certificate, at: day(-2) })]);
    expect((await check({ crls: [forged, await makeCrl(root, TODAY)] })).state).toBe('good');
  });

  it('that is out of date or without an end makes nothing good', async () => {
    expect((await check({ crls: [await makeCrl(root, LAST_YEAR)] })).state).toBe('undetermined');
    expect((await check({ crls: [await makeCrl(root, { thisUpdate: day(-3) })] })).state).toBe('undetermined');
  });

  it('with a critical extension that is not known makes nothing good', async () => {
    const unknown = extension('1.2.3.4', integer(1), true);
    expect((await check({ crls: [await makeCrl(root, TODAY, [], [unknown])] })).state).toBe('undetermined');
    const other = await root.issue({ commonName: 'Other' });
    const entry = crlEntry({ certificate: other.certificate, at: day(-2), extensions: [unknown] });
    expect((await check({ crls: [await makeCrl(root, TODAY, [entry])] })).state).toBe('undetermined');
  });

  it('revokes an authority with all that it issued', async () => {
    const middle = await root.subordinate({ commonName: 'Middle' });
    const end = await middle.issue({ commonName: 'Carol' });
    const crls = [await makeCrl(middle, TODAY)];
    expect((await check({ crls, end })).statuses.map(({ state }) => state)).toEqual(['good', 'not-checked']);
    const revoked = await makeCrl(root, TODAY, [crlEntry({ certificate: middle.certificate, at: day(-1) })]);
    const verdict = await check({ crls: [...crls, revoked], end });
    expect(verdict).toMatchObject({ state: 'revoked', reasons: [{ code: 'authority-revoked' }] });
  });

  it('of 10 MB is searched in well under a second, and one broken inside says nothing', async () => {
    const serial = crypto.getRandomValues(new Uint8Array(12)).fill(0x11, 0, 1);
    const entry = sequence(integer(serial), time(day(-5)));
    const entries = Array.from({ length: 300_000 }, () => entry);
    const crl = await makeCrl(root, TODAY, entries);
    expect(crl.length).toBeGreaterThan(9_000_000);
    expect(countEntries(readCrl(crl))).toBe(300_000);
    const started = performance.now();
    expect((await check({ crls: [crl] })).state).toBe('good');
    expect(performance.now() - started).toBeLessThan(3000);
    const broken = await makeCrl(root, TODAY, [...entries.slice(0, 10), integer(5)]);
    expect((await check({ crls: [broken] })).state).toBe('undetermined');
  });

  it('in a flood ends at the budget of the message', async () => {
    const keys = await Promise.all(Array.from({ length: 4 }, () => generateKeyPair()));
    const crls: Der[] = [];
    for (let i = 0; i < 500; i++) {
      const signer = { certificate: root.certificate, keys: keys[i % 4] ?? root.keys };
      crls.push(await makeCrl(signer, TODAY));
    }
    const verdict = await check({ crls });
    expect(verdict.state).toBe('undetermined');
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['revocation-undetermined', 'limit']);
  });
});
