import { createKeyStore } from '../../addins/storage/key-store';
import { concat, type Bytes, type Der, utf8Bytes } from '../../shared/base/bytes';
import { errorCode } from '../../shared/base/errors';
import { type RecipientInfo } from '../../shared/cms/syntax/recipient-info';
import { openMessage, type OpenPorts } from '../../shared/journeys/open-message';
import { shownText } from '../../shared/mime/shown-text';
import { type KeyStore } from '../../shared/ports/key-store';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { encryptionText, errorText, reasonText, sentenceOf } from '../../shared/strings';
import { type Layer } from '../../shared/verdict/verdict';
import { freshDatabase } from '../addins/storage/fresh-database';
import { type Party, generateKeyPair, TestCa } from '../support/test-ca';
import {
  type Cipher,
  foreignOaep,
  messageOf,
  type Parts,
  Randomness,
  rawBlock,
  recipientFor,
  sealed,
  type Transport,
  withBlock,
} from './mutated-messages';

/**
 * Bleichenbacher, Manger and Vaudenay asked a reader about altered messages and learnt from how the answers differed.
 * Here every decryption that fails looks the same: what was found, its reasons, its text in both languages, what is
 * shown, and which ports were called. 100,000 mutations go through the whole open journey over the real key store.
 */
const CONTENT = utf8Bytes(
  'Content-Type: text/plain; charset=utf-8\r\n\r\nThe offer is 1,200,000 euros. Please keep it to yourself.\r\n' +
    'It ends on Friday.\r\n'.repeat(4),
);
const LOCALES = ['en', 'de'] as const;

let parties: Readonly<Record<'rsa' | 'ec', Party>>;
let store: KeyStore;
const outside: string[] = [];

beforeAll(async () => {
  const ca = await TestCa.create();
  const issue = async (kind: 'rsa-2048' | 'ec-p256'): Promise<Party> =>
    ca.issue({ commonName: kind, addresses: [`${kind}@example.test`] }, await generateKeyPair(kind));
  parties = { rsa: await issue('rsa-2048'), ec: await issue('ec-p256') };
  const vault = createKeyStore(await freshDatabase());
  for (const { certificate, keys } of Object.values(parties)) {
    await vault.add({ certificate, chain: [], privateKey: keys.pkcs8 });
  }
  store = vault;
  // Failures are thrown, and the stack of one costs as much as its decryption.
  Error.stackTraceLimit = 0;
  for (const name of ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource']) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      value: () => {
        outside.push(name);
        throw new Error(`${name} was called`);
      },
    });
  }
});

/** RecipientInfos that are not altered: the key store is asked for them once. */
const untouched = new Map<string, Promise<Bytes | readonly Bytes[]>>();

/** Ports that write down how they were called. */
function recordingPorts(calls: string[]): OpenPorts {
  const called = <Result>(name: string, result: Result): Result => {
    calls.push(name);
    return result;
  };
  return {
    keyStore: {
      identities: () => called('keyStore.identities', store.identities()),
      sign: (...given) => called('keyStore.sign', store.sign(...given)),
      unwrap: (recipients: readonly RecipientInfo[]) => {
        return called(
          'keyStore.unwrap',
          untouched.get(nameOf(recipients)) ?? store.unwrap(recipients),
        ) as Promise<Bytes>;
      },
    },
    trustStore: {
      anchors: () => called('trustStore.anchors', Promise.resolve([])),
      intermediates: () => called('trustStore.intermediates', Promise.resolve([])),
    },
    clock: { now: () => called('clock.now', new Date('2026-11-23T12:00:00Z')) },
  };
}

const nameOf = (recipients: readonly RecipientInfo[]): string =>
  recipients.map(({ der }) => Buffer.from(der).toString('latin1')).join();

async function rememberKey(message: Bytes): Promise<void> {
  const ports = recordingPorts([]);
  const unwrap = (recipients: readonly RecipientInfo[]): Promise<Bytes> => {
    const key = store.unwrap(recipients);
    untouched.set(nameOf(recipients), key);
    return key;
  };
  await openMessage(message, { ...ports, keyStore: { ...store, unwrap } });
}

function* shapes({ type, children }: Layer): Generator<string> {
  yield type.endsWith('enveloped') ? 'envelope' : type;
  for (const child of children) yield* shapes(child);
}

/** Everything by which one outcome can be told from another; the algorithms, which the message itself names, apart. */
function seen(opened: OpenedMessage): string {
  const { summary, encryption } = opened;
  const reasons = [...summary.reasons, ...encryption.reasons];
  return JSON.stringify({
    state: summary.state,
    encryption: [summary.encryption, encryption.state],
    reasons,
    signatures: opened.signatures,
    layers: opened.layers.flatMap((layer) => [...shapes(layer)]),
    errant: opened.errant.length,
    certificates: opened.certificates.length,
    subject: opened.subject,
    shown: shownText(opened.root),
    texts: LOCALES.flatMap((locale) => [
      sentenceOf(summary, locale),
      encryptionText(encryption.state, locale),
      ...reasons.map((reason) => reasonText(reason, locale)),
    ]),
  });
}

interface Outcome {
  readonly isOpened: boolean;
  readonly seen: string;
  readonly calls: string;
}

async function outcomeOf(message: Bytes): Promise<Outcome> {
  const calls: string[] = [];
  try {
    const opened = await openMessage(message, recordingPorts(calls));
    return { isOpened: opened.encryption.state === 'opened', seen: seen(opened), calls: calls.join() };
  } catch (thrown) {
    return { isOpened: false, seen: `thrown: ${errorText(errorCode(thrown), undefined, 'en')}`, calls: calls.join() };
  }
}

type Mutation = (parts: Parts, random: Randomness, round: number) => Parts | Promise<Parts>;

const withRecipient = (parts: Parts, recipient: Der): Parts => ({ ...parts, recipient });
const RSA_OCTETS = 256;

/** Blocks in the forms that Bleichenbacher and Manger look for, each with one thing wrong. */
function wrongPkcs1(random: Randomness, round: number): Bytes {
  const block = random.octets(RSA_OCTETS).map((octet) => octet || 1);
  block.set([0, 2]);
  block[RSA_OCTETS - 33] = 0;
  const faults: readonly (() => void)[] = [
    () => block.set([0, 1]),
    () => block.set([1, 2]),
    () => block.fill(0, 2 + random.below(8), 11),
    () => block.fill(9, RSA_OCTETS - 33, RSA_OCTETS - 32),
    () => block.fill(0, 12 + random.below(200), 213),
    () => block.fill(0, RSA_OCTETS - 1 - random.below(32)),
    () => block.fill(0),
  ];
  faults[round % faults.length]?.();
  return block;
}

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'PKCS #1 v1.5 padding': (parts, random, round) =>
    withRecipient(parts, withBlock(parts.recipient, rawBlock(parties.rsa, wrongPkcs1(random, round)))),
  'RSA block': (parts, random) =>
    withRecipient(parts, random.changed(parts.recipient, parts.recipient.length - RSA_OCTETS) as Der),
  'OAEP block': (parts, random) =>
    withRecipient(parts, withBlock(parts.recipient, foreignOaep(parties.rsa, random.octets(random.below(100))))),
  'PKCS #1 v1.5 key length': async (parts, random) =>
    withRecipient(parts, await recipientFor(parties.rsa, 'pkcs1', random.octets(oddLength(random)))),
  'OAEP key length': async (parts, random) =>
    withRecipient(parts, await recipientFor(parties.rsa, 'oaep', random.octets(oddLength(random)))),
  'agreed key length': async (parts, random) =>
    withRecipient(
      parts,
      await recipientFor(parties.ec, 'agreement', random.octets([16, 24, 40, 64][random.below(4)] ?? 16)),
    ),
  'another key': async (parts, random) =>
    withRecipient(parts, await recipientFor(parties.ec, 'agreement', random.octets(32))),
  'wrapped key': (parts, random) =>
    withRecipient(parts, random.changed(parts.recipient, parts.recipient.length - 40) as Der),
  padding: (parts, random, round) => ({
    ...parts,
    ...sealed('cbc', wronglyPadded(random, round), { padding: 'as-is' }),
  }),
  'last blocks': (parts, random) => ({
    ...parts,
    ciphertext: random.changed(parts.ciphertext, parts.ciphertext.length - 32),
  }),
  'first blocks': (parts, random) => ({ ...parts, ciphertext: random.changed(parts.ciphertext, 0, 32) }),
  'length of the ciphertext': (parts, random) => ({
    ...parts,
    ciphertext: random.below(2)
      ? concat([parts.ciphertext, random.octets(1 + random.below(48))])
      : parts.ciphertext.subarray(0, -1 - random.below(48)),
  }),
  'blocks in another order': (parts, random) => {
    const copy = parts.ciphertext.slice();
    copy.copyWithin(16 * random.below(4), 16 * (4 + random.below(4)));
    return { ...parts, ciphertext: copy };
  },
  'initialization vector': (parts, random) => ({ ...parts, iv: random.changed(parts.iv) }),
  ciphertext: (parts, random) => ({ ...parts, ciphertext: random.changed(parts.ciphertext) }),
  tag: (parts, random) => ({ ...parts, mac: random.changed(parts.mac) }),
  'plaintext that is no mail': (parts, random) => ({ ...parts, ...sealed(parts.cipher, noise(random)) }),
  'key of the content': (parts, random) => ({ ...parts, ...sealed(parts.cipher, CONTENT, { key: random.octets(32) }) }),
};

function oddLength(random: Randomness): number {
  return [0, 1, 16, 24, 31, 33, 48, 64, 100][random.below(9)] ?? 0;
}

/** Whole blocks whose last octets are no padding (RFC 5652 6.3), whatever stands before. */
function wronglyPadded(random: Randomness, round: number): Bytes {
  const blocks = concat([CONTENT, random.octets(32)]).slice(0, 16 * Math.ceil(CONTENT.length / 16));
  const last = round % 256;
  blocks[blocks.length - 1] = last;
  if (last >= 1 && last <= 16) blocks[blocks.length - 2] = last === 1 ? 1 : last ^ 1;
  if (last === 1) blocks[blocks.length - 1] = 0;
  return blocks;
}

/** Octets that are neither mail nor CMS nor text. */
function noise(random: Randomness): Bytes {
  const octets = random.octets(16 + random.below(240));
  octets[random.below(octets.length)] = 0;
  return octets;
}

interface Plan {
  readonly transport: Transport;
  readonly cipher: Cipher;
  /** How often each mutation is made. Those that need the private key anew are the fewer. */
  readonly mutations: Readonly<Record<string, number>>;
}

const CONTENT_OF_CBC = {
  padding: 6144,
  'last blocks': 4000,
  'first blocks': 4000,
  'length of the ciphertext': 4000,
  'blocks in another order': 2000,
  'initialization vector': 2000,
  ciphertext: 4000,
  'plaintext that is no mail': 4000,
  'key of the content': 2000,
};
const CONTENT_OF_GCM = {
  tag: 4000,
  ciphertext: 4000,
  'initialization vector': 1000,
  'length of the ciphertext': 1000,
  'plaintext that is no mail': 2000,
  'key of the content': 2000,
};
const PKCS1 = { 'PKCS #1 v1.5 padding': 105, 'RSA block': 40, 'PKCS #1 v1.5 key length': 40 };
const OAEP = { 'OAEP block': 200, 'RSA block': 200, 'OAEP key length': 200 };
const AGREEMENT = { 'wrapped key': 200, 'agreed key length': 100, 'another key': 100 };

const PLANS: readonly Plan[] = [
  { transport: 'pkcs1', cipher: 'cbc', mutations: { ...PKCS1, ...CONTENT_OF_CBC } },
  { transport: 'pkcs1', cipher: 'gcm', mutations: { ...PKCS1, ...CONTENT_OF_GCM } },
  { transport: 'oaep', cipher: 'cbc', mutations: { ...OAEP, padding: 4096, 'plaintext that is no mail': 1000 } },
  { transport: 'oaep', cipher: 'gcm', mutations: { ...OAEP, tag: 2000, 'plaintext that is no mail': 1000 } },
  { transport: 'agreement', cipher: 'cbc', mutations: { ...AGREEMENT, ...CONTENT_OF_CBC } },
  { transport: 'agreement', cipher: 'gcm', mutations: { ...AGREEMENT, ...CONTENT_OF_GCM } },
];

/** CBC does not detect that these were made: some of them open, to another text. */
const MALLEABLE = new Set([
  'last blocks',
  'first blocks',
  'length of the ciphertext',
  'blocks in another order',
  'initialization vector',
  'ciphertext',
]);

/** Openings under way at a time. */
const AT_ONCE = 64;

interface Tally {
  made: number;
  /** What was seen of failures, each with a mutation that led to it. */
  readonly failures: Map<string, string>;
  /** How often a mutation opened, to another text. */
  readonly opened: Map<string, number>;
  readonly calls: Set<string>;
}

async function drive(plan: Plan, seed: number, tally: Tally): Promise<void> {
  const random = new Randomness(seed);
  const recipient = await recipientFor(plan.transport === 'agreement' ? parties.ec : parties.rsa, plan.transport);
  const parts: Parts = { recipient, ...sealed(plan.cipher, CONTENT) };
  await rememberKey(messageOf(parts));
  expect(await outcomeOf(messageOf(parts))).toMatchObject({ isOpened: true });
  const one = async (name: string, round: number): Promise<void> => {
    const mutated = await (MUTATIONS[name] as Mutation)(parts, random, round);
    const { isOpened, seen, calls } = await outcomeOf(messageOf(mutated));
    tally.made++;
    if (!isOpened) tally.calls.add(calls);
    const label = `${plan.cipher} ${name}`;
    if (isOpened) tally.opened.set(label, (tally.opened.get(label) ?? 0) + 1);
    else if (!tally.failures.has(seen)) tally.failures.set(seen, `${plan.transport} ${label}`);
  };
  for (const [name, times] of Object.entries(plan.mutations)) {
    for (let round = 0; round < times; round += AT_ONCE) {
      const size = Math.min(AT_ONCE, times - round);
      await Promise.all(Array.from({ length: size }, (_, i) => one(name, round + i)));
    }
  }
}

describe('a decryption that fails', () => {
  it('has one outcome, whatever of the message was altered', async () => {
    const tally: Tally = { made: 0, failures: new Map(), opened: new Map(), calls: new Set() };
    for (const [seed, plan] of PLANS.entries()) await drive(plan, seed, tally);
    const { made, failures, opened, calls } = tally;
    process.stdout.write(`${made} mutations; opened to another text: ${JSON.stringify([...opened])}\n`);
    expect(made).toBeGreaterThanOrEqual(100_000);
    expect([...failures].map(([seen, by]) => ({ by, seen }))).toHaveLength(1);
    expect([...opened.keys()].filter((name) => name.startsWith('gcm') || !MALLEABLE.has(name.slice(4)))).toEqual([]);
    expect([...calls]).toEqual(['trustStore.anchors,trustStore.intermediates,clock.now,keyStore.unwrap']);
    expect(outside).toEqual([]);
  }, 900_000);
});
