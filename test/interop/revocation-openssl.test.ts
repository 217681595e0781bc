import { type Bytes } from '../../shared/base/bytes';
import { ocspRequest, revocationLocations } from '../../shared/pkix/authority-information';
import { type Certificate, parseCertificate } from '../../shared/pkix/certificate';
import { validatePath } from '../../shared/pkix/path-validation';
import { checkRevocation, type RevocationItem, type RevocationVerdict } from '../../shared/pkix/revocation';
import { der, oid, sequence } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { latin1Bytes } from '../../shared/base/bytes';
import { extension, type Party, TestCa } from '../support/test-ca';
import { OpensslAuthority } from './openssl-authority';

/** OpenSSL as authority and as responder: we read its CRLs and OCSP responses, it reads our requests. */
const uri = (text: string) => der(0x86, latin1Bytes(text));
const OCSP_URI = 'http://ocsp.signet.example/';
const CRL_URI = 'http://crl.signet.example/ca.crl';

let root: TestCa;
let alice: Party;
let bob: Party;
let authority: OpensslAuthority;

function certificateOf(party: Party): Certificate {
  return parseCertificate(party.certificate);
}

beforeAll(async () => {
  root = await TestCa.create('Root');
  const access = sequence(sequence(oid(OID.adOcsp), uri(OCSP_URI)));
  const point = sequence(sequence(der(0xa0, der(0xa0, uri(CRL_URI)))));
  const extraExtensions = [extension(OID.authorityInfoAccess, access), extension(OID.cRLDistributionPoints, point)];
  alice = await root.issue({ commonName: 'Alice', extraExtensions });
  bob = await root.issue({ commonName: 'Bob', extraExtensions });
  authority = new OpensslAuthority(root);
  authority.register(alice.certificate);
  authority.register(bob.certificate);
  authority.revoke(bob.certificate);
});

afterAll(() => {
  authority.folder.remove();
});

async function judged(party: Party, kind: RevocationItem['kind'], octets: Bytes): Promise<RevocationVerdict> {
  const anchors = [parseCertificate(root.certificate)];
  const at = new Date();
  const verdict = await validatePath({
    certificate: certificateOf(party),
    candidates: [],
    anchors,
    at,
    purpose: 'sign',
  });
  if (verdict.state !== 'valid') throw new Error('the path is not valid');
  return checkRevocation({
    path: verdict.path,
    data: { items: [{ kind, octets, origin: 'given' }] },
    candidates: [],
    at,
  });
}

/** What OpenSSL's responder answers to our request. */
async function answerTo(party: Party): Promise<Bytes> {
  return authority.answer(await ocspRequest(certificateOf(party), parseCertificate(root.certificate)));
}

describe('the CRL of openssl ca', () => {
  it('leaves who is not listed good', async () => {
    expect(await judged(alice, 'crl', authority.list())).toMatchObject({ state: 'good', reasons: [] });
  });

  it('revokes who is, with the reason', async () => {
    const { state, statuses } = await judged(bob, 'crl', authority.list());
    expect(state).toBe('revoked');
    expect(statuses).toMatchObject([{ state: 'revoked', revocationReason: 'keyCompromise', source: { kind: 'crl' } }]);
  });
});

describe('openssl ocsp', () => {
  it('reads our request and its answer is good', async () => {
    expect(await judged(alice, 'ocsp', await answerTo(alice))).toMatchObject({
      state: 'good',
      statuses: [{ state: 'good', source: { kind: 'ocsp', origin: 'given' } }],
    });
  });

  it('answers that a certificate is revoked, and so it is', async () => {
    const { state, statuses } = await judged(bob, 'ocsp', await answerTo(bob));
    expect(state).toBe('revoked');
    expect(statuses[0]?.revokedAt).toBeInstanceOf(Date);
  });

  it('says nothing of another certificate', async () => {
    expect((await judged(bob, 'ocsp', await answerTo(alice))).state).toBe('undetermined');
  });
});

describe('the places that a certificate names', () => {
  it('are told each by its kind', () => {
    expect(revocationLocations(certificateOf(alice))).toEqual({ crl: [CRL_URI], ocsp: [OCSP_URI], issuers: [] });
    expect(revocationLocations(parseCertificate(root.certificate))).toEqual({ crl: [], ocsp: [], issuers: [] });
  });
});
