import { type Der } from '../../../shared/base/bytes';
import { type Certificate, parseCertificate } from '../../../shared/pkix/certificate';
import { readTlv, encoded, children } from '../../../shared/asn1/der';
import { keyPreferenceAttributes, ownCapabilities } from '../../../shared/cms/capabilities';
import { learnCorrespondent } from '../../../shared/journeys/learn-correspondent';
import { type CertificateDirectory, type KnownCapabilities } from '../../../shared/ports/certificate-directory';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { type SignatureVerdict, type SummaryState } from '../../../shared/verdict/verdict';
import { TestCa } from '../../support/test-ca';

const NOW = new Date('2026-06-01T00:00:00Z');
const BOB = 'bob@signet.example';

interface People {
  readonly bob: Der;
  readonly bobReads: Der;
  readonly authority: Der;
  readonly root: Der;
  readonly other: Der;
}
let people: People;

beforeAll(async () => {
  const ca = await TestCa.create('Root');
  const issuing = await ca.subordinate({ commonName: 'Issuing', ca: {} });
  const bob = await issuing.issue({ commonName: 'Bob', addresses: [BOB] });
  const bobReads = await issuing.issue({ commonName: 'Bob', addresses: [BOB], keyUsage: [2, 4] });
  const other = await issuing.issue({ commonName: 'Other', addresses: ['other@signet.example'] });
  people = {
    bob: bob.certificate,
    bobReads: bobReads.certificate,
    authority: issuing.certificate,
    root: ca.certificate,
    other: other.certificate,
  };
});

function directoryOf(known: readonly Der[] = []) {
  const added: Der[] = [];
  const capabilities = new Map<string, KnownCapabilities>();
  const directory: CertificateDirectory = {
    find: () => Promise.resolve(known),
    add: (certificate) => Promise.resolve(void added.push(certificate)),
    capabilitiesOf: (address) => Promise.resolve(capabilities.get(address)),
    rememberCapabilities: (address, one) => Promise.resolve(void capabilities.set(address, one)),
  };
  return { directory, added, capabilities };
}

function signedBy(
  certificate: Der,
  all: readonly Der[],
  more: Partial<SignatureVerdict> = {},
  state: SummaryState = 'signed-valid',
): OpenedMessage {
  const signer = { certificate, addresses: [BOB] };
  return {
    summary: { state, signer },
    signatures: [{ isRoot: true, signer: { ...signer, certificate: certificate.slice() }, ...more }],
    certificates: all,
  } as unknown as OpenedMessage;
}

/** The value of the first of the two attributes. */
function preferenceFor(certificate: Certificate): Der {
  const [attribute] = keyPreferenceAttributes(certificate);
  const [, values] = children(readTlv(attribute as Der));
  return encoded(children(values as ReturnType<typeof readTlv>)[0] as ReturnType<typeof readTlv>);
}

describe('of a message whose signature is good', () => {
  it('the signer’s certificate is kept with the authorities of its path, and nobody else’s', async () => {
    const { bob, authority, other, root } = people;
    const { directory, added } = directoryOf();
    const message = signedBy(bob, [bob, authority, other], { chain: [bob, authority, root] });
    expect(await learnCorrespondent(message, directory, NOW)).toBe(BOB);
    expect(added).toEqual([bob, authority]);
  });

  it('authorities that lie beside it are not kept: anyone may have put them in', async () => {
    const { bob, authority, root } = people;
    const forged = await TestCa.create('Issuing');
    const { directory, added } = directoryOf();
    const message = signedBy(bob, [bob, authority, forged.certificate], { chain: [bob, root] });
    await learnCorrespondent(message, directory, NOW);
    expect(added).toEqual([bob]);
  });

  it('an address that has a certificate is no news', async () => {
    const { bob } = people;
    expect(await learnCorrespondent(signedBy(bob, [bob]), directoryOf([bob]).directory, NOW)).toBeUndefined();
  });

  it('the certificate that the signer wants to be encrypted to is kept, if it is theirs', async () => {
    const { bob, bobReads, other } = people;
    for (const [preferred, kept] of [
      [bobReads, [bob, bobReads]],
      [other, [bob]],
    ] as const) {
      const { directory, added } = directoryOf();
      const encryptionKeyPreference = preferenceFor(parseCertificate(preferred));
      await learnCorrespondent(signedBy(bob, [bob, preferred], { encryptionKeyPreference }), directory, NOW);
      expect(added).toEqual(kept);
    }
  });

  it('the capabilities are kept with the time of signing, which is never ahead of ours', async () => {
    const { bob } = people;
    const capabilities = ownCapabilities();
    for (const [signingTime, signedAt] of [
      [new Date('2026-05-01T00:00:00Z'), new Date('2026-05-01T00:00:00Z')],
      [new Date('2036-05-01T00:00:00Z'), NOW],
    ] as const) {
      const { directory, capabilities: kept } = directoryOf();
      await learnCorrespondent(signedBy(bob, [bob], { capabilities, signingTime }), directory, NOW);
      expect(kept.get(BOB)).toEqual({ capabilities, signedAt });
    }
  });
});

it.each(['signed-untrusted', 'signed-invalid', 'partly-signed', 'uncheckable', 'unsigned'] as const)(
  'nothing is kept of a message that is %s',
  async (state) => {
    const { bob, authority } = people;
    const { directory, added, capabilities } = directoryOf();
    const told = { capabilities: ownCapabilities(), signingTime: NOW };
    expect(await learnCorrespondent(signedBy(bob, [bob, authority], told, state), directory, NOW)).toBeUndefined();
    expect(added).toEqual([]);
    expect(capabilities.size).toBe(0);
  },
);
