import { fromBase64 } from '../../../shared/base/base64';
import { hex, type Bytes } from '../../../shared/base/bytes';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { RECORDS, SOURCE } from '../../../shared/pkix/mozilla-anchors';
import { validatePath } from '../../../shared/pkix/path-validation';
import { publicAnchorList, publicAnchors } from '../../../shared/pkix/public-anchors';
import { TestCa } from '../../support/test-ca';

const octetsOf = (der: string): Bytes => fromBase64(der) as Bytes;
const certificates = RECORDS.map(({ der }) => parseCertificate(octetsOf(der)));
const AT = new Date(`${SOURCE.date}T12:00:00Z`);

describe('the list of public roots', () => {
  it('holds about as many as Mozilla trusts for e-mail, and says where they are from', () => {
    expect(RECORDS.length).toBeGreaterThan(60);
    expect(RECORDS.length).toBeLessThan(200);
    expect(SOURCE.nss).toMatch(/^3\.\d+/);
    expect(Number.isNaN(AT.getTime())).toBe(false);
  });

  it('names each by the fingerprint of its own octets, in order and once', async () => {
    for (const { fingerprint, der } of RECORDS) {
      expect(hex(new Uint8Array(await crypto.subtle.digest('SHA-256', octetsOf(der))))).toBe(fingerprint);
    }
    const names = RECORDS.map(({ fingerprint }) => fingerprint);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('holds self-issued authorities that may sign certificates for mail, and nothing damaged', () => {
    for (const one of certificates) {
      const said = [one.subject.text, one.isSelfIssued, one.basicConstraints?.ca ?? one.version < 3, one.defects];
      expect(said).toEqual([one.subject.text, true, true, []]);
      expect(one.keyUsage === undefined || one.keyUsage.has('keyCertSign')).toBe(true);
    }
  });

  it('has only distrust dates that are times', () => {
    const dates = RECORDS.flatMap(({ distrustAfter }) => (distrustAfter === undefined ? [] : [distrustAfter]));
    for (const date of dates) expect(new Date(date).toISOString()).toBe(date);
  });
});

describe('public anchors', () => {
  it('are found by their names, each as the same object again', async () => {
    const index = publicAnchors();
    for (const one of certificates) {
      const found = (await index.named(one.subject)).find(({ der }) => hex(der) === hex(one.der));
      expect([one.subject.text, found?.subject.text]).toEqual([one.subject.text, one.subject.text]);
      expect(await index.named(one.subject)).toContain(found);
    }
  });

  it('are none that are not wanted, and none under another name', async () => {
    const [first] = certificates;
    const stranger = parseCertificate((await TestCa.create('Stranger')).certificate);
    expect(await publicAnchors(() => false).named(certificates[0]?.subject ?? stranger.subject)).toEqual([]);
    expect(await publicAnchors().named(stranger.subject)).toEqual([]);
    const others = publicAnchors((fingerprint) => fingerprint !== RECORDS[0]?.fingerprint);
    expect((await others.named((first ?? stranger).subject)).map(({ der }) => hex(der))).not.toContain(
      hex((first ?? stranger).der),
    );
  });

  it('are anchors to path validation', async () => {
    const certificate = certificates.find(({ notAfter }) => notAfter > AT);
    if (!certificate) throw new Error('every root has expired');
    const request = { certificate, candidates: [], anchors: [], at: AT, purpose: 'any' } as const;
    expect(await validatePath({ ...request, anchorIndex: publicAnchors() })).toMatchObject({ state: 'valid' });
    expect(await validatePath(request)).toMatchObject({ state: 'invalid', reasons: [{ code: 'self-signed' }] });
  });

  it('are told with name and source for people', async () => {
    const { source, roots } = await publicAnchorList();
    expect(source).toEqual(SOURCE);
    expect(roots.map(({ fingerprint }) => fingerprint)).toEqual(RECORDS.map(({ fingerprint }) => fingerprint));
    expect(roots.every(({ name }) => name.trim() !== '')).toBe(true);
  });
});

describe('an index of anchors', () => {
  it('ends paths as the list does, whatever the message encloses, and never for another name', async () => {
    const root = await TestCa.create('Root');
    const middle = await root.subordinate({ commonName: 'Middle' });
    const leaf = await middle.issue({ commonName: 'Alice' });
    const anchor = parseCertificate(root.certificate);
    const candidates = [middle.certificate, root.certificate].map(parseCertificate);
    const request = {
      certificate: parseCertificate(leaf.certificate),
      candidates,
      at: new Date(),
      purpose: 'sign',
    } as const;
    const index = { named: () => Promise.resolve([anchor]) };
    expect(await validatePath({ ...request, anchors: [], anchorIndex: index })).toMatchObject({ state: 'valid' });
    const late = { ...anchor, distrustAfter: new Date(0) };
    const limited = { named: () => Promise.resolve([late]) };
    expect(await validatePath({ ...request, anchors: [], anchorIndex: limited })).toMatchObject({
      state: 'invalid',
      reasons: [{ code: 'issuer-distrusted' }],
    });
    expect(await validatePath({ ...request, anchors: [anchor], anchorIndex: limited })).toMatchObject({
      state: 'valid',
    });
  });
});
