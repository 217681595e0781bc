import { type Bytes } from '../../shared/base/bytes';
import { ocspRequest, revocationLocations } from '../../shared/pkix/authority-information';
import { type Certificate, parseCertificate } from '../../shared/pkix/certificate';
import { validatePath } from '../../shared/pkix/path-validation';
import { checkRevocation, type RevocationItem, type RevocationVerdict } from '../../shared/pkix/revocation';
import { pem, ScratchFolder } from '../support/openssl';
import { der, oid, sequence } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { latin1Bytes } from '../../shared/base/bytes';
import { extension, type Party, TestCa } from '../support/test-ca';

/** OpenSSL as authority and as responder: we read its CRLs and OCSP responses, it reads our requests. */
const uri = (text: string) => der(0x86, latin1Bytes(text));
const OCSP_URI = 'http://ocsp.signet.example/';
const CRL_URI = 'http://crl.signet.example/ca.crl';

let root: TestCa;
let alice: Party;
let bob: Party;
let folder: ScratchFolder;

function certificateOf(party: Party): Certificate {
  return parseCertificate(party.certificate);
}

function openssl(...args: readonly string[]): void {
  const { status, stderr } = folder.openssl(...args);
  if (status !== 0) throw new Error(stderr);
}

beforeAll(async () => {
  root = await TestCa.create('Root');
  const access = sequence(sequence(oid(OID.adOcsp), uri(OCSP_URI)));
  const point = sequence(sequence(der(0xa0, der(0xa0, uri(CRL_URI)))));
  const extraExtensions = [extension(OID.authorityInfoAccess, access), extension(OID.cRLDistributionPoints, point)];
  alice = await root.issue({ commonName: 'Alice', extraExtensions });
  bob = await root.issue({ commonName: 'Bob', extraExtensions });
  folder = new ScratchFolder();
  folder.write('ca.pem', pem('CERTIFICATE', root.certificate));
  folder.write('ca.key', pem('PRIVATE KEY', root.keys.pkcs8));
  folder.write('alice.pem', pem('CERTIFICATE', alice.certificate));
  folder.write('bob.pem', pem('CERTIFICATE', bob.certificate));
  folder.write('index.txt', '');
  folder.write('number', '01\n');
  const section =
    '[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=7\n';
  folder.write('ca.cnf', section);
  const ca = ['ca', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key'];
  openssl(...ca, '-valid', 'alice.pem');
  openssl(...ca, '-valid', 'bob.pem');
  openssl(...ca, '-revoke', 'bob.pem', '-crl_reason', 'keyCompromise');
  openssl(...ca, '-gencrl', '-out', 'crl.pem');
  openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der');
});

afterAll(() => {
  folder.remove();
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
  folder.write('request.der', await ocspRequest(certificateOf(party), parseCertificate(root.certificate)));
  openssl(
    ...['ocsp', '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ca.pem', '-rkey', 'ca.key'],
    ...['-reqin', 'request.der', '-respout', 'response.der', '-ndays', '1'],
  );
  return folder.read('response.der');
}

describe('the CRL of openssl ca', () => {
  it('leaves who is not listed good', async () => {
    expect(await judged(alice, 'crl', folder.read('crl.der'))).toMatchObject({ state: 'good', reasons: [] });
  });

  it('revokes who is, with the reason', async () => {
    const { state, statuses } = await judged(bob, 'crl', folder.read('crl.der'));
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
