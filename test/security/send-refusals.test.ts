import { type Der } from '../../shared/base/bytes';
import { readEnvelope } from '../../shared/cms/envelope';
import { cmsOctets } from '../../shared/smime/cryptographic-layer';
import { parseEntity } from '../../shared/mime/entity';
import { type PreparedSend, prepareSend, type Protection, readiness } from '../../shared/journeys/send-message';
import { parseCertificate } from '../../shared/pkix/certificate';
import { accepted, memoryDirectory } from '../support/memory-directory';
import { type Party, TestCa } from '../support/test-ca';
import { memoryPorts } from '../shared/journeys/memory-ports';
import { ALICE, BOB, type Cast, createCast, entityOf, issue, NOW } from '../shared/smime/messages';

/** Whatever is asked to be protected goes out protected for precisely those it goes to, or not at all. */
const CAROL = 'carol@example.test';
const DAY = 86_400_000;
const BOTH: Protection = { sign: true, encrypt: true };

let cast: Cast;
let carol: Party;
beforeAll(async () => {
  cast = await createCast();
  carol = await issue(cast.ca, CAROL);
});

interface Case {
  readonly to?: readonly string[];
  readonly bcc?: readonly string[];
  readonly protection?: Protection;
  readonly own?: Party;
  readonly known?: readonly Der[];
}

const requestOf = ({ to = [BOB], bcc = [], protection = BOTH }: Case) => ({ from: ALICE, to, cc: [], bcc, protection });
const portsOf = ({ own = cast.alice, known = [cast.bob.certificate, carol.certificate] }: Case) =>
  memoryPorts({ own: [own], known, anchors: [cast.ca.certificate] });

async function send(one: Case): Promise<PreparedSend> {
  return prepareSend({ ...requestOf(one), entity: entityOf('secret\r\n') }, await portsOf(one));
}

async function codes(one: Case): Promise<string> {
  const prepared = await send(one);
  return prepared.kind === 'ready'
    ? `ready ${prepared.main.recipients.join(' ')}`
    : prepared.refusals.map(({ code, reasons }) => [code, ...(reasons ?? []).map((r) => r.code)].join(' ')).join(', ');
}

describe('a recipient who is no address', () => {
  it.each(['bob', '', '@', 'bob@', '/O=EXCHANGE/CN=BOB', 'bob@example.test\r\nBcc: eve@evil.test'])(
    'is not left out but refused: %j',
    async (address) => {
      expect(await codes({ to: [BOB, address] })).toBe('recipient-certificate');
      expect(await codes({ to: [address] })).toBe('recipient-certificate');
      expect(await codes({ bcc: [address] })).toBe('recipient-certificate');
      const said = await readiness(requestOf({ to: [address] }), await portsOf({}));
      expect(said.refusals.map(({ code }) => code)).toEqual(['recipient-certificate']);
    },
  );
});

describe('a certificate that nothing vouches for', () => {
  it('of an unknown authority is not encrypted to, however new', async () => {
    const rogue = await issue(cast.otherCa, BOB, { notBefore: new Date(NOW.getTime() - 1000) });
    expect(await codes({ known: [rogue.certificate] })).toMatch(/^recipient-certificate no-path/);
    expect(await codes({ known: [rogue.certificate, cast.bob.certificate] })).toBe(`ready ${BOB}`);
  });

  it.each([
    ['without an address', { addresses: [] }, ''],
    ['of another address', { addresses: ['bob@example.test.evil.test'] }, ''],
    ['out of date', { notAfter: new Date(NOW.getTime() - DAY) }, ' expired'],
    ['for signing only', { keyUsage: [0] }, ' key-usage'],
    ['for web servers', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }, ' key-usage'],
  ])('is not encrypted to: %s', async (_, options, reason) => {
    const theirs = await issue(cast.ca, BOB, options);
    const certificateDirectory = {
      ...memoryDirectory(),
      find: () => Promise.resolve([accepted(theirs.certificate)]),
    };
    const prepared = await prepareSend(
      { ...requestOf({}), entity: entityOf('secret\r\n') },
      { ...(await portsOf({})), certificateDirectory },
    );
    if (prepared.kind === 'ready') throw new Error('it was sent');
    const found = prepared.refusals.map(({ code, reasons = [] }) =>
      [code, ...reasons.map((one) => one.code)].join(' '),
    );
    expect(found).toEqual([`recipient-certificate${reason}`]);
  });
});

describe('an identity that must not sign', () => {
  it.each([
    ['expired', { notAfter: new Date(NOW.getTime() - DAY) }, 'identity-expired'],
    ['not yet valid', { notBefore: new Date(NOW.getTime() + DAY) }, 'identity-not-yet-valid'],
    ['for encryption only', { keyUsage: [4] }, 'no-identity'],
    ['of another purpose', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }, 'no-identity'],
  ])('does not: %s', async (_, options, code) => {
    const own = await issue(cast.ca, ALICE, options);
    expect(await codes({ own, protection: { sign: true, encrypt: false } })).toBe(code);
  });
});

describe('Bcc', () => {
  it('is named in no envelope but its own', async () => {
    const prepared = await send({ bcc: [CAROL, BOB.toUpperCase()] });
    if (prepared.kind !== 'ready') throw new Error('refused');
    const readersOf = (entity: Uint8Array<ArrayBuffer>): readonly string[] =>
      readEnvelope(cmsOctets(parseEntity(entity)))
        .recipients.flatMap(({ identifiers }) => identifiers)
        .map((id) => (id.kind === 'ski' ? 'ski' : id.serial))
        .sort();
    const serials = (...parties: readonly Party[]): readonly string[] =>
      parties.map(({ certificate }) => parseCertificate(certificate).serial).sort();
    expect(readersOf(prepared.main.entity)).toEqual(serials(cast.alice, cast.bob));
    expect(prepared.bcc.map(({ recipient, entity }) => [recipient, readersOf(entity)])).toEqual([
      [CAROL, serials(cast.alice, carol)],
    ]);
  });
});

describe('an identity file', () => {
  it('with a key in somebody else’s name diverts no mail that is for them', async () => {
    const stranger = await issue(await TestCa.create('Unknown', { now: NOW }), BOB, { notBefore: NOW });
    const ports = await memoryPorts({
      own: [cast.alice, stranger],
      known: [cast.bob.certificate],
      anchors: [cast.ca.certificate],
    });
    const request = { ...requestOf({}), entity: entityOf('secret\r\n') };
    // Their name now counts as one of the user's own, so that the key of somebody else for it has to be confirmed.
    expect(await prepareSend(request, ports)).toMatchObject({
      kind: 'refused',
      refusals: [{ code: 'recipient-certificate', address: BOB, reasons: [{ code: 'unconfirmed-key' }, {}] }],
    });
    const confirmed = { accepted: [{ address: BOB, ground: 'confirmed', at: NOW }] } as const;
    const certificateDirectory = {
      ...ports.certificateDirectory,
      ...memoryDirectory([accepted(cast.bob.certificate, confirmed)]),
    };
    const prepared = await prepareSend(request, { ...ports, certificateDirectory });
    if (prepared.kind !== 'ready') throw new Error('refused');
    const { recipients } = readEnvelope(cmsOctets(parseEntity(prepared.main.entity)));
    const serials = recipients.flatMap(({ identifiers }) =>
      identifiers.map((id) => (id.kind === 'issuer-serial' ? id.serial : '')),
    );
    expect(serials).toContain(parseCertificate(cast.bob.certificate).serial);
    expect(serials).not.toContain(parseCertificate(stranger.certificate).serial);
  });
});
