import { asDer, type Bytes, utf8Text } from '../../../shared/base/bytes';
import { pemBlocks } from '../../../shared/base/pem';
import { readVcards } from '../../../shared/contacts/vcard';
import {
  allowExpired,
  confirmKey,
  correspondentDetails,
  correspondents,
  exportCorrespondent,
} from '../../../shared/journeys/begin-correspondents';
import { type CorrespondentFormat, type CorrespondentPorts } from '../../../shared/journeys/correspondents';
import { parseCertificate, parseCertificates } from '../../../shared/pkix/certificate';
import { type BrowsableDirectory, type KnownCertificate } from '../../../shared/ports/certificate-directory';
import { accepted, fingerprintOf, memoryDirectory, waitingEntry } from '../../support/memory-directory';
import { type Party, TestCa } from '../../support/test-ca';
import { BOB, issue, NOW } from '../smime/messages';

const DAY = 86_400_000;
let ca: TestCa;
let between: TestCa;
let bob: Party;
let again: Party;
let expired: Party;
beforeAll(async () => {
  ca = await TestCa.create('Known CA', { now: NOW });
  between = await ca.subordinate({ commonName: 'Between' });
  bob = await issue(between, BOB, { notBefore: new Date(NOW.getTime() - DAY / 2) });
  again = await issue(between, BOB, { notBefore: new Date(NOW.getTime() - DAY / 4) });
  expired = await issue(between, BOB, { notAfter: new Date(NOW.getTime() - 1_000) });
});

function portsOf(known: readonly KnownCertificate[], more: Partial<CorrespondentPorts> = {}): CorrespondentPorts {
  const directory = memoryDirectory(known);
  const all = () => [{ address: BOB, certificates: [...directory.entries.values()] }];
  const browsable: BrowsableDirectory = {
    ...directory,
    page: ({ limit }) => Promise.resolve(all().slice(0, limit)),
    waiting: () => Promise.resolve([]),
    count: () => Promise.resolve(directory.entries.size),
    remove: (fingerprint) => Promise.resolve(void directory.entries.delete(fingerprint)),
  };
  return {
    certificateDirectory: browsable,
    trustStore: {
      anchors: () => Promise.resolve([parseCertificate(ca.certificate)]),
      intermediates: () => Promise.resolve([between.certificate]),
    },
    clock: { now: () => NOW },
    ...more,
  };
}

it('a list shows people with their certificates, the newest first, and for what each is', async () => {
  const list = await correspondents(
    { text: '', limit: 10 },
    portsOf([accepted(bob.certificate), waitingEntry(again.certificate)]),
  );
  expect([list.count, list.next, list.people.length]).toEqual([2, undefined, 1]);
  expect(list.people[0]?.certificates).toMatchObject([
    { fingerprint: fingerprintOf(again.certificate), dates: 'within', uses: ['sign', 'encrypt'], issuer: 'Between' },
    { fingerprint: fingerprintOf(bob.certificate), accepted: { ground: 'first' } },
  ]);
  expect(list.people[0]?.certificates[0]?.accepted).toBeUndefined();
});

it('details say which certificate a message would be encrypted to today, or why none', async () => {
  const two = portsOf([accepted(bob.certificate), waitingEntry(again.certificate)]);
  expect(await correspondentDetails({ address: BOB }, two)).toMatchObject({
    used: fingerprintOf(bob.certificate),
    reasons: [],
  });
  const one = await correspondentDetails({ address: BOB }, portsOf([waitingEntry(again.certificate)]));
  expect([one.used, one.reasons.map(({ code }) => code)]).toEqual([undefined, ['unconfirmed-key']]);
});

it('details of an address of the user’s own are what a message from another one would be encrypted to', async () => {
  const identity = { id: 'own', certificate: again.certificate, chain: again.chain };
  const keyStore = { identities: () => Promise.resolve([identity]) };
  const ports = portsOf([accepted(bob.certificate)], { keyStore });
  const own = await correspondentDetails({ address: BOB, accounts: [BOB] }, ports);
  expect([own.used, own.usesOwn, own.reasons]).toEqual([undefined, true, []]);
  const anothers = await correspondentDetails({ address: BOB, accounts: ['alice@signet.example'] }, ports);
  expect([anothers.used, anothers.usesOwn]).toEqual([fingerprintOf(bob.certificate), undefined]);
});

it('details are there although another certificate of the address is damaged', async () => {
  const whole = accepted(bob.certificate);
  const damaged = { ...whole, fingerprint: '00', certificate: asDer(bob.certificate.slice(0, 40)) };
  const ports = portsOf([]);
  const certificateDirectory = { ...ports.certificateDirectory, find: () => Promise.resolve([damaged, whole]) };
  const details = await correspondentDetails({ address: BOB }, { ...ports, certificateDirectory });
  expect([details.used, details.certificates.length]).toEqual([whole.fingerprint, 1]);
});

it('a key that the user confirms is used from then on', async () => {
  const ports = portsOf([accepted(bob.certificate), waitingEntry(again.certificate)]);
  await confirmKey({ address: BOB, fingerprint: fingerprintOf(again.certificate) }, ports);
  const { used, certificates } = await correspondentDetails({ address: BOB }, ports);
  expect([used, certificates[0]?.accepted]).toEqual([
    fingerprintOf(again.certificate),
    { ground: 'confirmed', at: NOW },
  ]);
});

it('the word about an expired certificate is recorded with its day, once, and taken back', async () => {
  const ports = portsOf([accepted(expired.certificate)]);
  const fingerprint = fingerprintOf(expired.certificate);
  expect((await correspondentDetails({ address: BOB }, ports)).used).toBeUndefined();
  await allowExpired({ fingerprint, isAllowed: true }, ports);
  await allowExpired({ fingerprint, isAllowed: true }, { ...ports, clock: { now: () => new Date() } });
  const allowed = await correspondentDetails({ address: BOB }, ports);
  expect([allowed.used, allowed.certificates[0]?.expiredAllowedAt]).toEqual([fingerprint, NOW]);
  const forbidden = await correspondentDetails(
    { address: BOB },
    { ...ports, recipientRules: { withoutExpired: true } },
  );
  expect([forbidden.used, forbidden.isExpiredForbidden]).toEqual([undefined, true]);
  await allowExpired({ fingerprint, isAllowed: false }, ports);
  expect((await correspondentDetails({ address: BOB }, ports)).used).toBeUndefined();
});

describe('a certificate as a file', () => {
  const file = async (format: CorrespondentFormat): Promise<Bytes> => {
    const request = { address: BOB, fingerprint: fingerprintOf(bob.certificate), format };
    const octets = await exportCorrespondent(request, portsOf([accepted(bob.certificate)]));
    if (!octets) throw new Error('no file');
    return octets;
  };

  it('is the certificate alone in DER, and with the authorities of its path in PEM and PKCS #7', async () => {
    expect(await file('cer')).toEqual(bob.certificate);
    const both = [bob.certificate, between.certificate];
    expect(pemBlocks(await file('pem')).map(({ octets }) => octets)).toEqual(both);
    expect(parseCertificates(await file('p7b')).map(({ der }) => der)).toEqual(expect.arrayContaining(both));
  });

  it('is a card that is read again', async () => {
    const octets = await file('vcf');
    expect(utf8Text(octets)).toMatch(/^BEGIN:VCARD\r\nVERSION:3\.0\r\n/);
    expect(readVcards(octets)).toMatchObject([{ name: 'bob', addresses: [BOB], certificates: [bob.certificate] }]);
  });

  it('is nothing where it is gone', async () => {
    const request = { address: BOB, fingerprint: 'gone', format: 'cer' } as const;
    expect(await exportCorrespondent(request, portsOf([]))).toBeUndefined();
  });
});
