import { contextTag, der, sequence } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { latin1Bytes, type Bytes, type Der } from '../../shared/base/bytes';
import { refreshRound } from '../../shared/journeys/begin-refresh';
import { openMessage } from '../../shared/journeys/open-message';
import { type Asked } from '../../shared/journeys/refresh-revocation';
import { parseCertificate } from '../../shared/pkix/certificate';
import { protectEntity } from '../../shared/smime/protect-message';
import { viewMessage } from '../../shared/smime/viewed-message';
import { createRevocationStore } from '../../addins/storage/revocation-store';
import { freshDatabase } from '../addins/storage/fresh-database';
import { ALICE, entityOf, issue, messageOf, NOW, signerOf } from '../shared/smime/messages';
import { extension, TestCa, type Party } from '../support/test-ca';
import { crlEntry, makeCrl } from '../support/test-revocation';

/** Whoever sits on the line to an authority can answer with what it said before: that must not undo a revocation. */
const LIST = 'http://crl.example/list';
const tagged = (number: number, contents: Bytes): Der => der(contextTag(number), contents);
const points = extension(
  OID.cRLDistributionPoints,
  sequence(sequence(tagged(0, tagged(0, der(contextTag(6, 'primitive'), latin1Bytes(LIST)))))),
);
const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);
const clock = { now: () => NOW };

let ca: TestCa;
let alice: Party;
let message: Bytes;
beforeAll(async () => {
  ca = await TestCa.create('Known CA', { now: NOW });
  alice = await issue(ca, ALICE, { extraExtensions: [points] });
  const sign = { signer: signerOf(alice), form: 'clear', signingTime: NOW } as const;
  message = messageOf(await protectEntity({ entity: entityOf('hello'), sign }), ALICE);
});

async function reader() {
  const ports = {
    trustStore: {
      anchors: () => Promise.resolve([parseCertificate(ca.certificate)]),
      intermediates: () => Promise.resolve([]),
    },
    revocationStore: createRevocationStore(await freshDatabase(), clock),
    certificateDirectory: { update: () => Promise.resolve() },
    clock,
  };
  const open = async () => viewMessage(await openMessage(message, ports)).view;
  return {
    state: async () => (await open()).summary.state,
    asksAndGets: async (octets: Der): Promise<readonly Asked['outcome'][]> => {
      let round = await refreshRound(await open(), ports, { isForced: true, asked: [], answers: [] });
      while (round.questions.length > 0) {
        const answers = round.questions.map((question) => ({ question, octets }));
        round = await refreshRound(await open(), ports, { isForced: true, asked: round.asked, answers });
      }
      return round.asked.map(({ outcome }) => outcome);
    },
  };
}

const revoked = (thisUpdate: Date): Promise<Der> =>
  makeCrl(ca, { thisUpdate, nextUpdate: hours(167) }, [
    crlEntry({ certificate: alice.certificate, at: hours(-30), reason: 1 }),
  ]);
const empty = (thisUpdate: Date): Promise<Der> => makeCrl(ca, { thisUpdate, nextUpdate: hours(144) });

describe('a list that revokes', () => {
  it('is not replaced by one of before, which is good by itself', async () => {
    const { state, asksAndGets } = await reader();
    expect(await asksAndGets(await revoked(hours(-1)))).toEqual(['accepted']);
    expect(await state()).toBe('signed-untrusted');
    expect(await asksAndGets(await empty(hours(-24)))).toEqual(['not-accepted']);
    expect(await state()).toBe('signed-untrusted');
  });

  it('is not replaced by one of the same moment', async () => {
    const { state, asksAndGets } = await reader();
    await asksAndGets(await revoked(hours(-1)));
    expect(await asksAndGets(await empty(hours(-1)))).toEqual(['not-accepted']);
    expect(await state()).toBe('signed-untrusted');
  });

  it('replaces one of the same moment, and one of after it counts', async () => {
    const { state, asksAndGets } = await reader();
    await asksAndGets(await empty(hours(-2)));
    expect(await state()).toBe('signed-valid');
    expect(await asksAndGets(await revoked(hours(-2)))).toEqual(['accepted']);
    expect(await state()).toBe('signed-untrusted');
    expect(await asksAndGets(await empty(hours(-1)))).toEqual(['accepted']);
    expect(await state()).toBe('signed-valid');
  });
});
