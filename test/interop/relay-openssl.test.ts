import { type ChildProcess, spawn } from 'node:child_process';
import { request as httpsRequest } from 'node:https';
import { createPinnedFetch } from '../../addins/relay/pinned-fetch';
import { type RunningServer, startServer as startRelay } from '../../addins/relay/server';
import { createDirectNetwork } from '../../addins/revocation/direct-network';
import { createRelayNetwork } from '../../addins/revocation/relay-network';
import { type Bytes, type Der, latin1Bytes } from '../../shared/base/bytes';
import { contextTag, der, oid, sequence } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { refreshRound } from '../../shared/journeys/begin-refresh';
import { openMessage } from '../../shared/journeys/open-message';
import { type Asked, type RefreshPorts, type RefreshRound } from '../../shared/journeys/refresh-revocation';
import { parseCertificate } from '../../shared/pkix/certificate';
import { type KeptAnswer, type RevocationNetwork } from '../../shared/ports/revocation-source';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { protectEntity } from '../../shared/smime/protect-message';
import { viewMessage } from '../../shared/smime/viewed-message';
import { localAgents } from '../addins/relay/local-agents';
import { type LocalServer, startServer } from '../addins/revocation/local-server';
import { ALICE, entityOf, messageOf, NOW, signerOf } from '../shared/smime/messages';
import { pem } from '../support/openssl';
import { extension, type Party, TestCa } from '../support/test-ca';
import { OpensslAuthority } from './openssl-authority';

/**
 * All the way: a message is opened, its signer's certificate asked about as Outlook's pane does, through the relay over
 * https, at OpenSSL's responder and a list over http; and opened again.
 */
const ORIGIN = 'https://smime.example.org';
const RELAY = 'https://relay.example.org/revocation';
const OCSP_HOST = 'ocsp.signet.example';
const CRL_HOST = 'crl.signet.example';
const INSIDE = 'inside.signet.example';

let root: TestCa;
let authority: OpensslAuthority;
let responder: ChildProcess;
let lists: LocalServer;
let relay: RunningServer;
let network: RevocationNetwork;
let parties: Readonly<Record<'ocsp' | 'crl', Standing>>;

const uri = (text: string): Der => der(0x86, latin1Bytes(text));
const ocspAt = (host: string): Der =>
  extension(OID.authorityInfoAccess, sequence(sequence(oid(OID.adOcsp), uri(`http://${host}/`))));
const listAt = (host: string): Der =>
  extension(
    OID.cRLDistributionPoints,
    sequence(sequence(der(contextTag(0), der(contextTag(0), uri(`http://${host}/ca.crl`))))),
  );

const issue = (commonName: string, place: Der): Promise<Party> =>
  root.issue({ commonName, addresses: [ALICE], extraExtensions: [place] });

interface Standing {
  readonly good: Party;
  readonly revoked: Party;
}

/** Registered before the responder starts, which reads the register then. */
async function standing(kind: 'ocsp' | 'crl', place: Der): Promise<Standing> {
  const [good, revoked] = await Promise.all([issue(`good by ${kind}`, place), issue(`revoked by ${kind}`, place)]);
  for (const { certificate } of [good, revoked]) authority.register(certificate);
  authority.revoke(revoked.certificate);
  return { good, revoked };
}

/** The port it tells. */
function started(process: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const port = /ACCEPT \S*:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    process.stdout?.on('data', listen);
    process.stderr?.on('data', listen);
    process.on('exit', () => reject(new Error(said)));
  });
}

/** `fetch` as a page of the origin has it, to the relay wherever it stands, its certificate checked. */
const pageFetch =
  (port: number, ca: string): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const { hostname, pathname } = new URL(request.url);
    const body = new Uint8Array(await request.arrayBuffer());
    const headers = { ...Object.fromEntries(request.headers), origin: ORIGIN };
    const to = { host: '127.0.0.1', port, path: pathname, servername: hostname, ca, method: request.method, headers };
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(to, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0 })));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };

async function startOwnRelay(ports: Readonly<Record<string, number>>): Promise<void> {
  const name = sequence(der(contextTag(2, 'primitive'), latin1Bytes('relay.example.org')));
  const site = await root.issue({
    commonName: 'relay',
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    extraExtensions: [extension(OID.subjectAltName, name)],
  });
  const resolve = (host: string): Promise<readonly string[]> =>
    Promise.resolve([host === INSIDE ? '10.0.0.1' : '192.0.2.1']);
  relay = await startRelay({
    host: '127.0.0.1',
    port: 0,
    origins: [ORIGIN],
    tls: { certificate: pem('CERTIFICATE', site.certificate), key: pem('PRIVATE KEY', site.keys.pkcs8) },
    network: createDirectNetwork({ fetch: createPinnedFetch({ resolve, agents: localAgents(ports).agents }) }),
  });
  const asked = createRelayNetwork(RELAY, pageFetch(relay.port, pem('CERTIFICATE', root.certificate)));
  if (!asked) throw new Error('no relay');
  network = asked;
}

beforeAll(async () => {
  root = await TestCa.create('Root');
  authority = new OpensslAuthority(root);
  parties = { ocsp: await standing('ocsp', ocspAt(OCSP_HOST)), crl: await standing('crl', listAt(CRL_HOST)) };
  responder = spawn('openssl', [...authority.responder, '-port', '0'], { cwd: authority.folder.path });
  lists = await startServer((_, response) => response.end(authority.list()));
  await startOwnRelay({ [OCSP_HOST]: await started(responder), [CRL_HOST]: lists.port, [INSIDE]: lists.port });
});

afterAll(async () => {
  responder.kill();
  await Promise.all([relay.stop(), lists.stop()]);
  authority.folder.remove();
});

interface Reader extends RefreshPorts {
  readonly kept: Map<string, KeptAnswer>;
}

function readerOf(anchor: Der): Reader {
  const kept = new Map<string, KeptAnswer>();
  return {
    kept,
    trustStore: {
      anchors: () => Promise.resolve([parseCertificate(anchor)]),
      intermediates: () => Promise.resolve([]),
    },
    certificateDirectory: { update: () => Promise.resolve() },
    clock: { now: () => new Date() },
    revocationStore: {
      cached: (names) => Promise.resolve(names.flatMap((name) => kept.get(name) ?? [])),
      keep: ({ name, kind }, octets) => Promise.resolve(void kept.set(name, { kind, octets })),
      keepFailure: () => Promise.resolve(),
      failedAt: () => Promise.resolve(undefined),
    },
  };
}

async function refreshed(octets: Bytes, ports: Reader): Promise<readonly Asked[]> {
  const { view } = viewMessage(await openMessage(octets, ports));
  let round: RefreshRound = await refreshRound(view, ports, { isForced: true, asked: [], answers: [] });
  while (round.questions.length > 0) {
    const answers = await network.ask(round.questions);
    round = await refreshRound(view, ports, { isForced: true, asked: round.asked, answers });
  }
  return round.asked;
}

/** What a message of hers is worth before and after asking. */
async function read(party: Party): Promise<{ before: OpenedMessage; asked: readonly Asked[]; after: OpenedMessage }> {
  const sign = { signer: signerOf(party), form: 'clear', signingTime: NOW } as const;
  const octets = messageOf(await protectEntity({ entity: entityOf('Hello'), sign }));
  const ports = readerOf(root.certificate);
  const before = await openMessage(octets, ports);
  const asked = await refreshed(octets, ports);
  return { before, asked, after: await openMessage(octets, ports) };
}

describe.each(['ocsp', 'crl'] as const)('asked through the relay by %s', (kind) => {
  it('a certificate that stands is good', async () => {
    const { before, asked, after } = await read(parties[kind].good);
    expect(before.signatures[0]?.revocation).toBe('not-checked');
    expect(asked).toMatchObject([{ kind, outcome: 'accepted' }]);
    expect(after.signatures[0]).toMatchObject({
      revocation: 'good',
      certificateStatuses: [{ state: 'good', source: { kind, origin: 'fetched' } }],
    });
    expect(after.summary.state).toBe('signed-valid');
  });

  it('a revoked one is revoked, and the mark is gone', async () => {
    const { before, after } = await read(parties[kind].revoked);
    expect(before.summary.state).toBe('signed-valid');
    expect(after.signatures[0]).toMatchObject({
      revocation: 'revoked',
      certificateStatuses: [{ state: 'revoked', source: { kind } }],
    });
    expect(after.summary).toMatchObject({ state: 'signed-untrusted', reasons: [{ code: 'revoked' }] });
  });
});

describe('the relay', () => {
  it('is not led inside by what a certificate names, and the certificate stays unchecked', async () => {
    const alice = await issue('inside', listAt(INSIDE));
    const before = lists.asked.length;
    const { asked, after } = await read(alice);
    expect(asked).toMatchObject([{ kind: 'crl', outcome: 'no-answer' }]);
    expect(lists.asked).toHaveLength(before);
    expect(after.signatures[0]?.revocation).toBe('not-checked');
  });
});
