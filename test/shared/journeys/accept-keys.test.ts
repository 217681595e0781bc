import { asDer } from '../../../shared/base/bytes';
import { withArrivals, withConfirmation, type Arrival } from '../../../shared/journeys/accept-keys';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type CertificateSource, type KnownCertificate } from '../../../shared/ports/certificate-directory';
import { accepted, fingerprintOf, waitingEntry } from '../../support/memory-directory';
import { generateKeyPair, TestCa, type KeyPair, type Party } from '../../support/test-ca';

const BOB = 'bob@signet.example';
const ROBERT = 'robert@signet.example';
const AT = new Date('2026-06-01T00:00:00Z');
const EARLIER = new Date('2026-05-01T00:00:00Z');

let keys: KeyPair;
let bob: Party;
let renewed: Party;
let other: Party;
let both: Party;
let ca: TestCa;
beforeAll(async () => {
  ca = await TestCa.create();
  keys = await generateKeyPair();
  bob = await ca.issue({ commonName: 'Bob', addresses: [BOB] }, keys);
  renewed = await ca.issue({ commonName: 'Bob', addresses: ['Bob@Signet.example'] }, keys);
  other = await ca.issue({ commonName: 'Bob', addresses: [BOB] });
  both = await ca.issue({ commonName: 'Bob', addresses: [BOB, ROBERT] });
});

const arrival = (party: Party, source: CertificateSource = { kind: 'harvested' }, vouchedBy?: Party): Arrival => ({
  fingerprint: fingerprintOf(party.certificate),
  certificate: parseCertificate(party.certificate),
  key: fingerprintOf(party.keys.spki),
  source,
  ...(vouchedBy && { vouchedBy: vouchedBy.keys.spki }),
});

interface Past {
  readonly known?: readonly KnownCertificate[];
  readonly signedBefore?: readonly Party[];
}

function arrive(arrivals: readonly Arrival[], { known = [], signedBefore = [] }: Past = {}) {
  const before = new Map([[BOB, signedBefore.map((party) => fingerprintOf(party.keys.spki))]]);
  return withArrivals(known, arrivals, { at: AT, signedBefore: before });
}

/** Address and ground of each acceptance, and what waits. */
const standing = (entry: KnownCertificate | undefined): string =>
  [
    ...(entry?.accepted ?? []).map(({ address, ground }) => `${address} ${ground}`),
    ...(entry?.waiting ?? []).map((address) => `${address} waits`),
  ].join(', ');

const standings = (entries: readonly KnownCertificate[]): readonly string[] => entries.map(standing);

const SOURCES: readonly CertificateSource[] = [
  { kind: 'harvested' },
  { kind: 'imported' },
  { kind: 'looked-up', from: 'dns' },
];

describe.each(SOURCES)('a key that came as $kind', (source) => {
  it('is accepted for an address of which no key was known', () => {
    expect(standings(arrive([arrival(bob, source)]))).toEqual([`${BOB} first`]);
  });

  it('waits where the address was known under another', () => {
    const known = [accepted(bob.certificate)];
    expect(standings(arrive([arrival(other, source)], { known }))).toEqual([`${BOB} waits`]);
  });

  it('waits where somebody with another key signed earlier messages, though no certificate of theirs is left', () => {
    expect(standings(arrive([arrival(other, source)], { signedBefore: [bob] }))).toEqual([`${BOB} waits`]);
    expect(standings(arrive([arrival(bob, source)], { signedBefore: [bob] }))).toEqual([`${BOB} first`]);
    expect(standings(arrive([arrival(bob, source)], { signedBefore: [bob, other] }))).toEqual([`${BOB} waits`]);
  });

  it('waits where another waits already: neither was ever settled', () => {
    const known = [waitingEntry(bob.certificate)];
    expect(standings(arrive([arrival(other, source)], { known }))).toEqual([`${BOB} waits`]);
    expect(standings(arrive([arrival(bob, source)], { known }))).toEqual([`${BOB} waits`]);
    expect(standings(arrive([arrival(renewed, source)], { known }))).toEqual([`${BOB} waits`]);
  });

  it('is accepted in a new certificate, whatever the spelling of the address', () => {
    const known = [accepted(bob.certificate)];
    expect(standings(arrive([arrival(renewed, source)], { known }))).toEqual([`${BOB} same-key`]);
  });

  it('waits where the known certificate is damaged: nobody can tell whether it is the same key', () => {
    const damaged = { ...accepted(bob.certificate), certificate: asDer(bob.certificate.slice(0, 40)) };
    expect(standings(arrive([arrival(other, source)], { known: [damaged] }))).toEqual([`${BOB} waits`]);
    expect(standings(arrive([arrival(renewed, source)], { known: [damaged] }))).toEqual([`${BOB} waits`]);
    expect(standings(arrive([arrival(bob, source)], { known: [damaged] }))).toEqual([`${BOB} first`]);
  });

  it('is judged for each address by itself', () => {
    const known = [accepted(bob.certificate)];
    expect(standings(arrive([arrival(both, source)], { known }))).toEqual([`${ROBERT} first, ${BOB} waits`]);
  });

  it('is not used for an authority', () => {
    const authority = { certificate: ca.certificate, keys: bob.keys, chain: [] };
    expect(arrive([arrival(authority, source)])).toMatchObject([{ role: 'authority', accepted: [], waiting: [] }]);
  });
});

describe('a signature by an accepted key', () => {
  const known = (): readonly KnownCertificate[] => [accepted(bob.certificate)];

  it('has the key accepted that it says is to be used', () => {
    const together = [arrival(bob), arrival(other, { kind: 'harvested' }, bob)];
    expect(standings(arrive(together, { known: known() }))).toEqual([`${BOB} first`, `${BOB} signed-by-accepted`]);
  });

  it('counts where the signer itself has just become known', () => {
    const together = [arrival(bob, undefined, bob), arrival(other, undefined, bob)];
    expect(standings(arrive(together))).toEqual([`${BOB} first`, `${BOB} signed-by-accepted`]);
    expect(standings(arrive(together, { signedBefore: [bob] }))).toEqual([`${BOB} first`, `${BOB} signed-by-accepted`]);
  });

  it('by a key that waits vouches for nothing, itself least of all', () => {
    const together = [arrival(other, undefined, other), arrival(both, undefined, other)];
    expect(standings(arrive(together, { known: known() }))).toEqual([`${BOB} waits`, `${ROBERT} first, ${BOB} waits`]);
  });

  it('settles a key that waited', () => {
    const before = [...known(), waitingEntry(other.certificate)];
    const [entry] = arrive([arrival(other, undefined, bob)], { known: before });
    expect(standing(entry)).toBe(`${BOB} signed-by-accepted`);
  });

  it('of another person’s accepted key vouches for nobody but them', async () => {
    const carol = await ca.issue({ commonName: 'Carol', addresses: ['carol@signet.example'] });
    const before = [...known(), accepted(carol.certificate)];
    expect(standings(arrive([arrival(other, undefined, carol)], { known: before }))).toEqual([`${BOB} waits`]);
  });
});

describe('an organisation', () => {
  it('has its key accepted whatever was known, and takes the place of another ground', () => {
    const source = { kind: 'administrator' } as const;
    expect(standings(arrive([arrival(other, source)], { known: [accepted(bob.certificate)] }))).toEqual([
      `${BOB} administrator`,
    ]);
    const [entry] = arrive([arrival(bob, source)], { known: [accepted(bob.certificate)] });
    expect(standing(entry)).toBe(`${BOB} administrator`);
    expect(entry?.sources).toEqual([{ kind: 'harvested' }, { kind: 'administrator' }]);
  });

  it('makes every other key of the address one that waits', () => {
    const known = [accepted(bob.certificate, { accepted: [{ address: BOB, ground: 'administrator', at: EARLIER }] })];
    expect(standings(arrive([arrival(other)], { known }))).toEqual([`${BOB} waits`]);
  });
});

describe('the same certificate again', () => {
  it('keeps when it was first seen, why it was accepted and since when, and the word of the user', () => {
    const before = accepted(bob.certificate, { expiredAllowedAt: EARLIER });
    const [entry] = arrive([arrival(bob, { kind: 'imported' })], { known: [before] });
    expect(entry).toEqual({ ...before, sources: [{ kind: 'harvested' }, { kind: 'imported' }] });
  });

  it('names each way in which it came once, look-ups by their place', () => {
    const dns = { kind: 'looked-up', from: 'dns' } as const;
    const web = { kind: 'looked-up', from: 'web' } as const;
    const after = [dns, web, dns, { kind: 'harvested' } as const].reduce(
      (known: readonly KnownCertificate[], source) => arrive([arrival(bob, source)], { known }),
      [],
    );
    expect(after[0]?.sources).toEqual([dns, web, { kind: 'harvested' }]);
  });
});

describe('the user’s confirmation', () => {
  it('accepts the key for that address, in every certificate that has it, and for no other', () => {
    const known = [accepted(other.certificate), waitingEntry(bob.certificate), waitingEntry(renewed.certificate)];
    const changed = withConfirmation(known, fingerprintOf(bob.certificate), 'BOB@signet.example', AT);
    expect(standings(changed)).toEqual([`${BOB} confirmed`, `${BOB} confirmed`]);
    const two = withConfirmation([waitingEntry(both.certificate)], fingerprintOf(both.certificate), ROBERT, AT);
    expect(standings(two)).toEqual([`${ROBERT} confirmed, ${BOB} waits`]);
  });

  it('takes the place of a ground that nobody gave, and of no other', () => {
    const changed = withConfirmation([accepted(bob.certificate)], fingerprintOf(bob.certificate), BOB, AT);
    expect(standings(changed)).toEqual([`${BOB} confirmed`]);
    expect(withConfirmation(changed, fingerprintOf(bob.certificate), BOB, AT)).toEqual([]);
  });

  it('of what is gone changes nothing', () => {
    expect(withConfirmation([waitingEntry(bob.certificate)], fingerprintOf(other.certificate), BOB, AT)).toEqual([]);
    expect(withConfirmation([waitingEntry(bob.certificate)], fingerprintOf(bob.certificate), 'nobody', AT)).toEqual([]);
  });
});
