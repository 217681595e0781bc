import { type Bytes } from '../../shared/base/bytes';
import { importCertificates } from '../../shared/journeys/begin-correspondents';
import { takeFound } from '../../shared/journeys/begin-look-up';
import { openMessage } from '../../shared/journeys/open-message';
import { readMessage, type ReadPorts } from '../../shared/journeys/read-message';
import { prepareSend, type SendPorts } from '../../shared/journeys/send-message';
import { protectEntity } from '../../shared/smime/protect-message';
import { accepted, memoryDirectory, type MemoryDirectory } from '../support/memory-directory';
import { type Party } from '../support/test-ca';
import { memoryPorts } from '../shared/journeys/memory-ports';
import { ALICE, BOB, type Cast, createCast, entityOf, issue, messageOf, NOW, signerOf } from '../shared/smime/messages';

/**
 * Somebody has a certificate in Bob's name from an authority that is trusted, and wants Alice's mail to Bob: each way in
 * which a certificate comes in is tried, and what Alice then writes must open for Bob and not for them.
 */
let cast: Cast;
let thief: Party;
let relative: Party;
beforeAll(async () => {
  cast = await createCast();
  thief = await issue(cast.ca, BOB, { notBefore: new Date(NOW.getTime() - 1_000) });
  relative = await issue(cast.ca, 'eve@example.test');
});

interface Desk {
  readonly directory: MemoryDirectory;
  readonly ports: ReadPorts & SendPorts;
}

/** Alice's, who knows Bob. */
async function desk(): Promise<Desk> {
  const directory = memoryDirectory([accepted(cast.bob.certificate)]);
  const ports = await memoryPorts({ own: [cast.alice], anchors: [cast.ca.certificate] });
  return { directory, ports: { ...ports, certificateDirectory: directory } };
}

const signed = async (by: Party, from: string): Promise<Bytes> =>
  messageOf(
    await protectEntity({
      entity: entityOf('mine\r\n'),
      sign: { signer: signerOf(by), form: 'clear', signingTime: NOW },
    }),
    from,
  );

async function opensFor(party: Party, message: Bytes): Promise<boolean> {
  const ports = await memoryPorts({ own: [party], anchors: [cast.ca.certificate] });
  return (await openMessage(message, ports)).summary.encryption === 'opened';
}

/** Who can read what Alice writes to Bob now; undefined: nothing was sent. */
async function readers({ ports }: Desk): Promise<{ readonly bob: boolean; readonly thief: boolean } | undefined> {
  const request = { from: ALICE, to: [BOB], cc: [], bcc: [], protection: { sign: true, encrypt: true } };
  const prepared = await prepareSend({ ...request, entity: entityOf('secret\r\n') }, ports);
  if (prepared.kind === 'refused') return undefined;
  const message = messageOf(prepared.main.entity);
  return { bob: await opensFor(cast.bob, message), thief: await opensFor(thief, message) };
}

const BOB_ALONE = { bob: true, thief: false };

const WAYS: readonly (readonly [string, (at: Desk) => Promise<unknown>])[] = [
  ['a signed message', async ({ ports }) => readMessage(await signed(thief, BOB), ports)],
  [
    'many signed messages',
    async ({ ports }) => {
      for (let i = 0; i < 3; i++) await readMessage(await signed(thief, BOB), ports);
    },
  ],
  [
    'an answer to a look-up',
    ({ ports }) => {
      const lookUpRecords = {
        last: () => Promise.resolve([]),
        keep: () => Promise.resolve(),
        clear: () => Promise.resolve(),
      };
      const answers = [{ address: BOB, files: [thief.certificate] }];
      return takeFound({ source: 'dns', answers, isOrganisations: false }, { ...ports, lookUpRecords });
    },
  ],
  ['a file', ({ ports }) => importCertificates({ files: [thief.certificate] }, ports)],
  [
    'a file attached to a message of somebody else who is known',
    async ({ directory, ports }) => {
      directory.entries.set('eve', accepted(relative.certificate));
      const vouchedBy = relative.keys.spki;
      await importCertificates({ files: [thief.certificate], vouchedBy }, ports);
    },
  ],
];

describe.each(WAYS)('a certificate in somebody’s name that came by %s', (_, come) => {
  it('is not encrypted to: mail goes to the key that was known', async () => {
    const alice = await desk();
    await come(alice);
    expect(alice.directory.entries.size).toBeGreaterThan(1);
    expect(await readers(alice)).toEqual(BOB_ALONE);
  });

  it('nor where the known one is gone: then nothing is sent', async () => {
    const alice = await desk();
    await come(alice);
    for (const [name, { certificate }] of alice.directory.entries) {
      if (certificate === cast.bob.certificate) alice.directory.entries.delete(name);
    }
    expect(await readers(alice)).toBeUndefined();
  });
});

it('a message in Bob’s name of another’s certificate teaches nothing', async () => {
  const alice = await desk();
  await readMessage(await signed(relative, BOB), alice.ports);
  expect(alice.directory.entries.size).toBe(1);
  expect(await readers(alice)).toEqual(BOB_ALONE);
});

it('a message of the thief that is forwarded, or lies in another, teaches nothing', async () => {
  const alice = await desk();
  const inner = await signed(thief, BOB);
  const head = 'Content-Type: message/rfc822\r\n\r\n';
  const outer = messageOf(new Uint8Array([...new TextEncoder().encode(head), ...inner]), 'carol@example.test');
  await readMessage(outer, alice.ports);
  expect(alice.directory.entries.size).toBe(1);
});
