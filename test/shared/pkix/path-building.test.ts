import { type Der } from '../../../shared/base/bytes';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type PathVerdict, validatePath } from '../../../shared/pkix/path-validation';
import { generateKeyPair, type KeyPair, TestCa } from '../../support/test-ca';

const NOW = new Date('2026-03-01T12:00:00Z');

let keys: KeyPair;
let root: TestCa;
beforeAll(async () => {
  keys = await generateKeyPair();
  root = await TestCa.create('Root', { now: NOW });
});

const validate = (certificate: Der, { anchors = [root.certificate] } = {}): Promise<PathVerdict> =>
  validatePath({
    at: NOW,
    purpose: 'sign',
    certificate: parseCertificate(certificate),
    candidates: [],
    anchors: anchors.map(parseCertificate),
  });

const codes = (verdict: PathVerdict): readonly string[] =>
  verdict.state === 'valid' ? ['valid'] : verdict.reasons.map(({ code }) => code);

describe('a signature of a certificate', () => {
  const counted = async (body: () => Promise<unknown>): Promise<number> => {
    const verify = jest.spyOn(crypto.subtle, 'verify');
    await body();
    const { length } = verify.mock.calls;
    verify.mockRestore();
    return length;
  };

  it('is verified once under one key, however often a path is asked for', async () => {
    const leaf = await root.issue({ commonName: 'Alice' }, keys);
    expect(await counted(() => validate(leaf.certificate))).toBe(1);
    expect(await counted(() => validate(leaf.certificate))).toBe(0);
    expect(codes(await validate(leaf.certificate))).toEqual(['valid']);
  });

  it('is verified anew under another key of the same name', async () => {
    const leaf = await root.issue({ commonName: 'Alice' }, keys);
    const stranger = await TestCa.create('Root', { now: NOW });
    await validate(leaf.certificate);
    const other = (): Promise<PathVerdict> => validate(leaf.certificate, { anchors: [stranger.certificate] });
    expect(await counted(other)).toBe(1);
    expect(codes(await other())).toEqual(['bad-certificate-signature']);
  });

  it('that could not be verified at all is tried again', async () => {
    const leaf = await root.issue({ commonName: 'Alice' }, keys);
    const verify = jest.spyOn(crypto.subtle, 'verify').mockRejectedValueOnce(new Error('not now'));
    expect(codes(await validate(leaf.certificate))).toEqual(['unsupported-algorithm']);
    verify.mockRestore();
    expect(codes(await validate(leaf.certificate))).toEqual(['valid']);
  });
});
