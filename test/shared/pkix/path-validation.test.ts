import { der, oid, sequence, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { concat, type Der } from '../../../shared/base/bytes';
import { type Certificate, parseCertificate, parseCertificates } from '../../../shared/pkix/certificate';
import { type PathRequest, type PathVerdict, validatePath } from '../../../shared/pkix/path-validation';
import { withFolder } from '../../support/openssl';
import { type CertificateOptions, extension, generateKeyPair, type KeyPair, TestCa } from '../../support/test-ca';

const NOW = new Date('2026-03-01T12:00:00Z');
const days = (count: number): Date => new Date(NOW.getTime() + count * 86_400_000);
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

let keys: KeyPair;
let root: TestCa;
beforeAll(async () => {
  keys = await generateKeyPair();
  root = await TestCa.create('Root', { now: NOW });
});

const validate = (
  certificate: Der,
  more: Partial<Omit<PathRequest, 'candidates' | 'anchors'>> & {
    candidates?: readonly Der[];
    anchors?: readonly Der[];
  } = {},
): Promise<PathVerdict> =>
  validatePath({
    at: NOW,
    purpose: 'sign',
    ...more,
    certificate: parseCertificate(certificate),
    candidates: (more.candidates ?? []).map(parseCertificate),
    anchors: (more.anchors ?? [root.certificate]).map(parseCertificate),
  });

const codes = (verdict: PathVerdict): readonly string[] =>
  verdict.state === 'valid' ? ['valid'] : verdict.reasons.map(({ code }) => code);

/** Reasons for a person certified through one authority with the given options. */
async function through(
  authority: Partial<CertificateOptions>,
  person: Partial<CertificateOptions> = {},
  more: Pick<Partial<PathRequest>, 'purpose' | 'at'> = {},
): Promise<readonly string[]> {
  const middle = await root.subordinate({ commonName: 'Middle', ...authority });
  const leaf = await middle.issue({ commonName: 'Alice', ...person }, keys);
  return codes(await validate(leaf.certificate, { candidates: leaf.chain, ...more }));
}

describe('an anchor that is given up for new certificates', () => {
  const anchored = async (distrustAfter: Date, more: Partial<CertificateOptions> = {}): Promise<readonly string[]> => {
    const leaf = await root.issue({ commonName: 'Alice', notBefore: days(-10), ...more }, keys);
    const anchors = [{ ...parseCertificate(root.certificate), distrustAfter }];
    return codes(
      await validatePath({
        at: NOW,
        purpose: 'sign',
        certificate: parseCertificate(leaf.certificate),
        candidates: [parseCertificate(root.certificate)],
        anchors,
      }),
    );
  };

  it('still ends paths of certificates issued up to that day, and of none issued later', async () => {
    expect(await anchored(days(-10))).toEqual(['valid']);
    expect(await anchored(days(-9))).toEqual(['valid']);
    expect(await anchored(days(-11))).toEqual(['issuer-distrusted']);
    expect(await anchored(new Date(NaN))).toEqual(['issuer-distrusted']);
  });

  it('tells the compared days', async () => {
    const leaf = await root.issue({ commonName: 'Alice', notBefore: days(-10) }, keys);
    const anchors = [{ ...parseCertificate(root.certificate), distrustAfter: days(-11) }];
    const verdict = await validatePath({
      at: NOW,
      purpose: 'sign',
      certificate: parseCertificate(leaf.certificate),
      candidates: [],
      anchors,
    });
    expect(verdict).toMatchObject({
      state: 'invalid',
      reasons: [{ code: 'issuer-distrusted', found: days(-10).toISOString(), expected: days(-11).toISOString() }],
    });
  });

  it('looks at the end entity through authorities in between, and goes another way where there is one', async () => {
    const middle = await root.subordinate({ commonName: 'Middle', notBefore: days(-1) });
    const old = await middle.issue({ commonName: 'Alice', notBefore: days(-10) }, keys);
    const other = await TestCa.create('Other', {
      now: NOW,
      keys: middle.keys,
      ca: { subject: parseCertificate(middle.certificate).subject.der },
    });
    const late = { ...parseCertificate(root.certificate), distrustAfter: days(-11) };
    const request = {
      at: NOW,
      purpose: 'sign',
      certificate: parseCertificate(old.certificate),
      candidates: [parseCertificate(middle.certificate)],
    } as const;
    expect(codes(await validatePath({ ...request, anchors: [{ ...late, distrustAfter: days(-5) }] }))).toEqual([
      'valid',
    ]);
    expect(codes(await validatePath({ ...request, anchors: [late] }))).toEqual(['issuer-distrusted']);
    expect(codes(await validatePath({ ...request, anchors: [late, parseCertificate(other.certificate)] }))).toEqual([
      'valid',
    ]);
  });

  it('counts with the limits of the first of two that are the same', async () => {
    const leaf = await root.issue({ commonName: 'Alice', notBefore: days(-10) }, keys);
    const free = parseCertificate(root.certificate);
    const late = { ...free, distrustAfter: days(-11) };
    const request = {
      at: NOW,
      purpose: 'sign',
      certificate: parseCertificate(leaf.certificate),
      candidates: [free],
    } as const;
    expect(codes(await validatePath({ ...request, anchors: [free, late] }))).toEqual(['valid']);
    expect(codes(await validatePath({ ...request, anchors: [late, free] }))).toEqual(['issuer-distrusted']);
  });
});

describe('a valid path', () => {
  it('runs from the end entity to the anchor, whatever else is at hand and in whatever order', async () => {
    const middle = await root.subordinate({ commonName: 'Middle' });
    const lower = await middle.subordinate({ commonName: 'Lower' });
    const leaf = await lower.issue({ commonName: 'Alice' }, keys);
    const stranger = await TestCa.create('Middle', { now: NOW });
    const candidates = [root.certificate, stranger.certificate, leaf.certificate, ...[...leaf.chain].reverse()];
    const verdict = await validate(leaf.certificate, { candidates });
    const expected = [leaf.certificate, lower.certificate, middle.certificate, root.certificate].map(parseCertificate);
    expect(verdict).toMatchObject({ state: 'valid', notes: [] });
    expect(verdict.state === 'valid' && verdict.path.certificates).toEqual(expected);
  });

  it('holds to the last second of the dates and not beyond', async () => {
    const { certificate } = await root.issue({ commonName: 'A', notBefore: days(-0.5), notAfter: days(1) }, keys);
    const at = (ms: number) => validate(certificate, { at: new Date(ms) }).then(codes);
    expect(await at(days(1).getTime() + 999)).toEqual(['valid']);
    expect(await at(days(1).getTime() + 1000)).toEqual(['expired']);
    expect(await at(days(-0.5).getTime())).toEqual(['valid']);
    expect(await at(days(-0.5).getTime() - 1)).toEqual(['not-yet-valid']);
  });

  it('goes round a dead authority by the way that is open', async () => {
    const own = await generateKeyPair();
    const expired = await root.subordinate({ commonName: 'Middle', notBefore: days(-9), notAfter: days(-5) }, own);
    const current = await root.subordinate({ commonName: 'Middle' }, own);
    const leaf = await current.issue({ commonName: 'Alice' }, keys);
    for (const candidates of [
      [expired, current],
      [current, expired],
    ]) {
      const found = await validate(leaf.certificate, { candidates: candidates.map((one) => one.certificate) });
      expect(codes(found)).toEqual(['valid']);
    }
  });

  it('may end at an authority that is not self-signed, and at a pinned certificate itself', async () => {
    const middle = await root.subordinate({ commonName: 'Middle' });
    const leaf = await middle.issue({ commonName: 'Alice' }, keys);
    expect(codes(await validate(leaf.certificate, { anchors: [middle.certificate] }))).toEqual(['valid']);
    const pinned = await validate(leaf.certificate, { anchors: [leaf.certificate] });
    expect(pinned.state === 'valid' && pinned.path.certificates).toHaveLength(1);
    expect(codes(await validate(leaf.certificate, { anchors: [leaf.certificate], at: days(900) }))).toEqual([
      'expired',
    ]);
    expect(codes(await validate(leaf.certificate, { anchors: [leaf.certificate], purpose: 'encrypt' }))).toEqual([
      'valid',
    ]);
  });

  it('notes SHA-1 and short RSA keys without failing', async () => {
    await withFolder(async (folder) => {
      const run = (...args: string[]) => expect(folder.openssl(...args).status).toBe(0);
      run(
        'req',
        '-x509',
        '-nodes',
        '-newkey',
        'rsa:2048',
        '-keyout',
        'ca.key',
        '-out',
        'ca.pem',
        '-subj',
        '/CN=Old',
        '-days',
        '9',
      );
      run('req', '-nodes', '-newkey', 'rsa:1024', '-keyout', 'a.key', '-out', 'a.csr', '-subj', '/CN=A');
      run(
        'x509',
        '-req',
        '-sha1',
        '-in',
        'a.csr',
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        'a.pem',
        '-days',
        '9',
      );
      const [anchor] = parseCertificates(folder.read('ca.pem')) as [Certificate];
      const [certificate] = parseCertificates(folder.read('a.pem')) as [Certificate];
      const at = new Date(certificate.notBefore.getTime() + 1000);
      const verdict = await validatePath({ certificate, candidates: [], anchors: [anchor], at, purpose: 'sign' });
      expect(verdict).toMatchObject({
        state: 'valid',
        notes: [
          { code: 'weak-algorithm', found: 'sha1' },
          { code: 'weak-key', found: '1024', expected: '2048' },
        ],
      });
    });
  });
});

describe('a path is refused', () => {
  it('without an anchor, however good its signatures', async () => {
    const other = await TestCa.create('Other', { now: NOW });
    const leaf = await other.issue({ commonName: 'Alice' }, keys);
    expect(codes(await validate(leaf.certificate))).toEqual(['no-path']);
    expect(codes(await validate(leaf.certificate, { candidates: [other.certificate] }))).toEqual(['not-anchored']);
    expect(codes(await validate(other.certificate))).toEqual(['self-signed']);
    expect(codes(await validate(leaf.certificate, { anchors: [] }))).toEqual(['no-path']);
  });

  it('where an anchor has the name and not the key', async () => {
    const impostor = await TestCa.create('Root', { now: NOW });
    const leaf = await impostor.issue({ commonName: 'Alice' }, keys);
    expect(codes(await validate(leaf.certificate))).toEqual(['bad-certificate-signature']);
  });

  it('where one octet of a certificate is changed', async () => {
    const { certificate } = await root.issue({ commonName: 'Alice', addresses: ['alice@example.test'] }, keys);
    const text = Buffer.from(certificate).toString('latin1');
    const changed = certificate.slice() as Der;
    changed[text.indexOf('alice@example.test')] = 0x62;
    expect(codes(await validate(changed))).toEqual(['bad-certificate-signature']);
  });

  it.each([
    ['an authority that is none', { ca: undefined as never, keyUsage: [5] }, 'not-a-ca'],
    ['an authority that may not sign certificates', { keyUsage: [6] }, 'key-usage'],
    ['an expired authority', { notBefore: days(-9), notAfter: days(-5) }, 'expired'],
    ['an authority of the future', { notBefore: days(5) }, 'not-yet-valid'],
    ['an authority for another purpose', { extendedKeyUsage: [SERVER_AUTH] }, 'extended-key-usage'],
    [
      'a critical extension nobody knows',
      { extraExtensions: [extension('1.2.3.4', sequence(), true)] },
      'unknown-critical-extension',
    ],
  ])('for %s', async (_, options, code) => {
    expect(await through(options)).toContain(code);
  });

  it.each([
    ['a person whose key is for encryption', { keyUsage: [2, 4] }, ['key-usage']],
    ['a person whose certificate is for servers', { extendedKeyUsage: [SERVER_AUTH] }, ['extended-key-usage']],
    [
      'a critical extension nobody knows',
      { extraExtensions: [extension('1.2.3.4', sequence(), true)] },
      ['unknown-critical-extension'],
    ],
    [
      'a critical key identifier',
      { extraExtensions: [extension(OID.authorityInfoAccess, sequence(), true)] },
      ['unknown-critical-extension'],
    ],
    [
      'an extension that cannot be read',
      { keyUsage: null, extraExtensions: [extension(OID.keyUsage, sequence())] },
      ['malformed-certificate'],
    ],
    [
      'a person who claims to be able to certify',
      { extraExtensions: [extension(OID.basicConstraints, sequence())], keyUsage: [0, 5] },
      ['malformed-certificate'],
    ],
    ['a person without name', { subject: sequence() }, ['malformed-certificate']],
  ])('for %s', async (_, options, expected) => {
    expect(await through({}, options)).toEqual(expected);
  });

  it('by purpose: any asks for neither usage', async () => {
    const person = { keyUsage: [0], extendedKeyUsage: [SERVER_AUTH] };
    expect(await through({}, person)).toEqual(['extended-key-usage']);
    expect(await through({}, person, { purpose: 'any' })).toEqual(['valid']);
    expect(await through({}, { keyUsage: [0] }, { purpose: 'encrypt' })).toEqual(['key-usage']);
    expect(await through({}, { keyUsage: [4] }, { purpose: 'encrypt' })).toEqual(['valid']);
  });

  it('beyond the length an authority allows, self-issued certificates not counted', async () => {
    const middle = await root.subordinate({ commonName: 'Middle', ca: { pathLength: 0 } });
    const renewed = await middle.subordinate({ commonName: 'Middle', ca: { pathLength: 0 } });
    const lower = await middle.subordinate({ commonName: 'Lower' });
    const good = await renewed.issue({ commonName: 'Alice' }, keys);
    const bad = await lower.issue({ commonName: 'Alice' }, keys);
    expect(codes(await validate(good.certificate, { candidates: good.chain }))).toEqual(['valid']);
    expect(codes(await validate(bad.certificate, { candidates: bad.chain }))).toEqual(['path-too-long']);
  });

  it('by the anchor’s own dates and constraints', async () => {
    const late = await TestCa.create('Late', { now: days(-900) });
    const leaf = await late.issue({ commonName: 'A', notAfter: days(9) }, keys);
    expect(codes(await validate(leaf.certificate, { anchors: [late.certificate] }))).toEqual(['expired']);
    const narrow = await TestCa.create('Narrow', { now: NOW, ca: { ca: { pathLength: 0 } } });
    const below = await (await narrow.subordinate({ commonName: 'Below' })).issue({ commonName: 'A' }, keys);
    const found = await validate(below.certificate, { anchors: [narrow.certificate], candidates: below.chain });
    expect(codes(found)).toEqual(['path-too-long']);
    const person = await root.issue({ commonName: 'Person' });
    const forged = await TestCa.create('Person', { now: NOW, keys: person.keys });
    const child = await forged.issue({ commonName: 'A' }, keys);
    expect(codes(await validate(child.certificate, { anchors: [person.certificate] }))).toEqual([
      'not-a-ca',
      'key-usage',
    ]);
  });

  it('at a time that is none', async () => {
    const { certificate } = await root.issue({ commonName: 'A' }, keys);
    expect(await validate(certificate, { at: new Date(NaN) })).toMatchObject({ state: 'undetermined' });
  });

  it('with the two signature algorithms of a certificate apart', async () => {
    const { certificate } = await root.issue({ commonName: 'A' }, keys);
    const read = parseCertificate(certificate);
    const other = sequence(oid(OID.ecdsaWithSha256), der(TAG.null));
    const signature = certificate.subarray(certificate.length - read.signature.length - 3);
    const changed = sequence(concat([read.tbs, other, signature]));
    expect(codes(await validate(changed))).toEqual(['malformed-certificate']);
  });
});

describe('the reasons', () => {
  it('are those of the path that came nearest, with what was compared', async () => {
    const middle = await root.subordinate({ commonName: 'Middle' });
    const leaf = await middle.issue({ commonName: 'A', notBefore: days(-9), notAfter: days(-2) }, keys);
    const stranger = await TestCa.create('Middle', { now: NOW });
    const verdict = await validate(leaf.certificate, { candidates: [stranger.certificate, ...leaf.chain] });
    expect(verdict).toEqual({
      state: 'invalid',
      reasons: [{ code: 'expired', found: days(-2).toISOString(), expected: NOW.toISOString() }],
    });
  });

  it('name all faults of it, the gravest first', async () => {
    const options = { notBefore: days(-9), notAfter: days(-2), extendedKeyUsage: [SERVER_AUTH], keyUsage: [2] };
    expect(await through({}, options)).toEqual(['key-usage', 'extended-key-usage', 'expired']);
  });

  it('leave it undetermined where only our own ability is missing', async () => {
    await withFolder(async (folder) => {
      const key = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp224r1'];
      expect(folder.openssl('req', '-x509', ...key, '-subj', '/CN=R', '-keyout', 'k', '-out', 'c').status).toBe(0);
      folder.openssl('req', ...key, '-subj', '/CN=A', '-keyout', 'a', '-out', 'csr');
      folder.openssl('x509', '-req', '-in', 'csr', '-CA', 'c', '-CAkey', 'k', '-CAcreateserial', '-out', 'leaf');
      const [anchor, certificate] = ['c', 'leaf'].flatMap((name) => parseCertificates(folder.read(name))) as [
        Certificate,
        Certificate,
      ];
      const verdict = await validatePath({
        certificate,
        candidates: [],
        anchors: [anchor],
        at: certificate.notBefore,
        purpose: 'any',
      });
      expect(verdict).toMatchObject({ state: 'undetermined', reasons: [{ code: 'unsupported-algorithm' }] });
    });
  });
});
