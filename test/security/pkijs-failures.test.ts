import { toBase64 } from '../../shared/base/base64';
import { type Der, utf8Bytes } from '../../shared/base/bytes';
import { LIMITS } from '../../shared/base/limits';
import { contextTag, der, integer, octets, oid, sequence, setOf, TAG, time } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { verifySignedData } from '../../shared/cms/verify';
import { parseCertificate } from '../../shared/pkix/certificate';
import { type PathVerdict, validatePath } from '../../shared/pkix/path-validation';
import { checkRevocation, type RevocationVerdict } from '../../shared/pkix/revocation';
import { openOctets } from '../../shared/smime/open-message';
import { attribute, buildSignedData, type SignedDataPlan } from '../shared/cms/signed-data-builder';
import {
  ALICE,
  type Cast,
  contextOf,
  createCast,
  entityOf,
  issue,
  messageOf,
  rawEntity,
  schemeOf,
} from '../shared/smime/messages';
import { type CertificateOptions, extension, generateKeyPair, nameOf, type Party, TestCa } from '../support/test-ca';
import { crlEntry, makeCrl, makeOcsp, type OcspAnswer } from '../support/test-revocation';

/**
 * What pkijs 4.0.0 lets through, or never ends, found by trying it there, and what it comes to here: one test for each, with
 * the same thing without the fault beside it. It reads and writes structures for us and decides nothing. What is only
 * missing in it (RSA without OAEP, ECDH without ukm, AuthEnvelopedData, …) the interop tests cover.
 */
const NOW = new Date();
const day = (offset: number): Date => new Date(NOW.getTime() + offset * 86_400_000);
const TODAY = { thisUpdate: day(-0.5), nextUpdate: day(1) };

let root: TestCa;
let stranger: TestCa;
let cast: Cast;
beforeAll(async () => {
  root = await TestCa.create('Root');
  stranger = await TestCa.create('Root');
  cast = await createCast();
});

const codes = (verdict: PathVerdict): readonly string[] =>
  verdict.state === 'valid' ? ['valid'] : verdict.reasons.map(({ code }) => code);

const validate = ({ certificate, chain }: Party, anchors: readonly Der[] = [root.certificate]): Promise<PathVerdict> =>
  validatePath({
    certificate: parseCertificate(certificate),
    candidates: chain.map(parseCertificate),
    anchors: anchors.map(parseCertificate),
    at: NOW,
    purpose: 'sign',
  });

describe('what SignedData.verify lets through', () => {
  const CONTENT = entityOf('I owe you a coffee.\r\n');
  const built = (plan: Partial<SignedDataPlan>): Promise<Der> =>
    buildSignedData({ party: cast.alice, scheme: schemeOf(cast.alice), content: CONTENT, ...plan });
  const integrity = async (plan: Partial<SignedDataPlan>): Promise<string> => {
    const [signer] = (await verifySignedData({ cms: await built(plan), detached: CONTENT })).signers;
    return `${signer?.integrity ?? ''} ${signer?.reasons.map(({ code }) => code).join(' ') ?? ''}`.trim();
  };

  it('a content-type attribute of another type than the content: altered', async () => {
    const typed =
      (type: string) =>
      ([, digest]: readonly Der[]) => [attribute(OID.contentType, oid(type)), digest as Der];
    expect(await integrity({ attributes: typed(OID.data) })).toBe('intact');
    expect(await integrity({ attributes: typed('1.2.3.4') })).toBe('altered content-type-mismatch');
  });

  it('two message-digest attributes, alike or not: altered', async () => {
    const wrong = attribute(OID.messageDigest, octets(new Uint8Array(32)));
    for (const other of [wrong, undefined]) {
      const attributes = (usual: readonly Der[]): readonly Der[] => [...usual, ...(other ? [other] : usual.slice(1))];
      expect(await integrity({ attributes })).toBe('altered attributes-malformed');
    }
  });

  it('attached content beside the content that is given: neither is believed', async () => {
    const another = utf8Bytes('I owe you a car.\r\n');
    const cms = await built({ eContent: octets(CONTENT) });
    for (const detached of [another, CONTENT]) {
      const { signers } = await verifySignedData({ cms, detached });
      expect(signers).toMatchObject([{ integrity: 'unverifiable', reasons: [{ code: 'content-twice' }] }]);
    }
    expect((await verifySignedData({ cms })).signers).toMatchObject([{ integrity: 'intact' }]);
  });

  it.each<[string, Partial<CertificateOptions>, string]>([
    ['key usage', { keyUsage: [2] }, 'key-usage'],
    ['extended key usage', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }, 'extended-key-usage'],
    ['mail address', { addresses: ['mallory@evil.test'] }, 'address-mismatch'],
  ])('a signer of another %s: no good mark', async (_, options, code) => {
    const opened = async (more: Partial<CertificateOptions>) => {
      const party = await issue(cast.ca, ALICE, more);
      const body = toBase64(await built({ party, eContent: octets(CONTENT) }));
      const header =
        'Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64';
      return (await openOctets(messageOf(rawEntity(header, body)), contextOf(cast))).summary;
    };
    expect((await opened({})).state).toBe('signed-valid');
    const summary = await opened(options);
    expect(summary.state).toBe('signed-untrusted');
    expect(summary.reasons.map((reason) => reason.code)).toContain(code);
  });
});

describe('what its chain engine lets through', () => {
  it('an authority below pathLen 0: too long', async () => {
    const last = await root.subordinate({ commonName: 'Last', ca: { pathLength: 0 } });
    const below = await last.subordinate({ commonName: 'Below' });
    expect(codes(await validate(await last.issue({ commonName: 'Alice' })))).toEqual(['valid']);
    expect(codes(await validate(await below.issue({ commonName: 'Alice' })))).toEqual(['path-too-long']);
  });

  const mail = (name: string): Der => der(contextTag(1, 'primitive'), utf8Bytes(name));
  const constraints = (permitted: readonly Der[], excluded: readonly Der[] = []): Der => {
    const list = (tag: number, bases: readonly Der[]): readonly Der[] =>
      bases.length === 0 ? [] : [der(contextTag(tag), ...bases.map((base) => sequence(base)))];
    return extension(OID.nameConstraints, sequence(...list(0, permitted), ...list(1, excluded)), true);
  };
  const authority = (above: TestCa, ...lists: readonly (readonly Der[])[]): Promise<TestCa> =>
    above.subordinate({ commonName: 'Constrained', extraExtensions: [constraints(lists[0] ?? [], lists[1])] });
  const dnMail = (address: string): Der =>
    sequence(setOf([sequence(oid(OID.emailAddress), der(TAG.ia5String, utf8Bytes(address)))]));

  it('a permitted address beside one that is not: forbidden, in either order', async () => {
    const middle = await authority(root, [mail('good.test')]);
    const named = async (...addresses: string[]) =>
      codes(await validate(await middle.issue({ commonName: 'Alice', addresses })));
    expect(await named('a@good.test', 'b@good.test')).toEqual(['valid']);
    expect(await named('a@good.test', 'ceo@evil.test')).toEqual(['name-constraints']);
    expect(await named('ceo@evil.test', 'a@good.test')).toEqual(['name-constraints']);
  });

  it('emailAddress of the subject outside what is permitted, or excluded: forbidden', async () => {
    const excluding = await authority(root, [], [mail('evil.test')]);
    const permitting = await authority(root, [mail('good.test')]);
    const through = async (middle: TestCa, address: string, addresses: readonly string[] = []) =>
      codes(await validate(await middle.issue({ commonName: '', subject: dnMail(address), addresses })));
    for (const middle of [excluding, permitting]) {
      expect(await through(middle, 'a@good.test')).toEqual(['valid']);
      expect(await through(middle, 'ceo@evil.test')).toEqual(['name-constraints']);
      expect(await through(middle, 'ceo@evil.test', ['a@good.test'])).toEqual(['name-constraints']);
    }
  });

  it('a lower authority that permits more than the upper: forbidden', async () => {
    const upper = await authority(root, [mail('good.test')]);
    const lower = await authority(upper, [mail('good.test'), mail('evil.test')]);
    const named = async (address: string) =>
      codes(await validate(await lower.issue({ commonName: 'Alice', addresses: [address] })));
    expect(await named('a@good.test')).toEqual(['valid']);
    expect(await named('ceo@evil.test')).toEqual(['name-constraints']);
  });

  it('two authorities that certify each other: an end after four steps', async () => {
    const [keysA, keysB] = [await generateKeyPair(), await generateKeyPair()];
    const a = await TestCa.create('A', { keys: keysA });
    const b = await TestCa.create('B', { keys: keysB });
    const crossed = [await b.subordinate({ commonName: 'A' }, keysA), await a.subordinate({ commonName: 'B' }, keysB)];
    const leaf = await a.issue({ commonName: 'Mallory' });
    const candidates = [...crossed, a, b].map(({ certificate }) => parseCertificate(certificate));
    const anchors = [parseCertificate(root.certificate)];
    const budget = { left: LIMITS.pathExpansions };
    const verify = jest.spyOn(crypto.subtle, 'verify');
    const certificate = parseCertificate(leaf.certificate);
    const verdict = await validatePath({ certificate, candidates, anchors, at: NOW, purpose: 'sign', budget });
    const { length } = verify.mock.calls;
    verify.mockRestore();
    expect(verdict.state).toBe('invalid');
    // Each of A's two certificates, above the crossed one each of B's two; above that no name and key comes again.
    expect(LIMITS.pathExpansions - budget.left).toBe(4);
    expect(length).toBeLessThanOrEqual(4);
  });

  it('a certificate that is itself an anchor, which it refuses: valid', async () => {
    const pinned = await stranger.issue({ commonName: 'Alice' });
    expect(codes(await validate(pinned, [pinned.certificate]))).toEqual(['valid']);
  });
});

describe('what it believes of revocation', () => {
  let alice: Party;
  let revoked: Der;
  beforeAll(async () => {
    alice = await root.issue({ commonName: 'Alice' });
    revoked = await makeCrl(root, TODAY, [crlEntry({ certificate: alice.certificate, at: day(-2) })]);
  });

  async function check(crls: readonly Der[], ocsp: readonly Der[] = []): Promise<RevocationVerdict> {
    const verdict = await validate(alice);
    if (verdict.state !== 'valid') throw new Error('the path is not valid');
    const of = (kind: 'crl' | 'ocsp') => (octetsOf: Der) => ({ kind, octets: octetsOf, origin: 'message' }) as const;
    const candidates = [stranger.certificate].map(parseCertificate);
    const data = { items: [...crls.map(of('crl')), ...ocsp.map(of('ocsp'))] };
    return checkRevocation({ path: verdict.path, data, candidates, at: NOW });
  }

  const good = (more: Partial<OcspAnswer> = {}): OcspAnswer => ({
    certificate: alice.certificate,
    issuer: root.certificate,
    status: 'good',
    ...TODAY,
    ...more,
  });

  it('an OCSP response unsigned, forged or of a stranger: not good, and no match for a CRL', async () => {
    const rogue = await stranger.issue({ commonName: 'Responder', keyUsage: [0], extendedKeyUsage: [OID.ocspSigning] });
    const unsigned = {
      certificate: root.certificate,
      keys: { ...root.keys, sign: () => Promise.resolve(new Uint8Array(0)) },
    };
    const forged = [
      await makeOcsp(unsigned, good()),
      await makeOcsp({ certificate: root.certificate, keys: stranger.keys }, good()),
      await makeOcsp({ ...rogue, enclosed: [rogue.certificate, stranger.certificate] }, good()),
    ];
    expect((await check([], [await makeOcsp(root, good())])).state).toBe('good');
    for (const one of forged) {
      expect((await check([], [one])).state).toBe('undetermined');
      expect((await check([revoked], [one])).state).toBe('revoked');
    }
  });

  it('an OCSP response of years ago: not good, and no match for a CRL of today', async () => {
    const old = { thisUpdate: new Date('2015-01-01T00:00:00Z'), nextUpdate: new Date('2015-01-08T00:00:00Z') };
    const expired = await makeOcsp(root, good(old));
    expect((await check([], [expired])).state).toBe('undetermined');
    expect((await check([revoked], [expired])).state).toBe('revoked');
  });

  it('a CRL of tomorrow, a bare delta, one that is for others: not good', async () => {
    const extensions = (...more: readonly Der[]): readonly Der[] => [extension(OID.cRLNumber, integer(2)), ...more];
    const scope = (...fields: readonly Der[]): Der =>
      extension(OID.issuingDistributionPoint, sequence(...fields), true);
    const flag = (tag: number): Der => der(contextTag(tag, 'primitive'), Uint8Array.of(0xff));
    const point = der(contextTag(0), der(contextTag(0), der(contextTag(4), nameOf('Elsewhere'))));
    const lists = {
      complete: await makeCrl(root, TODAY),
      'of tomorrow': await makeCrl(root, { thisUpdate: day(1), nextUpdate: day(2) }),
      delta: await makeCrl(root, TODAY, [], extensions(extension(OID.deltaCRLIndicator, integer(1), true))),
      'of authorities': await makeCrl(root, TODAY, [], extensions(scope(flag(2)))),
      'of another point': await makeCrl(root, TODAY, [], extensions(scope(point))),
      'of some reasons': await makeCrl(
        root,
        TODAY,
        [],
        extensions(scope(der(contextTag(3, 'primitive'), Uint8Array.of(6, 0x40)))),
      ),
    };
    const states = await Promise.all(
      Object.entries(lists).map(async ([name, list]) => [name, (await check([list])).state]),
    );
    expect(Object.fromEntries(states)).toEqual({
      complete: 'good',
      'of tomorrow': 'undetermined',
      delta: 'undetermined',
      'of authorities': 'undetermined',
      'of another point': 'undetermined',
      'of some reasons': 'undetermined',
    });
  });

  it('a CRL of 20,000 entries, which it cannot read: read to the last', async () => {
    const serial = new Uint8Array(12).fill(0x11);
    const many = Array.from({ length: 20_000 }, () => sequence(integer(serial), time(day(-5))));
    expect((await check([await makeCrl(root, TODAY, many)])).state).toBe('good');
    const listed = [...many, crlEntry({ certificate: alice.certificate, at: day(-2) })];
    expect((await check([await makeCrl(root, TODAY, listed)])).state).toBe('revoked');
  });
});
