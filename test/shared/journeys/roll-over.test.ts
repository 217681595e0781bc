import { type Bytes, concat } from '../../../shared/base/bytes';
import { readMessage, type ReadMessage } from '../../../shared/journeys/read-message';
import { prepareSend, type Readiness, readiness, type SendPorts } from '../../../shared/journeys/send-message';
import { selfTest } from '../../../shared/journeys/self-test';
import { composeHeader } from '../../../shared/mime/compose-mime';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type SenderHistory } from '../../../shared/ports/sender-history';
import { type SenderRecord } from '../../../shared/verdict/continuity';
import { memoryDirectory } from '../../support/memory-directory';
import { type Party } from '../../support/test-ca';
import { ALICE, BOB, type Cast, createCast, entityOf, issue, NOW } from '../smime/messages';
import { idOf, memoryPorts } from './memory-ports';

const DAY = 86_400_000;
const at = (days: number): Date => new Date(NOW.getTime() + days * DAY);

let cast: Cast;
/** Alice's certificates, one year behind the other, each in date at its own time. */
let old: Party;
let present: Party;
let coming: Party;
beforeAll(async () => {
  cast = await createCast();
  [old, present, coming] = await Promise.all([
    issue(cast.ca, ALICE, { notBefore: at(-0.9), notAfter: at(5) }),
    issue(cast.ca, ALICE, { notBefore: at(-0.5), notAfter: at(100) }),
    issue(cast.ca, ALICE, { notBefore: at(50), notAfter: at(200) }),
  ]);
});

interface Moment {
  readonly own?: readonly Party[];
  readonly known?: readonly Party[];
  readonly now?: Date;
  readonly preferred?: Party;
  readonly history?: SenderHistory;
}

async function portsOf({
  own = [old, present, coming],
  known = [],
  now = NOW,
  preferred,
  history,
}: Moment): Promise<SendPorts> {
  const certificates = known.map(({ certificate }) => certificate);
  const ports = await memoryPorts({ own, known: certificates, anchors: [cast.ca.certificate], now });
  const id = preferred && (await idOf(preferred.certificate));
  return {
    ...ports,
    ...(id !== undefined && { preferredIdentity: () => Promise.resolve(id) }),
    ...(history && { senderHistory: history }),
  };
}

const draft = (from = ALICE, to = BOB) =>
  ({ from, to: [to], cc: [], bcc: [], protection: { sign: true, encrypt: false } }) as const;
const ready = async (moment: Moment, from = ALICE, to = BOB): Promise<Readiness> =>
  readiness(draft(from, to), await portsOf(moment));
const signerOf = async (moment: Moment): Promise<unknown> => {
  const { signer, refusals } = await ready(moment);
  return signer ? signer.identity.certificate : refusals.map(({ code }) => code);
};

/** A whole message from one person to another. */
async function write(from: string, to: string, moment: Moment, encrypt: boolean): Promise<Bytes> {
  const ports = await portsOf(moment);
  const person = (address: string) => ({ name: '', address });
  const date = ports.clock.now();
  const header = composeHeader({ from: person(from), to: [person(to)], subject: 's', date, messageId: '<m@x>' });
  const prepared = await prepareSend(
    { ...draft(from, to), header, entity: entityOf('words'), protection: { sign: true, encrypt } },
    ports,
  );
  if (prepared.kind === 'refused') throw new Error(JSON.stringify(prepared.refusals));
  return concat([prepared.main.header, prepared.main.entity]);
}

const read = async (octets: Bytes, moment: Moment): Promise<ReadMessage> => {
  const { senderHistory, ...ports } = await portsOf(moment);
  return (await readMessage(octets, { ...ports, ...(senderHistory && { senderHistory }) })).message;
};

describe('of several identities for one address', () => {
  it('the newest that is valid signs, at each time another', async () => {
    expect(await signerOf({})).toBe(present.certificate);
    expect(await signerOf({ now: at(60) })).toBe(coming.certificate);
    expect(await signerOf({ own: [old], now: at(1) })).toBe(old.certificate);
  });

  it('none signs that has expired or is not valid yet, whatever is asked for', async () => {
    expect(await signerOf({ own: [old, present], now: at(101) })).toEqual(['identity-expired']);
    expect(await signerOf({ own: [coming] })).toEqual(['identity-not-yet-valid']);
    const ports = await portsOf({ own: [old], now: at(6) });
    const entity = entityOf('words');
    const named = { ...draft(), entity, identityId: await idOf(old.certificate) };
    expect(await prepareSend(named, ports)).toMatchObject({
      kind: 'refused',
      refusals: [{ code: 'identity-expired' }],
    });
  });

  it('every old one still opens what was encrypted to it', async () => {
    const octets = await write(BOB, ALICE, { own: [cast.bob], known: [old] }, true);
    const { view } = await read(octets, { now: at(150) });
    expect(view.encryption.state).toBe('opened');
    expect((await read(octets, { own: [present, coming] })).view.encryption.state).toBe('not-for-us');
  });

  it('an old encryption key that was recovered opens old mail, never signs, and is never encrypted to', async () => {
    const escrowed = await issue(cast.ca, ALICE, { notBefore: at(-0.9), notAfter: at(5), keyUsage: [2, 4] });
    const octets = await write(BOB, ALICE, { own: [cast.bob], known: [escrowed] }, true);
    const later = { own: [escrowed], now: at(9) };
    expect((await read(octets, later)).view.encryption.state).toBe('opened');
    expect(await signerOf(later)).toEqual(['no-identity']);
    const request = { ...draft(), protection: { sign: false, encrypt: true } };
    const { refusals } = await readiness(request, await portsOf({ ...later, known: [cast.bob] }));
    expect(refusals.map(({ code }) => code)).toContain('identity-expired');
    expect((await selfTest(await idOf(escrowed.certificate), await portsOf(later))).steps).toMatchObject([
      { name: 'sign', why: 'usage' },
      { name: 'encrypt', outcome: 'good' },
      { name: 'open', outcome: 'good' },
    ]);
  });
});

describe('the identity that the user prefers', () => {
  it('signs while it is in date, though a newer one is there', async () => {
    expect(await signerOf({ preferred: old })).toBe(old.certificate);
    expect((await ready({ preferred: old })).passedOver).toBeUndefined();
  });

  it.each<readonly [string, () => Moment]>([
    ['expired', () => ({ preferred: old, now: at(6) })],
    ['not-yet-valid', () => ({ preferred: coming })],
    ['gone', () => ({ preferred: cast.impostor })],
  ])('gives way to the newest valid one when it is %s, and that is said', async (why, moment) => {
    expect(await signerOf(moment())).toBe(present.certificate);
    expect((await ready(moment())).passedOver).toBe(why);
  });

  it('signs what is sent, not only what is shown', async () => {
    const octets = await write(ALICE, BOB, { preferred: old }, false);
    const { view } = await read(octets, { own: [cast.bob] });
    expect(view.summary.signer?.certificate).toEqual(old.certificate);
  });
});

describe('the key of a role or a shared mailbox', () => {
  const OFFICE = 'office@example.test';

  it('signs what is sent from its address, beside the own one, and nothing else', async () => {
    const office = await issue(cast.ca, OFFICE);
    const own = [present, office];
    expect((await ready({ own }, OFFICE)).signer?.identity.certificate).toBe(office.certificate);
    expect((await ready({ own }, ALICE)).signer?.identity.certificate).toBe(present.certificate);
    expect((await ready({ own: [present] }, OFFICE)).refusals).toEqual([{ code: 'no-identity', address: OFFICE }]);
    const octets = await write(BOB, OFFICE, { own: [cast.bob], known: [office] }, true);
    expect((await read(octets, { own })).view.encryption.state).toBe('opened');
  });
});

describe('a signing pair and an encryption pair of one person', () => {
  it('work as one: one signs and names the other, which mail is encrypted to and opened with', async () => {
    const signing = await issue(cast.ca, ALICE, { keyUsage: [0] });
    const encryption = await issue(cast.ca, ALICE, { keyUsage: [2, 4], notBefore: at(-0.1) });
    const own = [signing, encryption];
    const octets = await write(ALICE, BOB, { own, known: [cast.bob] }, true);
    const certificateDirectory = memoryDirectory();
    const { message } = await readMessage(octets, {
      ...(await memoryPorts({ own: [cast.bob], anchors: [cast.ca.certificate] })),
      certificateDirectory,
    });
    expect(message.view.summary).toMatchObject({ state: 'signed-valid', encryption: 'opened' });
    expect(message.view.summary.signer?.certificate).toEqual(signing.certificate);
    const learned = await certificateDirectory.find(ALICE);
    expect(learned.map(({ certificate }) => certificate)).toContainEqual(encryption.certificate);
    expect(learned.map(({ waiting }) => waiting)).toEqual([[], []]);
    expect((await read(octets, { own })).view.encryption.state).toBe('opened');
    const answer = await write(BOB, ALICE, { own: [cast.bob], known: [signing, encryption] }, true);
    expect((await read(answer, { own: [encryption] })).view.encryption.state).toBe('opened');
  });
});

describe('a correspondent who still has an old certificate', () => {
  const memory = (): SenderHistory => {
    const kept = new Map<string, SenderRecord>();
    return {
      find: (address) => Promise.resolve(kept.get(address)),
      update: (address, change) => {
        const next = change(kept.get(address));
        if (next) kept.set(address, next);
        return Promise.resolve();
      },
      writersTo: () => Promise.resolve(0),
      clear() {
        kept.clear();
        return Promise.resolve();
      },
    };
  };
  const fromBob = (to: Party, now = NOW): Promise<Bytes> =>
    write(BOB, ALICE, { own: [cast.bob], known: [to], now }, true);

  it('is named until they write to the new one', async () => {
    const history = memory();
    const own = [old, present];
    await read(await fromBob(old), { own: [old], history });
    expect((await ready({ own: [old], history })).withOldCertificate).toEqual([]);
    expect((await ready({ own, history })).withOldCertificate).toEqual([BOB]);
    await read(await fromBob(present, at(1)), { own, history, now: at(1) });
    expect((await ready({ own, history, now: at(1) })).withOldCertificate).toEqual([]);
  });

  it('is not named again because an old message was opened late', async () => {
    const history = memory();
    const own = [old, present];
    const [early, late] = [await fromBob(old), await fromBob(present, at(1))];
    await read(late, { own, history, now: at(2) });
    await read(early, { own, history, now: at(2) });
    expect((await ready({ own, history, now: at(2) })).withOldCertificate).toEqual([]);
  });

  it('is not known from mail that is not validly signed, nor for another address of the user', async () => {
    const history = memory();
    const stranger = await issue(cast.otherCa, BOB);
    const forged = await write(BOB, ALICE, { own: [stranger], known: [old] }, true);
    await read(forged, { own: [old], history });
    expect((await ready({ own: [old, present], history })).withOldCertificate).toEqual([]);
    await read(await fromBob(old), { own: [old], history });
    const other = await issue(cast.ca, 'alice@other.test');
    expect((await ready({ own: [old, other], history }, 'alice@other.test')).withOldCertificate).toEqual([]);
  });

  it('costs nothing where the history cannot be read', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('gone'));
    const history = { find: broken, update: broken, writersTo: broken, clear: broken };
    expect((await ready({ history })).withOldCertificate).toEqual([]);
  });
});

describe('certificates of the tests', () => {
  it('overlap as the tests need them to', () => {
    const dates = [old, present, coming].map(({ certificate }) => parseCertificate(certificate).notAfter.getTime());
    expect([...dates].sort((a, b) => a - b)).toEqual(dates);
  });
});
