import { der, sequence } from '../../../shared/asn1/der';
import { toBase64 } from '../../../shared/base/base64';
import { type Bytes, concat, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { SignetError } from '../../../shared/base/errors';
import { LIMITS } from '../../../shared/base/limits';
import { pemText } from '../../../shared/base/pem';
import { children, encoded, readTlv } from '../../../shared/asn1/der';
import { encodeCertsOnly } from '../../../shared/cms/certs-only';
import { importCertificates, keepCertificates } from '../../../shared/journeys/begin-correspondents';
import { type ImportReport, type ImportRequest } from '../../../shared/journeys/import-certificates';
import { type CertificateDirectory } from '../../../shared/ports/certificate-directory';
import { accepted, memoryDirectory } from '../../support/memory-directory';
import { type Party, TestCa } from '../../support/test-ca';

const NOW = new Date();
const BOB = 'bob@signet.example';

let ca: TestCa;
let bob: Party;
let carol: Party;
beforeAll(async () => {
  ca = await TestCa.create('Some CA');
  bob = await ca.issue({ commonName: 'Bob', addresses: [BOB] });
  carol = await ca.issue({ commonName: 'Carol', addresses: ['carol@signet.example'] });
});

const run = (
  files: readonly Bytes[],
  certificateDirectory: Pick<CertificateDirectory, 'update'> = memoryDirectory(),
  more: Partial<ImportRequest> = {},
): Promise<ImportReport> => importCertificates({ files, ...more }, { certificateDirectory, clock: { now: () => NOW } });

const outcomes = ({ certificates }: ImportReport): readonly string[] =>
  certificates.map(({ name, outcome }) => `${name} ${outcome}`);
const pem = (octets: Bytes, label = 'CERTIFICATE'): Bytes => utf8Bytes(pemText(label, octets));

/** The same ContentInfo with indefinite lengths around the SignedData, as streaming programs write it. */
function inBer(contentInfo: Bytes): Bytes {
  const [type, content] = children(readTlv(contentInfo));
  const [signedData] = children(content as ReturnType<typeof readTlv>);
  const fields = children(signedData as ReturnType<typeof readTlv>).map(encoded);
  const end = Uint8Array.of(0, 0);
  const open = (tag: number, ...parts: readonly Uint8Array[]): Bytes =>
    concat([Uint8Array.of(tag, 0x80), ...parts, end]);
  return open(0x30, encoded(type as ReturnType<typeof readTlv>), open(0xa0, open(0x30, ...fields)));
}

describe('certificates are kept', () => {
  it.each([
    ['DER', () => bob.certificate],
    ['PEM', () => pem(bob.certificate)],
    [
      'PEM of UTF-16',
      () => concat([Uint8Array.of(0xff, 0xfe), ...[...pem(bob.certificate)].map((one) => Uint8Array.of(one, 0))]),
    ],
    ['bare base64', () => latin1Bytes(toBase64(bob.certificate))],
    ['PKCS #7 in DER', () => encodeCertsOnly([bob.certificate])],
    ['PKCS #7 in BER', () => inBer(encodeCertsOnly([bob.certificate]))],
    ['PKCS #7 in PEM', () => pem(encodeCertsOnly([bob.certificate]), 'PKCS7')],
    ['a vCard', () => utf8Bytes(`BEGIN:VCARD\r\nKEY;ENCODING=b:${toBase64(bob.certificate)}\r\nEND:VCARD\r\n`)],
    ['LDIF', () => utf8Bytes(`dn: cn=Bob\nuserCertificate;binary:: ${toBase64(bob.certificate)}\n`)],
    [
      'LDIF with userSMIMECertificate, which is PKCS #7',
      () => utf8Bytes(`dn: cn=Bob\nuserSMIMECertificate;binary:: ${toBase64(encodeCertsOnly([bob.certificate]))}\n`),
    ],
  ])('from %s', async (_, file) => {
    const directory = memoryDirectory();
    expect(outcomes(await run([file()], directory))).toEqual(['Bob added']);
    const [entry] = await directory.find(BOB);
    expect([entry?.sources, entry?.accepted.map(({ ground }) => ground)]).toEqual([[{ kind: 'imported' }], ['first']]);
  });

  it('with the authorities that come with them, as authorities', async () => {
    const directory = memoryDirectory();
    const file = concat([pem(bob.certificate), pem(ca.certificate)]);
    expect(outcomes(await run([file], directory))).toEqual(['Bob added', 'Some CA authority']);
    expect([...directory.entries.values()].map(({ role }) => role)).toEqual(['person', 'authority']);
  });

  it('and say that they were known, or have expired', async () => {
    const old = await ca.issue({
      commonName: 'Old',
      addresses: ['old@signet.example'],
      notAfter: new Date(0),
      notBefore: new Date(0),
    });
    const report = await run(
      [pem(bob.certificate), pem(old.certificate)],
      memoryDirectory([accepted(bob.certificate)]),
    );
    expect(outcomes(report)).toEqual(['Bob known', 'Old added']);
    expect(report.certificates.map(({ isExpired }) => isExpired)).toEqual([undefined, true]);
  });
});

describe('a new key for an address that is known', () => {
  it('waits, as if it had come any other way', async () => {
    const again = await ca.issue({ commonName: 'Bob', addresses: [BOB] });
    const report = await run([again.certificate], memoryDirectory([accepted(bob.certificate)]));
    expect(outcomes(report)).toEqual(['Bob waiting']);
    expect(report.certificates[0]?.waiting).toEqual([BOB]);
  });

  it('in two files of one import: the first is used, the other waits', async () => {
    const again = await ca.issue({ commonName: 'Bob 2', addresses: [BOB] });
    expect(outcomes(await run([bob.certificate, again.certificate]))).toEqual(['Bob added', 'Bob 2 waiting']);
  });

  it('is used where it was attached to a message that the known key signed', async () => {
    const again = await ca.issue({ commonName: 'Bob', addresses: [BOB] });
    const directory = (): ReturnType<typeof memoryDirectory> => memoryDirectory([accepted(bob.certificate)]);
    const vouched = { vouchedBy: bob.keys.spki };
    expect(outcomes(await run([again.certificate], directory(), vouched))).toEqual(['Bob added']);
    const other = { vouchedBy: carol.keys.spki };
    expect(outcomes(await run([again.certificate], directory(), other))).toEqual(['Bob waiting']);
  });
});

describe('what is not kept', () => {
  it('is named, one by one, and keeps nothing else out', async () => {
    const nobody = await ca.issue({ commonName: 'Nobody' });
    const server = await ca.issue({ commonName: 'Server', addresses: [BOB], extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] });
    const directory = memoryDirectory();
    const broken = pem(Uint8Array.of(0x30, 0x03, 1, 2, 3));
    const noBase64 = utf8Bytes('-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n');
    const file = concat([broken, noBase64, pem(nobody.certificate), pem(server.certificate), pem(carol.certificate)]);
    const report = await run([file], directory);
    expect(report.counts).toMatchObject({ unreadable: 2, 'no-address': 1, 'not-for-mail': 1, added: 1 });
    expect([...directory.entries.values()].map(({ certificate }) => certificate)).toEqual([carol.certificate]);
  });

  it('of a file that holds none says so, and the next file is read', async () => {
    const report = await run([utf8Bytes('hello'), new Uint8Array(0), utf8Bytes('dn: x\ncn: y\n'), bob.certificate]);
    const none = 'malformed-certificate';
    expect(report.failures.map((one) => one?.code)).toEqual([none, none, none, undefined]);
    expect(report.counts.unreadable).toBe(0);
    expect(report.counts.added).toBe(1);
  });

  it('of a file that is too large is everything', async () => {
    const report = await run([new Uint8Array(LIMITS.contactFileOctets + 1), bob.certificate]);
    expect(report.failures).toEqual([{ code: 'limit', subject: 'contactFileOctets' }, undefined]);
    expect(outcomes(report)).toEqual(['Bob added']);
  });

  it('stands at a URL: nothing is fetched', async () => {
    const file = utf8Bytes('BEGIN:VCARD\r\nFN:Eve\r\nKEY:https://evil.example/x.cer\r\nEND:VCARD');
    expect(outcomes(await run([file]))).toEqual(['Eve elsewhere']);
  });
});

it('a bundle of many people is read each by themselves, and the report lists the first of them', async () => {
  const block = pem(sequence(der(0x02, Uint8Array.of(1))));
  const report = await run([concat([...Array<Bytes>(600).fill(block), pem(bob.certificate)])]);
  expect([report.certificates.length, report.counts.unreadable, report.counts.added]).toEqual([500, 600, 1]);
});

it('a file of any number of certificates in one name fills the store up to a limit, and keeps no other person out', async () => {
  const directory = memoryDirectory();
  // Read like others, with another serial number each; nobody looks at the signature before it is used.
  const forged = Array.from({ length: LIMITS.addressCertificates + 10 }, (_, i) => {
    const octets = bob.certificate.slice();
    octets.set([i >> 8, i & 0xff], Buffer.from(octets).indexOf(0x5a) + 4);
    return octets;
  });
  const { counts } = await run([...forged, carol.certificate], directory);
  expect(counts).toMatchObject({ added: LIMITS.addressCertificates + 1, 'too-many': 10 });
  const again = await ca.issue({ commonName: 'Bob', addresses: [BOB] }, bob.keys);
  const clock = { now: () => NOW };
  const harvested = { certificates: [again.certificate], source: { kind: 'harvested' as const } };
  const [kept] = await keepCertificates(harvested, { certificateDirectory: directory, clock });
  expect(kept?.entry.accepted).toMatchObject([{ address: BOB, ground: 'same-key' }]);
});

it('an issuer that each person of a file brings again counts once', async () => {
  const people = await Promise.all(
    Array.from({ length: LIMITS.importedAuthorities + 1 }, (_, i) =>
      ca.issue({ commonName: `P${i}`, addresses: [`p${i}@signet.example`] }, bob.keys),
    ),
  );
  const cards = people.map(
    ({ certificate }) =>
      `dn: cn=P\nuserSMIMECertificate;binary:: ${toBase64(encodeCertsOnly([certificate, ca.certificate]))}\n`,
  );
  const { counts } = await run([utf8Bytes(cards.join('\n'))]);
  expect(counts).toMatchObject({ added: people.length, authority: people.length, 'too-many': 0 });
});

it('a store that is full ends its file, and the report says so with what was kept until then', async () => {
  const directory = memoryDirectory();
  let writes = 0;
  const full: Pick<CertificateDirectory, 'update'> = {
    update: (scope, change) =>
      ++writes > 1 ? Promise.reject(new SignetError('storage', 'full', 'full')) : directory.update(scope, change),
  };
  const cards = [bob, carol].map(
    ({ certificate }) => `BEGIN:VCARD\r\nKEY;ENCODING=b:${toBase64(certificate)}\r\nEND:VCARD\r\n`,
  );
  const report = await run([utf8Bytes(cards.join(''))], full);
  expect(report.failures).toEqual([{ code: 'storage', subject: 'full' }]);
  expect(report.counts.added).toBe(1);
});

it('ends when it is called off', async () => {
  const controller = new AbortController();
  controller.abort();
  const ports = { certificateDirectory: memoryDirectory(), clock: { now: () => NOW } };
  const importing = importCertificates({ files: [bob.certificate] }, ports, { signal: controller.signal });
  await expect(importing).rejects.toMatchObject({ code: 'cancelled' });
});
