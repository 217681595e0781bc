import { deleteDB, openDB } from 'idb';
import {
  createCertificateDirectory,
  createKeyStore,
  createSenderHistory,
  createTrustStore,
  openDatabase,
  type Database,
} from '../../../addins/storage/index';
import { type CanonicalOctets, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { keepCertificates } from '../../../shared/journeys/keep-certificates';
import { prepareSend, readiness, type SendPorts } from '../../../shared/journeys/send-message';
import { generateKeyPair, TestCa } from '../../support/test-ca';
import { type DirectoryOrder, type DirectoryTimes, MANY_RECIPIENTS } from './times';

/*
 * What a page does to measure the stores over the IndexedDB of its browser: `directory.start(order)`, then `directory.answer`
 * once it is there.
 */
const clock = { now: () => new Date() };
const ME = 'alice@signet.example';
const addressOf = (index: number): string => `person${index}@domain${index % 100}.example`;

/** People from 0 on, each with a certificate of their own, as an import of a directory writes them; and one identity. */
async function fill(count: number): Promise<void> {
  const database = await openDatabase();
  const ca = await TestCa.create();
  const { certificate, chain, keys } = await ca.issue({ commonName: 'Alice', addresses: [ME] });
  await createTrustStore(database, { anchors: [] }).addAnchor(ca.certificate);
  await createKeyStore(database).add({ certificate, chain, privateKey: keys.pkcs8 });
  const directory = createCertificateDirectory(database);
  const theirs = await generateKeyPair();
  const issue = async (index: number): Promise<Der> => {
    const options = { commonName: `Person ${index}`, addresses: [addressOf(index)] };
    return (await ca.issue(options, theirs)).certificate;
  };
  for (let at = 0; at < count; at += PORTION) {
    const indexes = Array.from({ length: Math.min(PORTION, count - at) }, (_, i) => at + i);
    const certificates = await Promise.all(indexes.map(issue));
    await keepCertificates({ certificates, source: { kind: 'imported' } }, { certificateDirectory: directory, clock });
  }
  database.close();
  await writeLast();
}

const PORTION = 250;

/**
 * Chromium reads what was written last, a log of up to 4 MB, anew at each start, whatever it was: here the same in each store,
 * so that starts differ by what is kept and not by what happens to be in the log. LevelDB begins another log with the next
 * write after those 4 MB.
 */
async function writeLast(): Promise<void> {
  const name = 'filler';
  const filler = await openDB(name, 1, { upgrade: (database) => void database.createObjectStore(name) });
  const transaction = filler.transaction(name, 'readwrite');
  for (let i = 0; i < 100; i++) void transaction.store.put(crypto.getRandomValues(new Uint8Array(48 << 10)), i);
  await transaction.done;
  filler.close();
  await deleteDB(name);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function times(count: number, work: (index: number) => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < count; i++) all.push(await milliseconds(() => work(i)));
  return all;
}

/** Opens the stores in a program that has just been started, and looks one person up; nothing did so before. */
async function start(): Promise<DirectoryTimes> {
  let database: Database | undefined;
  const open = await milliseconds(async () => (database = await openDatabase()));
  if (!database) throw new Error('no database');
  const directory = createCertificateDirectory(database);
  const first = await milliseconds(() => directory.find(addressOf(0)));
  database.close();
  return { start: [open + first], open: [open] };
}

async function use(people: number): Promise<DirectoryTimes> {
  const database = await openDatabase();
  const directory = createCertificateDirectory(database);
  const trust = createTrustStore(database, { anchors: [] });
  const random = (): number => Math.floor(Math.random() * people);
  const found = await directory.find(addressOf(random()));
  if (found.length !== 1) throw new Error('somebody who was kept is not found');
  const measured = {
    'find, known': await times(SAMPLES, () => directory.find(addressOf(random()))),
    'find, unknown': await times(SAMPLES, (i) => directory.find(`nobody${i}@domain.example`)),
    'open again': await times(20, async () => (await openDatabase()).close()),
    'issuers, as each message reads them': await times(20, () => trust.intermediates()),
    'first page of the list': await times(20, () => directory.page({ text: '', limit: 26 })),
    'search, one word': await times(20, () => directory.page({ text: `person${random()}`, limit: 26 })),
    'search, a word of 500 people': await times(20, (i) => directory.page({ text: `domain${i}`, limit: 26 })),
    'what waits': await times(20, () => directory.waiting(20)),
    count: await times(20, () => directory.count()),
  };
  database.close();
  return measured;
}

const SAMPLES = 1_000;

/** A draft to many: the state of each, and the message itself. */
async function send(people: number): Promise<DirectoryTimes> {
  const database = await openDatabase();
  const ports: SendPorts = {
    keyStore: createKeyStore(database),
    certificateDirectory: createCertificateDirectory(database),
    trustStore: createTrustStore(database, { anchors: [] }),
    senderHistory: createSenderHistory(database),
    clock,
  };
  const to = Array.from({ length: MANY_RECIPIENTS }, (_, index) =>
    addressOf(Math.floor((index * people) / MANY_RECIPIENTS)),
  );
  const draft = { from: ME, to, cc: [], bcc: [], protection: { sign: true, encrypt: true } };
  const look = async (): Promise<void> => {
    const { recipients } = await readiness(draft, ports);
    const ready = recipients.filter(({ state, field }) => state === 'ready' && field === 'to').length;
    if (ready !== MANY_RECIPIENTS) throw new Error(`${ready} of ${MANY_RECIPIENTS} recipients are ready`);
  };
  const entity = utf8Bytes('Content-Type: text/plain\r\n\r\nHello\r\n') as CanonicalOctets;
  const prepare = async (): Promise<void> => {
    const { kind } = await prepareSend({ ...draft, entity }, ports);
    if (kind !== 'ready') throw new Error('the message was refused');
  };
  const measured = {
    'states, first': await times(1, look),
    'states, again': await times(5, look),
    'message to them': await times(3, prepare),
  };
  database.close();
  return measured;
}

async function obey(order: DirectoryOrder): Promise<DirectoryTimes> {
  switch (order.kind) {
    case 'fill':
      await fill(order.people);
      return {};
    case 'start':
      return start();
    case 'use':
      return use(order.people);
    case 'send':
      return send(order.people);
  }
}

const page: { answer: unknown; start(order: DirectoryOrder): void } = {
  answer: undefined,
  start(order) {
    page.answer = undefined;
    obey(order).then(
      (times) => (page.answer = { times }),
      (thrown: unknown) => (page.answer = { error: String(thrown) }),
    );
  },
};
Object.assign(globalThis, { directory: page });
