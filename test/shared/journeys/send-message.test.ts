import { latin1Bytes, latin1Text } from '../../../shared/base/bytes';
import { openMessage } from '../../../shared/journeys/open-message';
import { type PreparedSend, prepareSend, readiness, type SendRequest } from '../../../shared/journeys/send-message';
import { type Refusal } from '../../../shared/journeys/refusal';
import { SignetError } from '../../../shared/base/errors';
import { isRelaySafe } from '../../../shared/mime/compose-mime';
import { entityOctets } from '../../../shared/mime/entity';
import { shownText } from '../../../shared/mime/shown-text';
import { type Party } from '../../support/test-ca';
import { ALICE, BOB, type Cast, createCast, entityOf, issue, messageOf, NOW } from '../smime/messages';
import { accepted, fingerprintOf, waitingEntry } from '../../support/memory-directory';
import { memoryPorts, type World } from './memory-ports';

const CAROL = 'carol@example.test';
const DAN = 'dan@example.test';
const DAY = 86_400_000;

let cast: Cast;
let carol: Party;
beforeAll(async () => {
  cast = await createCast();
  carol = await issue(cast.ca, CAROL);
});

const request = (more: Partial<SendRequest> = {}): SendRequest => ({
  from: ALICE,
  to: [BOB],
  cc: [],
  bcc: [],
  entity: entityOf('Hello\r\n'),
  protection: { sign: true, encrypt: true },
  ...more,
});

const world = (more: Partial<World> = {}): World => ({
  own: [cast.alice],
  known: [cast.bob.certificate, carol.certificate],
  anchors: [cast.ca.certificate],
  ...more,
});

const send = async (more: Partial<SendRequest> = {}, there: World = world()): Promise<PreparedSend> =>
  prepareSend(request(more), await memoryPorts(there));

async function refusals(more: Partial<SendRequest>, there: World = world()): Promise<readonly Refusal[]> {
  const prepared = await send(more, there);
  if (prepared.kind !== 'refused') throw new Error('it was not refused');
  return prepared.refusals;
}

const brief = (list: readonly Refusal[]): readonly string[] =>
  list.map(({ code, address }) => (address === undefined ? code : `${code} ${address}`));

async function readBy(party: Party, entity: Uint8Array<ArrayBuffer>): Promise<string> {
  const ports = await memoryPorts(world({ own: [party] }));
  const { summary, root } = await openMessage(messageOf(entity), ports);
  return `${summary.state} ${summary.encryption} ${shownText(root).trim()}`;
}

describe('a message ready to send', () => {
  it('can be read by its recipient and its sender, signed inside', async () => {
    const prepared = await send();
    if (prepared.kind !== 'ready') throw new Error('refused');
    expect(prepared.main.recipients).toEqual([BOB]);
    expect(await readBy(cast.bob, prepared.main.entity)).toBe('signed-valid opened Hello');
    expect(await readBy(cast.alice, prepared.main.entity)).toBe('signed-valid opened Hello');
    expect(await readBy(carol, prepared.main.entity)).toMatch(/^unsigned not-for-us/);
  });

  it('has one envelope for each Bcc recipient, and none of them names another', async () => {
    const prepared = await send({ bcc: [CAROL] });
    if (prepared.kind !== 'ready') throw new Error('refused');
    expect(prepared.bcc.map(({ recipient }) => recipient)).toEqual([CAROL]);
    const copy = prepared.bcc[0]?.entity ?? new Uint8Array(0);
    expect(await readBy(carol, copy)).toBe('signed-valid opened Hello');
    expect(await readBy(cast.bob, copy)).toMatch(/not-for-us/);
    expect(await readBy(carol, prepared.main.entity)).toMatch(/not-for-us/);
  });

  it('is multipart/signed when it is signed alone, and one entity for all', async () => {
    const prepared = await send({ protection: { sign: true, encrypt: false }, bcc: [DAN] });
    if (prepared.kind !== 'ready') throw new Error('refused');
    expect(prepared.main.recipients).toEqual([BOB, DAN]);
    expect(prepared.bcc).toEqual([]);
    const text = latin1Text(prepared.main.entity);
    expect(text).toMatch(/^Content-Type: multipart\/signed; protocol="application\/pkcs7-signature"; micalg=sha-256;/);
    expect(await readBy(cast.bob, prepared.main.entity)).toBe('signed-valid none Hello');
  });

  it('is opaque when that is asked for', async () => {
    const prepared = await send({ protection: { sign: true, encrypt: false, form: 'opaque' } });
    if (prepared.kind !== 'ready') throw new Error('refused');
    expect(latin1Text(prepared.main.entity)).toContain('smime-type=signed-data');
    expect(await readBy(cast.bob, prepared.main.entity)).toBe('signed-valid none Hello');
  });

  it('is authenticated encryption when that is asked for', async () => {
    const prepared = await send({ protection: { sign: true, encrypt: true, algorithm: 'aes-256-gcm' } });
    if (prepared.kind !== 'ready') throw new Error('refused');
    expect(latin1Text(prepared.main.entity)).toContain('smime-type=authEnveloped-data');
    expect(await readBy(cast.bob, prepared.main.entity)).toBe('signed-valid opened Hello');
  });

  it('names an address once, however it is written', async () => {
    const prepared = await send({ to: [BOB, 'bob@EXAMPLE.test'], bcc: [BOB] });
    expect(prepared).toMatchObject({ kind: 'ready', main: { recipients: [BOB] }, bcc: [] });
  });
});

describe('a send is refused', () => {
  it('with everything that stands against it at once', async () => {
    const list = await refusals({ from: 'nobody@example.test', to: [BOB, DAN], cc: ['erin@example.test'] });
    expect(brief(list)).toEqual([
      'no-identity nobody@example.test',
      `recipient-certificate ${DAN}`,
      'recipient-certificate erin@example.test',
    ]);
  });

  it('when nobody is to receive it', async () => {
    expect(brief(await refusals({ to: [] }))).toEqual(['no-recipients']);
  });

  it('when the identity has expired, or is not valid yet', async () => {
    const old = await issue(cast.ca, ALICE, { notAfter: new Date(NOW.getTime() - DAY) });
    const early = await issue(cast.ca, ALICE, { notBefore: new Date(NOW.getTime() + DAY) });
    const protection = { sign: true, encrypt: false };
    expect(brief(await refusals({ protection }, world({ own: [old] })))).toEqual([`identity-expired ${ALICE}`]);
    expect(brief(await refusals({ protection }, world({ own: [early] })))).toEqual([`identity-not-yet-valid ${ALICE}`]);
  });

  it('for want of an identity when the sender could not read their own copy', async () => {
    const old = await issue(cast.ca, ALICE, { notAfter: new Date(NOW.getTime() - DAY) });
    const protection = { sign: false, encrypt: true };
    expect(brief(await refusals({ protection }, world({ own: [] })))).toEqual([`no-identity ${ALICE}`]);
    expect(brief(await refusals({ protection }, world({ own: [old] })))).toEqual([`identity-expired ${ALICE}`]);
  });

  it('when the only identity may not sign', async () => {
    const reader = await issue(cast.ca, ALICE, { keyUsage: [4] });
    const protection = { sign: true, encrypt: false };
    expect(brief(await refusals({ protection }, world({ own: [reader] })))).toEqual([`no-identity ${ALICE}`]);
  });

  it('when the certificate of a recipient is from an unknown authority, has expired or is not for encryption', async () => {
    const [foreign, expired, signing] = await Promise.all([
      issue(cast.otherCa, DAN),
      issue(cast.ca, DAN, { notAfter: new Date(NOW.getTime() - DAY) }),
      issue(cast.ca, DAN, { keyUsage: [0] }),
    ]);
    for (const [party, code] of [
      [foreign, /^(no-path|not-anchored)$/],
      [expired, /^expired$/],
      [signing, /^key-usage$/],
    ] as const) {
      const [refusal] = await refusals({ to: [DAN] }, world({ known: [party.certificate] }));
      expect(refusal).toMatchObject({ code: 'recipient-certificate', address: DAN });
      expect(refusal?.reasons?.[0]?.code).toMatch(code);
    }
  });

  it('when the key store cannot sign, and never goes out with less', async () => {
    const ports = await memoryPorts(world());
    const locked = { ...ports.keyStore, sign: () => Promise.reject(new SignetError('locked', 'locked')) };
    const prepared = await prepareSend(request(), { ...ports, keyStore: locked });
    expect(prepared).toEqual({ kind: 'refused', refusals: [{ code: 'locked' }] });
  });
});

describe('the choice of certificates', () => {
  it('takes the newest valid one', async () => {
    const older = await issue(cast.ca, DAN, { notBefore: new Date(NOW.getTime() - 9 * DAY) });
    const newer = await issue(cast.ca, DAN, { notBefore: new Date(NOW.getTime() - DAY) });
    const future = await issue(cast.ca, DAN, { notBefore: new Date(NOW.getTime() + DAY) });
    const known = [older, newer, future].map(({ certificate }) => certificate);
    const prepared = await send({ to: [DAN] }, world({ known }));
    if (prepared.kind !== 'ready') throw new Error('refused');
    expect(await readBy(newer, prepared.main.entity)).toMatch(/^signed-valid opened/);
    expect(await readBy(older, prepared.main.entity)).toMatch(/not-for-us/);
  });

  it('needs no trusted authority for the sender’s own copy', async () => {
    const prepared = await send({}, world({ own: [cast.impostor] }));
    if (prepared.kind !== 'ready') throw new Error('refused');
    expect(await readBy(cast.impostor, prepared.main.entity)).toMatch(/ opened Hello$/);
  });

  it('takes every current one of the sender’s own, none that has expired, and one only of others', async () => {
    const second = await issue(cast.ca, ALICE);
    const old = await issue(cast.ca, ALICE, { notAfter: new Date(NOW.getTime() - DAY) });
    const there = world({ own: [cast.alice, second, old] });
    const prepared = await send({ bcc: [CAROL] }, there);
    if (prepared.kind !== 'ready') throw new Error('refused');
    for (const { entity } of [prepared.main, ...prepared.bcc]) {
      for (const device of [cast.alice, second]) expect(await readBy(device, entity)).toBe('signed-valid opened Hello');
      expect(await readBy(old, entity)).toMatch(/not-for-us/);
    }
    const known = await readiness(request(), await memoryPorts(there));
    expect(known.recipients.find(({ field }) => field === 'from')?.ownCertificates).toBe(2);
  });

  it('tells apart what is wrong with a recipient’s', async () => {
    const [foreign, expired, signing] = await Promise.all([
      issue(cast.otherCa, DAN),
      issue(cast.ca, DAN, { notAfter: new Date(NOW.getTime() - DAY) }),
      issue(cast.ca, DAN, { keyUsage: [0] }),
    ]);
    for (const [party, trouble] of [
      [foreign, 'untrusted'],
      [expired, 'expired'],
      [signing, 'other'],
    ] as const) {
      const ports = await memoryPorts(world({ known: [party.certificate] }));
      expect((await readiness(request({ to: [DAN] }), ports)).recipients[0]).toMatchObject({
        state: 'unusable',
        trouble,
      });
    }
  });

  it('tells a key that waits for the user before what stands against the known one', async () => {
    const old = await issue(cast.ca, DAN, { notAfter: new Date(NOW.getTime() - DAY) });
    const fresh = await issue(cast.ca, DAN);
    const ports = await memoryPorts(world());
    const known = [accepted(old.certificate), waitingEntry(fresh.certificate)];
    const directory = { ...ports.certificateDirectory, find: () => Promise.resolve(known) };
    const { recipients } = await readiness(request({ to: [DAN] }), { ...ports, certificateDirectory: directory });
    expect(recipients[0]).toMatchObject({
      state: 'unusable',
      trouble: 'unconfirmed',
      waiting: fingerprintOf(fresh.certificate),
    });
  });

  it('is shown before sending, address by address', async () => {
    const ready = await readiness(request({ to: [BOB, DAN], bcc: [CAROL] }), await memoryPorts(world()));
    expect(ready.signer?.certificate.addresses).toEqual([ALICE]);
    expect(ready.recipients.map(({ address, field, state }) => [address, field, state])).toEqual([
      [BOB, 'to', 'ready'],
      [DAN, 'to', 'missing'],
      [CAROL, 'bcc', 'ready'],
      [ALICE, 'from', 'ready'],
    ]);
    expect(brief(ready.refusals)).toEqual([`recipient-certificate ${DAN}`]);
  });
});

describe('an entity that another program built', () => {
  const text = 'Content-Type: text/plain; charset=us-ascii\r\n\r\nFrom here on \r\n';
  const built = latin1Bytes(text) as SendRequest['entity'];

  it('is signed in a form that relays leave alone', async () => {
    const prepared = await send({ entity: built, protection: { sign: true, encrypt: false } });
    const entity = prepared.kind === 'ready' ? prepared.main.entity : built;
    expect(isRelaySafe(entity)).toBe(true);
    expect(await readBy(cast.bob, new Uint8Array(entity))).toBe('signed-valid none From here on');
  });

  it('is encrypted as it is where nobody signs', async () => {
    const prepared = await send({ entity: built, protection: { sign: false, encrypt: true } });
    const entity = prepared.kind === 'ready' ? prepared.main.entity : built;
    const ports = await memoryPorts(world({ own: [cast.bob] }));
    const { root } = await openMessage(messageOf(new Uint8Array(entity)), ports);
    expect(latin1Text(entityOctets(root))).toBe(text);
  });
});
