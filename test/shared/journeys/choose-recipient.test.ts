import { der, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { type Der, latin1Bytes } from '../../../shared/base/bytes';
import {
  chooseRecipient,
  type RecipientCandidates,
  type RecipientChoice,
} from '../../../shared/journeys/choose-recipient';
import { ownIdentities } from '../../../shared/journeys/choose-certificates';
import { makeTestIdentity } from '../../../shared/journeys/test-identity';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type KnownCertificate } from '../../../shared/ports/certificate-directory';
import { type KeptAnswer } from '../../../shared/ports/revocation-source';
import { accepted, fingerprintOf, waitingEntry } from '../../support/memory-directory';
import { crlEntry, makeCrl } from '../../support/test-revocation';
import { extension, type Party } from '../../support/test-ca';
import { ALICE, BOB, type Cast, createCast, issue, NOW } from '../smime/messages';
import { memoryVault } from './memory-ports';

const DAY = 86_400_000;
const at = (days: number): Date => new Date(NOW.getTime() + days * DAY);

let cast: Cast;
let older: Party;
let newer: Party;
let expired: Party;
beforeAll(async () => {
  cast = await createCast();
  older = await issue(cast.ca, BOB, { notBefore: at(-20) });
  newer = await issue(cast.ca, BOB, { notBefore: at(-10) });
  expired = await issue(cast.ca, BOB, { notBefore: at(-30), notAfter: at(-0.1) });
});

it('the own copy of somebody with a real identity is not for one that was made to try things out', async () => {
  const vault = memoryVault();
  await makeTestIdentity(BOB, { vault, clock: { now: () => NOW } });
  await vault.add({ ...older, privateKey: older.keys.pkcs8 });
  const own = ownIdentities(vault.entries);
  expect(await choose([], { own, sender: BOB })).toMatchObject({
    state: 'ready',
    certificate: { der: older.certificate },
  });
});

const choose = (
  known: readonly KnownCertificate[],
  more: Partial<RecipientCandidates> = {},
): Promise<RecipientChoice> =>
  chooseRecipient(BOB, {
    known,
    own: [],
    sender: ALICE,
    trust: {
      anchors: [parseCertificate(cast.ca.certificate)],
      anchorIndex: undefined,
      intermediates: [],
      pins: [],
    },
    now: NOW,
    ...more,
  });

const brief = (choice: RecipientChoice): string => {
  if (choice.state === 'ready') {
    const names = [choice.certificate, ...(choice.others ?? [])].map((one) => nameOf(one.der));
    return [
      ...names,
      ...(choice.waiting === undefined ? [] : ['one waits']),
      ...(choice.isExpired ? ['expired'] : []),
    ].join(' ');
  }
  if (choice.state === 'missing') return 'missing';
  return [...choice.reasons.map(({ code }) => code), ...(choice.waiting === undefined ? [] : ['one waits'])].join(' ');
};

const nameOf = (octets: Der): string =>
  (Object.entries({ older, newer, expired }).find(
    ([, { certificate }]) => fingerprintOf(certificate) === fingerprintOf(octets),
  ) ?? ['another'])[0];

const published = ({ certificate }: Party): KnownCertificate =>
  accepted(certificate, {
    accepted: [{ address: BOB, ground: 'administrator', at: NOW }],
    sources: [{ kind: 'administrator' }],
  });

describe('of several certificates of an address', () => {
  it('the newest is taken, or where the rules say so every valid one', async () => {
    const known = [older, newer, expired].map(({ certificate }) => accepted(certificate));
    expect(brief(await choose(known))).toBe('newer');
    expect(brief(await choose(known, { rules: { keys: 'all' } }))).toBe('newer older');
  });

  it('what the organisation publishes outranks what came otherwise, however new; alone where all are taken', async () => {
    const known = [published(older), accepted(newer.certificate)];
    expect(brief(await choose(known))).toBe('older');
    expect(brief(await choose(known, { rules: { keys: 'all' } }))).toBe('older');
    expect(brief(await choose([published(expired), accepted(newer.certificate)]))).toBe('newer');
  });

  it('the one for signing is not', async () => {
    const signing = await issue(cast.ca, BOB, { keyUsage: [0], notBefore: at(-1) });
    expect(brief(await choose([accepted(signing.certificate), accepted(older.certificate)]))).toBe('older');
    expect(brief(await choose([accepted(signing.certificate)]))).toBe('key-usage');
  });
});

describe('a key that waits to be confirmed', () => {
  it('is never encrypted to, however new and valid, and is told of', async () => {
    const known = [accepted(older.certificate), waitingEntry(newer.certificate)];
    expect(brief(await choose(known))).toBe('older one waits');
    expect(brief(await choose(known, { rules: { keys: 'all' } }))).toBe('older one waits');
  });

  it('alone leaves the address without one, and says what to do', async () => {
    const choice = await choose([waitingEntry(newer.certificate)]);
    expect(brief(choice)).toBe('unconfirmed-key one waits');
    expect(choice).toMatchObject({ waiting: fingerprintOf(newer.certificate) });
  });

  it('is named first where the known one can no longer be used', async () => {
    const known = [accepted(expired.certificate), waitingEntry(newer.certificate)];
    expect(brief(await choose(known))).toBe('unconfirmed-key expired one waits');
  });

  it('that could not be used anyway is not offered', async () => {
    const rogue = await issue(cast.otherCa, BOB, { notBefore: at(-1) });
    expect(brief(await choose([accepted(older.certificate), waitingEntry(rogue.certificate)]))).toBe('older');
    expect(brief(await choose([waitingEntry(rogue.certificate)]))).toMatch(/^(no-path|not-anchored)/);
  });

  it('is judged for the address asked for: accepted for another one it waits here', async () => {
    const entry = accepted(newer.certificate, {
      accepted: [{ address: 'robert@example.test', ground: 'confirmed', at: NOW }],
      waiting: [BOB],
    });
    expect(brief(await choose([entry]))).toBe('unconfirmed-key one waits');
  });

  it('older than the one that is used is not worth a question', async () => {
    expect(brief(await choose([accepted(newer.certificate), waitingEntry(older.certificate)]))).toBe('newer');
  });
});

describe('an expired certificate', () => {
  it('is used by the recorded word of the user alone, and the choice says so', async () => {
    expect(brief(await choose([accepted(expired.certificate)]))).toBe('expired');
    const allowed = accepted(expired.certificate, { expiredAllowedAt: NOW });
    expect(brief(await choose([allowed]))).toBe('expired expired');
  });

  it('is not used where the organisation forbids it', async () => {
    const allowed = accepted(expired.certificate, { expiredAllowedAt: NOW });
    const choice = await choose([allowed], { rules: { withoutExpired: true } });
    expect([choice.state, brief(choice)]).toEqual(['unusable', 'expired']);
  });

  it('stands behind one that is in date', async () => {
    const allowed = accepted(expired.certificate, { expiredAllowedAt: NOW });
    expect(brief(await choose([allowed, accepted(older.certificate)]))).toBe('older');
  });

  it('with the word of the user is still not used without a path', async () => {
    const rogue = await issue(cast.otherCa, BOB, { notBefore: at(-30), notAfter: at(-0.1) });
    const choice = await choose([accepted(rogue.certificate, { expiredAllowedAt: NOW })]);
    expect(choice.state).toBe('unusable');
  });
});

describe('the sender’s own copy', () => {
  it('is for a key of theirs, whatever is published or newer', async () => {
    const own = [
      {
        identity: { id: 'own', certificate: expired.certificate, chain: [] },
        certificate: parseCertificate(older.certificate),
      },
    ];
    const known = [published(newer)];
    expect(brief(await choose(known, { own, sender: BOB }))).toBe('older');
    expect(brief(await choose(known, { own, sender: ALICE }))).toBe('newer');
  });
});

describe('a certificate in the user’s own name of a key that is not theirs', () => {
  const mine = (party: Party) => [
    {
      identity: { id: 'mine', certificate: party.certificate, chain: party.chain },
      certificate: parseCertificate(party.certificate),
    },
  ];

  it('is never what their own copy is for, also where they have no key that could be used', async () => {
    const known = [accepted(newer.certificate), published(newer)];
    expect(brief(await choose(known, { sender: BOB }))).toBe('missing');
    expect(brief(await choose(known, { own: mine(expired), sender: BOB }))).toBe('expired');
  });

  it('is not used for another address of theirs before it is confirmed', async () => {
    expect(brief(await choose([accepted(newer.certificate)], { own: mine(older) }))).toBe('older one waits');
    const [acceptance] = accepted(newer.certificate).accepted;
    if (!acceptance) throw new Error('no address');
    const confirmed = accepted(newer.certificate, { accepted: [{ ...acceptance, ground: 'confirmed' }] });
    expect(brief(await choose([confirmed], { own: mine(older) }))).toBe('newer');
  });
});

describe('an identity of the user’s in the name of somebody who is not', () => {
  const taken = (party: Party) => [
    {
      identity: { id: 'taken', certificate: party.certificate, chain: [] },
      certificate: parseCertificate(party.certificate),
    },
  ];
  const accounts = [ALICE];

  it('speaks against no key of theirs, and does not take its place however new', async () => {
    expect(brief(await choose([accepted(older.certificate)], { own: taken(newer), accounts }))).toBe('older');
    const waiting = [accepted(older.certificate), waitingEntry(newer.certificate)];
    expect(brief(await choose(waiting, { own: taken(newer), accounts }))).toBe('older one waits');
    const expiredAlone = await choose([accepted(expired.certificate)], { own: taken(newer), accounts });
    expect(brief(expiredAlone)).toBe('expired');
  });

  it('counts as a key that came first where nobody else is known, and needs a path', async () => {
    expect(brief(await choose([], { own: taken(newer), accounts }))).toBe('newer');
    const rogue = await issue(cast.otherCa, BOB, { notBefore: at(-1) });
    expect((await choose([], { own: taken(rogue), accounts })).state).toBe('unusable');
  });

  it('is theirs where they hold the key that is accepted for the address, as for an alias of theirs', async () => {
    const own = [...taken(expired), ...taken(newer)];
    expect(brief(await choose([accepted(expired.certificate)], { own, accounts }))).toBe('newer');
    expect(
      brief(await choose([accepted(older.certificate), waitingEntry(expired.certificate)], { own, accounts })),
    ).toBe('older');
  });

  it('is not kept from use by a key that only waits, as anybody can bring one', async () => {
    const rogue = await issue(cast.otherCa, BOB, { notBefore: at(-1) });
    expect(brief(await choose([waitingEntry(rogue.certificate)], { own: taken(older), accounts }))).toBe('older');
    expect(brief(await choose([waitingEntry(newer.certificate)], { own: taken(older), accounts }))).toBe(
      'older one waits',
    );
  });

  it('is theirs where the host names no account at all', async () => {
    const options = { own: taken(older), accounts: [] };
    expect(brief(await choose([accepted(newer.certificate)], options))).toBe('older one waits');
  });

  it('is theirs where the address is one of their accounts, in whatever spelling', async () => {
    const options = { own: taken(older), accounts: [ALICE, BOB.toUpperCase()] };
    expect(brief(await choose([accepted(newer.certificate)], options))).toBe('older one waits');
  });
});

describe('what is kept about revocation', () => {
  const LIST = 'http://crl.example.test/list';
  const point = extension(
    OID.cRLDistributionPoints,
    sequence(sequence(der(0xa0, der(0xa0, der(0x86, latin1Bytes(LIST)))))),
  );
  const listed = (days: number): Promise<Party> =>
    issue(cast.ca, BOB, { notBefore: at(days), extraExtensions: [point] });
  const storeWith = async (...revoked: readonly Party[]) => {
    const asked: string[] = [];
    const entries = revoked.map(({ certificate }) => crlEntry({ certificate, at: at(-1) }));
    const octets = await makeCrl(cast.ca, { thisUpdate: at(-1), nextUpdate: at(1) }, entries);
    const cached = (names: readonly string[]): Promise<readonly KeptAnswer[]> => {
      asked.push(...names);
      return Promise.resolve([{ kind: 'crl', octets }]);
    };
    return { asked, revocationStore: { cached } };
  };

  it('keeps what was revoked from being used, and lets an older one be used that was not', async () => {
    const [revoked, good] = [await listed(-5), await listed(-6)];
    const { asked, revocationStore } = await storeWith(revoked);
    expect(brief(await choose([accepted(revoked.certificate)], { revocationStore }))).toBe('revoked');
    expect(asked).toEqual([`crl:${LIST}`]);
    const choice = await choose([accepted(revoked.certificate), accepted(good.certificate)], { revocationStore });
    expect(choice).toMatchObject({ state: 'ready', certificate: parseCertificate(good.certificate) });
  });

  it('holds for an expired one that the user allowed, and for one that the organisation publishes', async () => {
    const old = await issue(cast.ca, BOB, { notBefore: at(-9), notAfter: at(-0.1), extraExtensions: [point] });
    const { revocationStore } = await storeWith(old);
    const allowed = accepted(old.certificate, { expiredAllowedAt: NOW });
    expect(brief(await choose([allowed], { revocationStore }))).toBe('revoked');
    const current = await listed(-5);
    const store = await storeWith(current);
    expect(brief(await choose([published(current)], store))).toBe('revoked');
  });

  it('offers no revoked key for confirmation', async () => {
    const revoked = await listed(-5);
    const store = await storeWith(revoked);
    expect(brief(await choose([accepted(older.certificate), waitingEntry(revoked.certificate)], store))).toBe('older');
  });

  it('that says nothing is no reason against a certificate', async () => {
    const current = await listed(-5);
    const revocationStore = { cached: () => Promise.resolve([]) };
    expect((await choose([accepted(current.certificate)], { revocationStore })).state).toBe('ready');
  });
});
