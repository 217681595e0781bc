import { describedCertificate, factsIn, statusIn } from '../../../addins/cli/described-certificate';
import { inspectFile } from '../../../addins/cli/inspect-file';
import { reportText } from '../../../addins/cli/report';
import { type InspectRequest } from '../../../addins/cli/request';
import { exitStatus, type CertificateResult, type InspectResult } from '../../../addins/cli/result';
import { certificateRows, statusLines } from '../../../addins/ui/certificate-rows';
import { type Bytes, concat, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { contextTag, der, oid, sequence, setOf, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { type Certificate, parseCertificate } from '../../../shared/pkix/certificate';
import { certificateFacts } from '../../../shared/pkix/certificate-facts';
import { certificateFingerprint } from '../../../shared/pkix/certificate-fingerprint';
import { protectEntity } from '../../../shared/smime/protect-message';
import { ALICE, entityOf, issue, messageOf, NOW, signerOf } from '../../shared/smime/messages';
import { ScratchFolder } from '../../support/openssl';
import { extension, nameOf, type Party, TestCa } from '../../support/test-ca';
import { crlEntry, generalized, makeCrl, makeOcsp } from '../../support/test-revocation';

const day = (offset: number): Date => new Date(NOW.getTime() + offset * 86_400_000);
const TODAY = { thisUpdate: day(-1), nextUpdate: day(6) };
const folder = new ScratchFolder();
const iso = (time: Date): string => time.toISOString();

let root: TestCa;
let middle: TestCa;
let alice: Party;
let signed: Bytes;
let rootList: string;

beforeAll(async () => {
  root = await TestCa.create('Root', { now: NOW });
  middle = await root.subordinate({ commonName: 'Middle', ca: { pathLength: 0 } });
  alice = await issue(middle, ALICE);
  const sign = { signer: signerOf(alice), form: 'clear', signingTime: NOW } as const;
  signed = messageOf(await protectEntity({ entity: entityOf('Hello'), sign }));
  rootList = folder.write('root.crl', await makeCrl(root, TODAY));
});
afterAll(() => {
  folder.remove();
});

let count = 0;
function inspect(content: Uint8Array, more: Partial<InspectRequest> = {}): Promise<InspectResult> {
  const anchors = [folder.write('root.der', root.certificate)];
  return inspectFile({ file: folder.write(`input-${count++}`, content), anchors, ...more }, () => NOW);
}

const answered = async (status: Parameters<typeof makeOcsp>[1]['status']): Promise<string> => {
  const answer = { certificate: alice.certificate, issuer: middle.certificate, status, ...TODAY };
  return folder.write(`answer-${count++}`, await makeOcsp(middle, answer));
};

describe('the chain of a signature', () => {
  it('has each certificate of the validated path with what its status rests on', async () => {
    const result = await inspect(signed, { crls: [rootList], ocsp: [await answered('good')] });
    const said = { thisUpdate: iso(TODAY.thisUpdate), nextUpdate: iso(TODAY.nextUpdate), origin: 'given' };
    expect(result.signatures?.[0]?.chain).toMatchObject([
      {
        role: 'end-entity',
        subject: 'CN=alice',
        fingerprint: await certificateFingerprint(alice.certificate),
        revocation: { state: 'good', source: { kind: 'ocsp', issuer: 'CN=Middle', ...said } },
      },
      {
        role: 'authority',
        subject: 'CN=Middle',
        isCa: true,
        pathLength: 0,
        revocation: { state: 'good', source: { kind: 'crl', issuer: 'CN=Root', ...said } },
      },
      { role: 'anchor', subject: 'CN=Root', isSelfIssued: true },
    ]);
    expect(result.signatures?.[0]?.chain?.[2]).not.toHaveProperty('revocation');
    expect(exitStatus(result)).toBe(0);
  });

  it('says since when and why a certificate is revoked', async () => {
    const compromised = { certificate: alice.certificate, at: day(-3), reason: 1 };
    const since = [extension(OID.invalidityDate, generalized(day(-9)))];
    const list = await makeCrl(middle, TODAY, [crlEntry({ ...compromised, extensions: since })]);
    const result = await inspect(signed, { crls: [rootList, folder.write('middle.crl', list)] });
    expect(result.signatures?.[0]).toMatchObject({
      revocation: 'revoked',
      chain: [
        {
          revocation: {
            state: 'revoked',
            revokedAt: iso(day(-3)),
            invalidityDate: iso(day(-9)),
            reason: 'keyCompromise',
            source: { kind: 'crl', issuer: 'CN=Middle' },
          },
        },
        { revocation: { state: 'good' } },
        {},
      ],
    });
    expect(reportText(result)).toContain(`Revoked on ${iso(day(-3))}: the key may be in other hands`);
  });

  it('is not there without a valid path: the signer’s certificate stands alone', async () => {
    const result = await inspect(signed, { anchors: [] });
    expect(result.signatures?.[0]).toMatchObject({ path: 'invalid', signerCertificate: { subject: 'CN=alice' } });
    expect(result.signatures?.[0]).not.toHaveProperty('chain');
    expect(reportText(result)).toContain('Certificate without a valid path');
    expect(reportText(result)).not.toContain('Trusted authority');
  });
});

describe('the chain of a certificate file', () => {
  it('is that of its first certificate', async () => {
    const result = await inspect(concat([alice.certificate, middle.certificate]));
    expect(result.chain?.map(({ role, revocation }) => [role, revocation?.state])).toEqual([
      ['end-entity', 'not-checked'],
      ['authority', 'not-checked'],
      ['anchor', undefined],
    ]);
    expect(result).toMatchObject({ revocation: 'not-checked', path: { state: 'valid' } });
  });

  it('is not there where the path is not valid', async () => {
    const result = await inspect(alice.certificate);
    expect(result.path?.state).toBe('invalid');
    expect(result).not.toHaveProperty('chain');
    expect(reportText(result)).toContain('Subject: CN=alice');
  });
});

/** With everything that a certificate may say, hostile text among it. */
async function talkative(): Promise<Certificate> {
  const attribute = (type: string, text: string): Der =>
    setOf([sequence(oid(type), der(TAG.utf8String, utf8Bytes(text)))]);
  const subject = sequence(attribute(OID.commonName, '\u202eMallory'), attribute(OID.emailAddress, 'dn@evil.test'));
  const alternatives = sequence(
    der(contextTag(1, 'primitive'), utf8Bytes('san@evil.test')),
    der(contextTag(2, 'primitive'), utf8Bytes('www.evil.test')),
    der(contextTag(4), nameOf('Other name')),
  );
  const extraExtensions = [
    extension(OID.subjectAltName, alternatives),
    extension(OID.certificatePolicies, sequence(sequence(oid('1.2.3.4')))),
    extension(OID.keyUsage, sequence()),
  ];
  const { certificate } = await middle.issue({ commonName: 'Mallory', subject, keyUsage: null, extraExtensions });
  return parseCertificate(certificate);
}

describe('the facts of a certificate', () => {
  it.each<[string, () => Certificate | Promise<Certificate>]>([
    ['a person', () => parseCertificate(alice.certificate)],
    ['an authority', () => parseCertificate(middle.certificate)],
    ['a root', () => parseCertificate(root.certificate)],
    ['one that says everything', talkative],
  ])('are in JSON all that the certificate viewer is drawn from: %s', async (_, certificate) => {
    const read = await certificate();
    const json = JSON.parse(JSON.stringify(await describedCertificate(read))) as CertificateResult;
    expect(factsIn(json)).toMatchObject(certificateFacts(read));
    expect(json.fingerprint).toBe(await certificateFingerprint(read.der));
  });

  it('count the addresses that count, and name the others beside them', async () => {
    expect(await describedCertificate(await talkative())).toMatchObject({
      addresses: ['san@evil.test'],
      otherAddresses: ['dn@evil.test'],
    });
  });

  it('stand in the report line by line as in the viewer, with the status of each certificate', async () => {
    const result = await inspect(signed, { crls: [rootList], ocsp: [await answered('good')] });
    const report = reportText(result);
    for (const link of result.signatures?.[0]?.chain ?? []) {
      const facts = certificateRows(factsIn(link), link.fingerprint, 'en', iso).filter(([, lines]) => lines.length > 0);
      expect(facts.length).toBeGreaterThan(9);
      for (const [name, lines] of facts) expect(report).toContain(`${name}: ${lines.join('; ')}`);
      for (const line of link.revocation ? statusLines(statusIn(link.revocation), 'en', iso) : [])
        expect(report).toContain(line);
    }
    expect(report).toMatch(/Trusted authority: CN=Root\n\s+Subject: CN=Root/);
  });

  it('cannot steer a terminal', async () => {
    const result = await inspect((await talkative()).der);
    expect(result.certificate).toMatchObject({ defects: ['keyUsage'] });
    expect(result.certificate?.subject).toContain('\u202e');
    expect(reportText(result)).not.toContain('\u202e');
  });
});
