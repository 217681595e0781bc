import { type Der } from '../../../shared/base/bytes';
import { children, contextTag, der, encoded, readTlv } from '../../../shared/asn1/der';
import { keyPreferenceAttributes, ownCapabilities } from '../../../shared/cms/capabilities';
import { learnCorrespondent, type LearnFrom, type Learned } from '../../../shared/journeys/learn-correspondent';
import { type Certificate, parseCertificate } from '../../../shared/pkix/certificate';
import { type SenderRecord } from '../../../shared/verdict/continuity';
import { type SignatureVerdict, type SummaryState } from '../../../shared/verdict/verdict';
import { accepted, fingerprintOf, memoryDirectory, type MemoryDirectory } from '../../support/memory-directory';
import { TestCa, type Party } from '../../support/test-ca';

const NOW = new Date();
const BOB = 'bob@signet.example';

interface People {
  readonly bob: Party;
  readonly bobReads: Party;
  readonly again: Party;
  readonly authority: Der;
  readonly root: Der;
  readonly other: Party;
}
let people: People;
let ca: TestCa;

beforeAll(async () => {
  ca = await TestCa.create('Root');
  const issuing = await ca.subordinate({ commonName: 'Issuing', ca: {} });
  const issue = (address: string, keyUsage?: readonly number[]): Promise<Party> =>
    issuing.issue({ commonName: address, addresses: [address], ...(keyUsage && { keyUsage }) });
  people = {
    bob: await issue(BOB),
    bobReads: await issue(BOB, [2, 4]),
    again: await issue(BOB),
    authority: issuing.certificate,
    root: ca.certificate,
    other: await issue('other@signet.example'),
  };
});

function signedBy(
  certificate: Der,
  all: readonly Der[],
  more: Partial<SignatureVerdict> = {},
  state: SummaryState = 'signed-valid',
): LearnFrom {
  const signer = { certificate, addresses: [BOB] };
  return {
    from: [{ name: '', address: BOB }],
    summary: { state, signer },
    signatures: [{ isRoot: true, signer: { ...signer, certificate: certificate.slice() }, ...more }],
    certificates: all,
  } as unknown as LearnFrom;
}

interface Knowing {
  readonly directory?: MemoryDirectory;
  readonly signedBefore?: readonly Party[];
}

const learn = (opened: LearnFrom, { directory = memoryDirectory(), signedBefore }: Knowing = {}): Promise<Learned> =>
  learnCorrespondent(opened, {
    certificateDirectory: directory,
    trustStore: {
      anchors: () => Promise.resolve([parseCertificate(people.root)]),
      intermediates: () => Promise.resolve([people.authority]),
    },
    clock: { now: () => NOW },
    ...(signedBefore && {
      senderHistory: {
        find: () =>
          Promise.resolve({
            signers: signedBefore.map(({ keys }) => ({ key: fingerprintOf(keys.spki) })),
          } as unknown as SenderRecord),
      },
    }),
  });

const certificatesOf = ({ entries }: MemoryDirectory): readonly Der[] =>
  [...entries.values()].map(({ certificate }) => certificate);
const waitingOf = ({ entries }: MemoryDirectory): readonly string[] =>
  [...entries.values()].filter(({ waiting }) => waiting.length > 0).map(({ fingerprint }) => fingerprint);

/** The value of the first of the two attributes. */
function preferenceFor(certificate: Certificate): Der {
  const [attribute] = keyPreferenceAttributes(certificate);
  const [, values] = children(readTlv(attribute as Der));
  return encoded(children(values as ReturnType<typeof readTlv>)[0] as ReturnType<typeof readTlv>);
}

const preferring = (signer: Party, preferred: Der, all: readonly Der[] = [preferred]): LearnFrom =>
  signedBy(signer.certificate, [signer.certificate, ...all], {
    encryptionKeyPreference: preferenceFor(parseCertificate(preferred)),
  });

describe('of a message whose signature is good', () => {
  it('the signer’s certificate is kept with the authorities of its path, and nobody else’s', async () => {
    const { bob, authority, other, root } = people;
    const directory = memoryDirectory();
    const all = [bob.certificate, authority, other.certificate];
    const message = signedBy(bob.certificate, all, { chain: [bob.certificate, authority, root] });
    expect(await learn(message, { directory })).toEqual({ newCorrespondent: BOB });
    expect(certificatesOf(directory)).toEqual([bob.certificate, authority]);
    expect([...directory.entries.values()].map(({ role }) => role)).toEqual(['person', 'authority']);
  });

  it('authorities that lie beside it are not kept: anyone may have put them in', async () => {
    const { bob, authority, root } = people;
    const forged = await TestCa.create('Issuing');
    const directory = memoryDirectory();
    const all = [bob.certificate, authority, forged.certificate];
    await learn(signedBy(bob.certificate, all, { chain: [bob.certificate, root] }), { directory });
    expect(certificatesOf(directory)).toEqual([bob.certificate]);
  });

  it('an address that has a certificate is no news', async () => {
    const { bob } = people;
    const directory = memoryDirectory([accepted(bob.certificate)]);
    expect(await learn(signedBy(bob.certificate, []), { directory })).toEqual({});
  });

  it('the certificate that the signer wants to be encrypted to is kept and used, if it is theirs', async () => {
    const { bob, bobReads, other } = people;
    for (const [preferred, kept] of [
      [bobReads, [bob.certificate, bobReads.certificate]],
      [other, [bob.certificate]],
    ] as const) {
      const directory = memoryDirectory();
      await learn(preferring(bob, preferred.certificate), { directory });
      expect(certificatesOf(directory)).toEqual(kept);
      expect(waitingOf(directory)).toEqual([]);
    }
  });

  it('a certificate of the same name and number that nobody trusted issued is not taken for the preferred one', async () => {
    const { bob, bobReads } = people;
    const { serial } = parseCertificate(bobReads.certificate);
    const rogue = await TestCa.create('Issuing');
    const forged = await rogue.issue({
      commonName: 'Bob',
      addresses: [BOB],
      keyUsage: [2, 4],
      serial: Uint8Array.from(Buffer.from(serial, 'hex')),
    });
    const directory = memoryDirectory();
    await learn(preferring(bob, bobReads.certificate, [forged.certificate]), { directory });
    expect(certificatesOf(directory)).toEqual([bob.certificate]);
  });

  it('the capabilities are kept with the time of signing; one far ahead of ours is none', async () => {
    const { bob } = people;
    const capabilities = ownCapabilities();
    const [past, soon] = [-1_000, 60_000].map((one) => new Date(NOW.getTime() + one)) as [Date, Date];
    for (const [signingTime, signedAt] of [
      [past, past],
      [soon, soon],
      [new Date(NOW.getTime() + 1e10), new Date(0)],
    ] as const) {
      const directory = memoryDirectory();
      await learn(signedBy(bob.certificate, [], { capabilities, signingTime }), { directory });
      expect(directory.capabilities.get(BOB)).toEqual({ capabilities, signedAt });
    }
  });

  it('a message of a clock that was ahead takes no newer capabilities away, however often it is opened', async () => {
    const { bob } = people;
    const directory = memoryDirectory();
    const [weak, strong] = [ownCapabilities(), ownCapabilities({ gcm: true })];
    const ahead = signedBy(bob.certificate, [], { capabilities: weak, signingTime: new Date(NOW.getTime() + 1e10) });
    await learn(ahead, { directory });
    await learn(signedBy(bob.certificate, [], { capabilities: strong, signingTime: NOW }), { directory });
    await learn(ahead, { directory });
    expect(directory.capabilities.get(BOB)?.capabilities).toEqual(strong);
  });
});

describe('of a message signed with a key that was not known, for an address that was', () => {
  const known = (): MemoryDirectory => memoryDirectory([accepted(people.bob.certificate)]);
  const name = ({ certificate }: Party): string => fingerprintOf(certificate);

  it('the certificate is kept, waits, and is told', async () => {
    const directory = known();
    const learned = await learn(signedBy(people.again.certificate, []), { directory });
    expect(learned).toEqual({ changedKey: { address: BOB, fingerprint: name(people.again) } });
    expect(waitingOf(directory)).toEqual([name(people.again)]);
  });

  it('so it is where only earlier messages tell of another key', async () => {
    const directory = memoryDirectory();
    const learned = await learn(signedBy(people.again.certificate, []), { directory, signedBefore: [people.bob] });
    expect(learned.changedKey?.fingerprint).toBe(name(people.again));
    expect(waitingOf(directory)).toEqual([name(people.again)]);
  });

  it('the one that it prefers waits too, and is the one that is told', async () => {
    const directory = known();
    const learned = await learn(preferring(people.again, people.bobReads.certificate), { directory });
    expect(learned.changedKey?.fingerprint).toBe(name(people.bobReads));
    expect(waitingOf(directory)).toEqual([name(people.again), name(people.bobReads)]);
  });

  it('its capabilities are not kept: they would weaken what is sent to the known key', async () => {
    const directory = known();
    const told = { capabilities: ownCapabilities(), signingTime: NOW };
    await learn(signedBy(people.again.certificate, [], told), { directory });
    expect(directory.capabilities.size).toBe(0);
  });

  it('a key that the known one names by a key identifier alone waits: anyone could have put one in', async () => {
    const directory = known();
    const { subjectKeyIdentifier } = parseCertificate(people.bobReads.certificate);
    const preference = der(contextTag(2, 'primitive'), subjectKeyIdentifier ?? new Uint8Array(0));
    const { bob, bobReads } = people;
    const all = [bob.certificate, bobReads.certificate];
    const learned = await learn(signedBy(bob.certificate, all, { encryptionKeyPreference: preference }), { directory });
    expect(learned.changedKey?.fingerprint).toBe(name(bobReads));
    expect(waitingOf(directory)).toEqual([name(bobReads)]);
  });

  it('a key that the known one prefers does not wait', async () => {
    const directory = known();
    expect(await learn(preferring(people.bob, people.bobReads.certificate), { directory })).toEqual({});
    expect(waitingOf(directory)).toEqual([]);
  });
});

it.each(['signed-untrusted', 'signed-invalid', 'partly-signed', 'uncheckable', 'unsigned'] as const)(
  'nothing is kept of a message that is %s',
  async (state) => {
    const { bob, authority } = people;
    const directory = memoryDirectory();
    const told = { capabilities: ownCapabilities(), signingTime: NOW };
    expect(await learn(signedBy(bob.certificate, [bob.certificate, authority], told, state), { directory })).toEqual(
      {},
    );
    expect(directory.entries.size + directory.capabilities.size).toBe(0);
  },
);
