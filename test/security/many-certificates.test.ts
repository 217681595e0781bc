import { LIMITS } from '../../shared/base/limits';
import { pemText } from '../../shared/base/pem';
import { type Der, utf8Bytes } from '../../shared/base/bytes';
import { chooseRecipient } from '../../shared/journeys/choose-recipient';
import { importCertificates } from '../../shared/journeys/begin-correspondents';
import { parseCertificate } from '../../shared/pkix/certificate';
import { accepted, memoryDirectory } from '../support/memory-directory';
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
  const choose = () =>
    chooseRecipient(BOB, {
      known: [...forged, bob].map(({ certificate }) => accepted(certificate)),
      own: [],
      sender: 'alice@signet.example',
      trust: {
        anchors: [parseCertificate(real.certificate)],
        anchorIndex: undefined,
        intermediates: authorities.map(parseCertificate),
        pins: [],
      },
      now: new Date(),
    });

  it('have no more signatures verified than one address is allowed, and the right one is found', async () => {
    const [choice, verified] = await counted(choose);
    expect(choice).toMatchObject({ state: 'ready', certificate: { der: bob.certificate } });
    expect(verified).toBeGreaterThan(FORGED);
    expect(verified).toBeLessThanOrEqual(LIMITS.addressExpansions + FORGED);
  });
});

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
