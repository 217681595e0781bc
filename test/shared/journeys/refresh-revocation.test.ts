import { der, oid, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { latin1Bytes, utf8Bytes, utf8Text, type Bytes, type Der } from '../../../shared/base/bytes';
import { openMessage } from '../../../shared/journeys/open-message';
import { refreshRound } from '../../../shared/journeys/begin-refresh';
import { type Asked, type RefreshPorts, type RefreshRound } from '../../../shared/journeys/refresh-revocation';
import { type StatusRequest, type RevocationVerdict } from '../../../shared/pkix/revocation';
import { type FetchFailure, type RevocationQuestion } from '../../../shared/ports/revocation-source';
import { protectEntity } from '../../../shared/smime/protect-message';
import { viewMessage, type ViewedMessage } from '../../../shared/smime/viewed-message';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { extension, TestCa, type Party } from '../../support/test-ca';
import { ALICE, BOB, entityOf, issue, messageOf, NOW, signerOf, unwrapWith } from '../smime/messages';

/** What octets say is judged elsewhere; here "good" and "revoked" are accepted, "delegated" once its signer is known. */
jest.mock('../../../shared/pkix/revocation', () => ({
  ...jest.requireActual<object>('../../../shared/pkix/revocation'),
  checkRevocation: ({ path, data, candidates, at }: StatusRequest): Promise<RevocationVerdict> => {
    const statuses = path.certificates.slice(0, -1).map(({ der: certificate }) => {
      const accepted = data.items.find(({ octets }) => {
        const text = String.fromCharCode(...octets);
        const isKnown = candidates.some(({ subject }) => subject.commonName === 'Delegate');
        return text === 'good' || text === 'revoked' || (text === 'delegated' && isKnown);
      });
      if (!accepted) return { certificate, state: 'not-checked' as const };
      const state = String.fromCharCode(...accepted.octets) === 'revoked' ? ('revoked' as const) : ('good' as const);
      const source = { kind: accepted.kind, issuer: 'x', thisUpdate: at, origin: accepted.origin };
      return { certificate, state, source };
    });
    const state = statuses.every((one) => one.state === 'good') ? 'good' : 'not-checked';
    return Promise.resolve({ state, statuses, reasons: [] });
  },
}));

const uri = (text: string): Der => der(0x86, latin1Bytes(text));
const points = (...urls: string[]): Der =>
  extension(OID.cRLDistributionPoints, sequence(...urls.map((url) => sequence(der(0xa0, der(0xa0, uri(url)))))));
const access = (ocsp: readonly string[], issuers: readonly string[] = []): Der =>
  extension(
    OID.authorityInfoAccess,
    sequence(
      ...ocsp.map((url) => sequence(oid(OID.adOcsp), uri(url))),
      ...issuers.map((url) => sequence(oid(OID.adCaIssuers), uri(url))),
    ),
  );

interface World {
  readonly ports: RefreshPorts;
  readonly kept: Map<string, Bytes>;
  readonly failures: Map<string, Date>;
  readonly added: Der[];
  now: Date;
}

function worldOf(anchor: Der): World {
  const kept = new Map<string, Bytes>();
  const failures = new Map<string, Date>();
  const added: Der[] = [];
  const world = { kept, failures, added, now: NOW };
  const ports: RefreshPorts = {
    trustStore: {
      anchors: () => Promise.resolve([parseCertificate(anchor)]),
      intermediates: () => Promise.resolve(added),
    },
    certificateDirectory: {
      update: (_, change) => Promise.resolve(void added.push(...change([]).map(({ certificate }) => certificate))),
    },
    clock: { now: () => world.now },
    revocationStore: {
      cached: () => Promise.resolve([]),
      keep: ({ name }, octets) => Promise.resolve(void kept.set(name, octets)),
      keepFailure: ({ url }) => Promise.resolve(void failures.set(url, world.now)),
      failedAt: ({ url }) => Promise.resolve(failures.get(url)),
    },
  };
  return Object.assign(world, { ports });
}

async function viewOf(octets: Bytes, anchor: Der, keys: readonly Party[] = []): Promise<ViewedMessage> {
  const trustStore = {
    anchors: () => Promise.resolve([parseCertificate(anchor)]),
    intermediates: () => Promise.resolve([]),
  };
  const keyStore = { unwrap: unwrapWith(...keys) } as never;
  return viewMessage(await openMessage(octets, { trustStore, keyStore, clock: { now: () => NOW } })).view;
}

/** Asks until nothing is left to ask; `net` answers by address. */
async function refresh(
  view: ViewedMessage,
  { ports }: World,
  net: (question: RevocationQuestion) => Bytes | FetchFailure,
  isForced = false,
): Promise<readonly Asked[]> {
  let round: RefreshRound = await refreshRound(view, ports, { isForced, asked: [], answers: [] });
  for (let rounds = 0; round.questions.length > 0; rounds++) {
    if (rounds > 20) throw new Error('it does not end');
    const answers = round.questions.map((question) => {
      const answer = net(question);
      return typeof answer === 'string' ? { question, failure: answer } : { question, octets: answer };
    });
    round = await refreshRound(view, ports, { isForced, asked: round.asked, answers });
  }
  return round.asked;
}

const told = (asked: readonly Asked[]): readonly string[] => asked.map(({ url, outcome }) => `${url} ${outcome}`);

let ca: TestCa;
let alice: Party;
let signed: Bytes;
const CRL = 'http://crl.example/alice';
const OCSP = 'http://ocsp.example/';
const ISSUER = 'http://issuer.example/ca';

beforeAll(async () => {
  ca = await TestCa.create('Known CA', { now: NOW });
  alice = await issue(ca, ALICE, { extraExtensions: [access([OCSP], [ISSUER]), points(CRL, 'ldap://crl.example/x')] });
  signed = messageOf(
    await protectEntity({
      entity: entityOf('hello'),
      sign: { signer: signerOf(alice), form: 'clear', signingTime: NOW },
    }),
  );
});

describe('asking about the certificates of a message', () => {
  it('asks OCSP first, and a list where that brings nothing', async () => {
    const view = await viewOf(signed, ca.certificate);
    const world = worldOf(ca.certificate);
    expect(told(await refresh(view, world, () => utf8Bytes('good')))).toEqual([`${OCSP} accepted`]);
    const other = worldOf(ca.certificate);
    const net = ({ kind }: RevocationQuestion) => (kind === 'crl' ? utf8Bytes('good') : 'no-answer');
    expect(told(await refresh(view, other, net))).toEqual([`${OCSP} no-answer`, `${CRL} accepted`]);
    expect([...other.failures.keys()]).toEqual([OCSP]);
  });

  it('keeps only what was accepted, under a name without the place of a responder', async () => {
    const view = await viewOf(signed, ca.certificate);
    const world = worldOf(ca.certificate);
    await refresh(view, world, ({ kind }) => utf8Bytes(kind === 'crl' ? 'revoked' : 'rubbish'));
    expect([...world.kept].map(([name, octets]) => `${name} ${utf8Text(octets)}`)).toEqual([`crl:${CRL} revoked`]);
    const again = worldOf(ca.certificate);
    await refresh(view, again, () => utf8Bytes('good'));
    expect([...again.kept.keys()].every((name) => /^ocsp:[0-9a-f]{64}$/.test(name))).toBe(true);
  });

  it('asks about certificates of roots that are found by name', async () => {
    const view = await viewOf(signed, ca.certificate);
    const world = worldOf(ca.certificate);
    const root = parseCertificate(ca.certificate);
    const anchorIndex = { named: () => Promise.resolve([root]) };
    const trustStore = {
      ...world.ports.trustStore,
      anchors: () => Promise.resolve([]),
      anchorIndex: () => Promise.resolve(anchorIndex),
    };
    const asking = { ...world, ports: { ...world.ports, trustStore } };
    expect(told(await refresh(view, asking, () => utf8Bytes('good')))).toEqual([`${OCSP} accepted`]);
  });

  it('asks nobody about a certificate whose path reaches no anchor', async () => {
    const other = await TestCa.create('Unknown CA', { now: NOW });
    const world = worldOf(other.certificate);
    const view = await viewOf(signed, ca.certificate);
    expect(await refresh(view, world, () => utf8Bytes('good'), true)).toEqual([]);
    const untrusted = await viewOf(signed, other.certificate);
    expect(untrusted.signatures[0]?.path).toBe('invalid');
    expect(await refresh(untrusted, world, () => utf8Bytes('good'), true)).toEqual([]);
    expect(await refresh(untrusted, worldOf(ca.certificate), () => utf8Bytes('good'), true)).toEqual([]);
  });

  it('asks nobody about a certificate inside an encrypted layer, whoever asks', async () => {
    const bob = await issue(ca, BOB);
    const sealed = messageOf(
      await protectEntity({
        entity: entityOf('hello'),
        sign: { signer: signerOf(alice), form: 'clear', signingTime: NOW },
        encryptTo: [parseCertificate(bob.certificate)],
      }),
    );
    const view = await viewOf(sealed, ca.certificate, [bob]);
    expect(view.signatures.map(({ path, isRoot }) => [path, isRoot])).toEqual([['valid', true]]);
    expect(await refresh(view, worldOf(ca.certificate), () => utf8Bytes('good'), true)).toEqual([]);
  });

  it('asks of itself about nothing that is known, and about all when the user asks', async () => {
    const view = await viewOf(signed, ca.certificate);
    const settled = {
      ...view,
      signatures: view.signatures.map((one) => ({
        ...one,
        certificateStatuses: [{ certificate: alice.certificate, state: 'good' as const }],
      })),
    };
    expect(await refresh(settled, worldOf(ca.certificate), () => utf8Bytes('good'))).toEqual([]);
    expect(told(await refresh(settled, worldOf(ca.certificate), () => utf8Bytes('good'), true))).toEqual([
      `${OCSP} accepted`,
    ]);
  });

  it('does not ask again soon what brought nothing', async () => {
    const view = await viewOf(signed, ca.certificate);
    const world = worldOf(ca.certificate);
    const nothing = (): FetchFailure => 'too-slow';
    expect(await refresh(view, world, nothing)).toHaveLength(2);
    world.now = new Date(NOW.getTime() + 60_000);
    expect(await refresh(view, world, nothing)).toHaveLength(0);
    expect(await refresh(view, world, nothing, true)).toHaveLength(2);
    world.now = new Date(NOW.getTime() + 3_600_000);
    expect(await refresh(view, world, nothing)).toHaveLength(2);
  });

  it('does not blame a place that was never asked', async () => {
    const view = await viewOf(signed, ca.certificate);
    const world = worldOf(ca.certificate);
    await refresh(view, world, () => 'not-permitted');
    expect(world.failures.size).toBe(0);
  });

  it('asks for certificates of the issuer last, keeps those with a path, and then asks once more', async () => {
    const view = await viewOf(signed, ca.certificate);
    const delegate = await ca.subordinate({ commonName: 'Delegate' });
    const world = worldOf(ca.certificate);
    const net = ({ kind }: RevocationQuestion): Bytes =>
      kind === 'issuer' ? delegate.certificate : utf8Bytes(kind === 'crl' ? 'delegated' : 'rubbish');
    expect(told(await refresh(view, world, net))).toEqual([
      `${OCSP} not-accepted`,
      `${CRL} not-accepted`,
      `${ISSUER} accepted`,
      `${OCSP} not-accepted`,
      `${CRL} accepted`,
    ]);
    expect(world.added).toEqual([delegate.certificate]);
  });

  it('keeps no certificate that no anchor vouches for, none of a person, and nothing that is none', async () => {
    const view = await viewOf(signed, ca.certificate);
    const stranger = await TestCa.create('Delegate', { now: NOW });
    for (const octets of [stranger.certificate, alice.certificate, utf8Bytes('rubbish'), new Uint8Array(1 << 19)]) {
      const world = worldOf(ca.certificate);
      const asked = await refresh(view, world, ({ kind }) => (kind === 'issuer' ? octets : utf8Bytes('rubbish')));
      expect(told(asked).at(-1)).toBe(`${ISSUER} not-accepted`);
      expect(world.added).toEqual([]);
    }
  });

  it('tries two places of each kind and no other protocol', async () => {
    const many = (kind: string): string[] => [1, 2, 3, 4].map((n) => `http://${kind}${n}.example/`);
    const carol = await issue(ca, ALICE, {
      extraExtensions: [access(['ldap://ocsp.example/', ...many('ocsp')], many('issuer')), points(...many('crl'))],
    });
    const view = await viewOf(
      messageOf(
        await protectEntity({
          entity: entityOf('hello'),
          sign: { signer: signerOf(carol), form: 'clear', signingTime: NOW },
        }),
      ),
      ca.certificate,
    );
    const asked = await refresh(view, worldOf(ca.certificate), () => utf8Bytes('rubbish'));
    expect(asked.map(({ url }) => new URL(url).hostname)).toEqual(
      ['ocsp1', 'ocsp2', 'crl1', 'crl2', 'issuer1', 'issuer2'].map((name) => `${name}.example`),
    );
  });
});
