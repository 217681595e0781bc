import { LIMITS } from '../../shared/base/limits';
import { pemText } from '../../shared/base/pem';
import { asDer, type Der, utf8Bytes } from '../../shared/base/bytes';
import { chooseRecipient } from '../../shared/journeys/choose-recipient';
import { importCertificates } from '../../shared/journeys/begin-correspondents';
import { parseCertificate } from '../../shared/pkix/certificate';
import { type KnownCertificate } from '../../shared/ports/certificate-directory';
import { accepted, memoryDirectory, waitingEntry } from '../support/memory-directory';
import { generateKeyPair, type Party, TestCa } from '../support/test-ca';

/**
 * Whoever has a file imported, or writes signed mail, may put any number of certificates into the directory. They may keep
 * nobody busy who writes to the person they name, and may not keep that person's own certificate from being found.
 */
const BOB = 'bob@signet.example';
const DAY = 86_400_000;
const FORGED = LIMITS.addressCertificates;

let real: TestCa;
let bob: Party;
let forged: readonly Party[];
let authorities: readonly Der[];
beforeAll(async () => {
  real = await TestCa.create('Real');
  bob = await real.issue({ commonName: 'Bob', addresses: [BOB], notBefore: new Date(Date.now() - 9 * DAY) });
  const [forger, keys] = [await TestCa.create('Real'), await generateKeyPair()];
  const one = (i: number) => ({
    commonName: `Bob ${i}`,
    addresses: [BOB],
    notBefore: new Date(Date.now() - i * 1_000),
  });
  forged = await Promise.all(Array.from({ length: FORGED }, (_, i) => forger.issue(one(i), keys)));
  const others = await Promise.all(Array.from({ length: 100 }, () => TestCa.create('Real')));
  authorities = others.map(({ certificate }) => certificate);
});

/** How often the platform verified a signature meanwhile. */
async function counted<Result>(work: () => Promise<Result>): Promise<readonly [Result, number]> {
  const verify = jest.spyOn(Object.getPrototypeOf(crypto.subtle) as SubtleCrypto, 'verify');
  try {
    return [await work(), verify.mock.calls.length];
  } finally {
    verify.mockRestore();
  }
}

describe('forged certificates of one address beside many authorities of their issuer’s name', () => {
  const choose = (known: readonly KnownCertificate[], trusted: TestCa, intermediates: readonly Der[]) =>
    chooseRecipient(BOB, {
      known,
      own: [],
      sender: 'alice@signet.example',
      trust: {
        anchors: [parseCertificate(trusted.certificate)],
        anchorIndex: undefined,
        intermediates: intermediates.map(parseCertificate),
        pins: [],
      },
      now: new Date(),
    });
  const bound = (candidates: number): number => candidates * (LIMITS.candidateExpansions + 1);

  it('have no more signatures verified than one address is allowed, and the right one is found', async () => {
    const known = [...forged, bob].map(({ certificate }) => accepted(certificate));
    const [choice, verified] = await counted(() => choose(known, real, authorities));
    expect(choice).toMatchObject({ state: 'ready', certificate: { der: bob.certificate } });
    expect(verified).toBeGreaterThan(FORGED);
    expect(verified).toBeLessThanOrEqual(bound(known.length));
  });

  it.each([
    ['that wait', waitingEntry],
    ['with the key of the right one, which are accepted', accepted],
  ])('%s do not take what the right one needs to pass by look-alikes of its issuer', async (_, entry) => {
    const issuing = await real.subordinate({ commonName: 'Issuing' });
    const genuine = await issuing.issue({ commonName: 'Bob', addresses: [BOB], notBefore: new Date(Date.now() - DAY) });
    const lookAlikes = await Promise.all(
      authorities.map(async () =>
        withKeyIdentifier((await real.subordinate({ commonName: 'Issuing' })).certificate, issuing),
      ),
    );
    const [forger] = [await real.subordinate({ commonName: 'Issuing' })];
    const others = await Promise.all(
      forged.map((_, i) =>
        forger.issue(
          { commonName: `Bob ${i}`, addresses: [BOB], notBefore: new Date(Date.now() - i * 1_000) },
          genuine.keys,
        ),
      ),
    );
    const known = [...others.map(({ certificate }) => entry(certificate)), accepted(genuine.certificate)];
    const [choice, verified] = await counted(() => choose(known, real, [...lookAlikes, issuing.certificate]));
    expect(choice).toMatchObject({ state: 'ready', certificate: { der: genuine.certificate } });
    expect(verified).toBeLessThanOrEqual(bound(known.length));
  });
});

/** The certificate with the key identifier of another authority, which path building goes by; its signature is not looked at. */
function withKeyIdentifier(certificate: Der, { certificate: other }: TestCa): Der {
  const [own, wanted] = [certificate, other].map((one) => parseCertificate(one).subjectKeyIdentifier);
  const changed = certificate.slice();
  changed.set(wanted ?? [], Buffer.from(certificate).indexOf(own ?? ''));
  return asDer(changed);
}

it('a file of any number of authorities leaves a bounded number behind, and keeps no person out', async () => {
  const more = await Promise.all(Array.from({ length: 20 }, () => TestCa.create('Real')));
  const all = [...authorities, ...more.map(({ certificate }) => certificate), bob.certificate];
  const file = utf8Bytes(all.map((one) => pemText('CERTIFICATE', one)).join(''));
  const directory = memoryDirectory();
  const ports = { certificateDirectory: directory, clock: { now: () => new Date() } };
  const { counts } = await importCertificates({ files: [file] }, ports);
  expect(counts).toMatchObject({ authority: LIMITS.importedAuthorities, added: 1, 'too-many': 20 });
  expect(directory.entries.size).toBe(LIMITS.importedAuthorities + 1);
});
