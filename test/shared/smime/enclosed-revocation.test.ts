import { type Bytes, type Der } from '../../../shared/base/bytes';
import { toBase64 } from '../../../shared/base/base64';
import { openMessage } from '../../../shared/journeys/open-message';
import { readMessage } from '../../../shared/journeys/read-message';
import { signData } from '../../../shared/cms/sign';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type SignatureRecords } from '../../../shared/ports/signature-records';
import { type OpenContext, type OpenedMessage } from '../../../shared/smime/open-context';
import { openOctets } from '../../../shared/smime/open-message';
import { integer } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { extension, type Party, TestCa } from '../../support/test-ca';
import { crlEntry, makeCrl, makeOcsp, withRevocation } from '../../support/test-revocation';
import { memoryPorts } from '../journeys/memory-ports';
import { ALICE, type Cast, createCast, entityOf, issue, messageOf, NOW, rawEntity, signerOf } from './messages';

/** Revocation data that comes with a message (RFC 5652 5.1 crls), all the way to what the message is worth. */
const day = (offset: number): Date => new Date(NOW.getTime() + offset * 86_400_000);
const TODAY = { thisUpdate: day(-1), nextUpdate: day(6) };

let cast: Cast;
/** Her certificate is valid for ten days more. */
let alice: Party;

beforeAll(async () => {
  cast = await createCast();
  alice = await issue(cast.ca, ALICE, { notAfter: day(10) });
});

interface Enclosed {
  readonly crls?: readonly Der[];
  readonly ocsp?: readonly Der[];
}

async function signedBy(party: Party, enclosed: Enclosed): Promise<Bytes> {
  const content = entityOf('The budget is agreed.');
  const cms = await signData({ content, signer: signerOf(party), form: 'attached', signingTime: NOW });
  const type = 'Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m';
  const header = `${type}\r\nContent-Transfer-Encoding: base64`;
  const body = toBase64(withRevocation(cms, enclosed)).replace(/.{76}/g, '$&\r\n');
  return messageOf(rawEntity(header, `${body}\r\n`), ALICE);
}

async function opened(enclosed: Enclosed, more: Partial<OpenContext> = {}): Promise<OpenedMessage> {
  const anchors = [parseCertificate(cast.ca.certificate)];
  return openOctets(await signedBy(alice, enclosed), { now: NOW, anchors, intermediates: [], ...more });
}

const crl = (entries: readonly Uint8Array[] = []): Promise<Der> => makeCrl(cast.ca, TODAY, entries);
const listed = (reason: number, at = day(-0.5)): Uint8Array => crlEntry({ certificate: alice.certificate, at, reason });
const codes = ({ summary }: OpenedMessage): readonly string[] => summary.reasons.map(({ code }) => code);

it('an enclosed list without the signer makes the signature good in revocation', async () => {
  const message = await opened({ crls: [await crl()] });
  expect(message.signatures[0]).toMatchObject({ integrity: 'intact', path: 'valid', revocation: 'good' });
  expect(message.signatures[0]?.certificateStatuses).toMatchObject([
    { state: 'good', source: { kind: 'crl', origin: 'message' } },
  ]);
  expect(message.summary.state).toBe('signed-valid');
  expect(codes(message)).not.toContain('revocation-not-checked');
});

it('an enclosed OCSP response does as well', async () => {
  const answer = { certificate: alice.certificate, issuer: cast.ca.certificate, status: 'good', ...TODAY } as const;
  const message = await opened({ ocsp: [await makeOcsp(cast.ca, answer)] });
  expect(message.signatures[0]).toMatchObject({ revocation: 'good' });
  expect(message.summary.state).toBe('signed-valid');
});

it('an enclosed list that names the signer takes the mark, and says so first', async () => {
  const message = await opened({ crls: [await crl([listed(1)])] });
  expect(message.signatures[0]).toMatchObject({ integrity: 'intact', path: 'valid', revocation: 'revoked' });
  expect(message.summary.state).toBe('signed-untrusted');
  expect(codes(message)[0]).toBe('revoked');
});

it('a list that another authority signed in the issuer’s name makes nothing good', async () => {
  const forged = await makeCrl({ certificate: cast.ca.certificate, keys: cast.otherCa.keys }, TODAY);
  const message = await opened({ crls: [forged] });
  expect(message.signatures[0]?.revocation).toBe('undetermined');
  expect(message.summary.state).toBe('signed-untrusted');
});

it('what a sender encloses leaves room for the revocation that is known', async () => {
  const impostors = await Promise.all(
    Array.from({ length: 7 }, () => TestCa.create('Known CA', { now: NOW }).then(({ certificate }) => certificate)),
  );
  const forged = await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      makeCrl(
        { certificate: cast.ca.certificate, keys: cast.otherCa.keys },
        TODAY,
        [],
        [extension(OID.cRLNumber, integer(i + 1))],
      ),
    ),
  );
  const known = await crl([listed(1)]);
  const octets = await signedBy({ ...alice, chain: impostors }, { crls: forged });
  const anchors = [parseCertificate(cast.ca.certificate)];
  const cached = () => Promise.resolve([{ kind: 'crl', octets: known, origin: 'fetched' } as const]);
  const revocation = { data: { items: [] }, required: false, softFail: true, cached };
  const message = await openOctets(octets, { now: NOW, anchors, intermediates: [], revocation });
  expect(message.signatures[0]).toMatchObject({ path: 'valid', revocation: 'revoked' });
  expect(message.summary.state).toBe('signed-untrusted');
  const unknown = await openOctets(octets, {
    now: NOW,
    anchors,
    intermediates: [],
    revocation: { ...revocation, cached: () => Promise.resolve([]) },
  });
  expect(unknown.summary.state).toBe('signed-untrusted');
});

it('what is required and was not checked takes the mark', async () => {
  const anchors = [parseCertificate(cast.ca.certificate)];
  const octets = await signedBy(alice, {});
  const context = { now: NOW, anchors, intermediates: [] };
  expect((await openOctets(octets, context)).summary.state).toBe('signed-valid');
  const demanding = { ...context, revocation: { data: { items: [] }, required: true } };
  expect((await openOctets(octets, demanding)).summary.state).toBe('signed-untrusted');
});

describe('a message that was read while its certificate was valid', () => {
  function memoryRecords(): SignatureRecords {
    const kept = new Map<string, { readonly verifiedAt: Date }>();
    return {
      find: (key) => Promise.resolve(kept.get(key)),
      remember: (key, record) => Promise.resolve(void kept.set(key, record)),
      clear: () => {
        kept.clear();
        return Promise.resolve();
      },
    };
  }

  const portsAt = async (now: Date, signatureRecords: SignatureRecords) => ({
    ...(await memoryPorts({ own: [], anchors: [cast.ca.certificate], now })),
    signatureRecords,
  });

  it('keeps its mark after the certificate has expired, and says when it was verified', async () => {
    const records = memoryRecords();
    const octets = await signedBy(alice, { crls: [await crl()] });
    await readMessage(octets, await portsAt(NOW, records));
    const later = await openMessage(octets, await portsAt(day(30), records));
    expect(later.summary.state).toBe('signed-valid');
    expect(later.signatures[0]?.verifiedBefore).toEqual(NOW);
    expect(codes(later)).toContain('expired-since');
  });

  it('loses it without the record, and that none is there is said', async () => {
    const octets = await signedBy(alice, { crls: [await crl()] });
    const later = await openMessage(octets, await portsAt(day(30), memoryRecords()));
    expect(later.summary.state).toBe('signed-untrusted');
    expect(codes(later)).toEqual(expect.arrayContaining(['expired', 'no-record']));
  });

  it('is never remembered where nothing said that the certificate was not revoked', async () => {
    const records = memoryRecords();
    const octets = await signedBy(alice, {});
    await readMessage(octets, await portsAt(NOW, records));
    const later = await openMessage(octets, await portsAt(day(30), records));
    expect(later.summary.state).toBe('signed-untrusted');
  });
});
