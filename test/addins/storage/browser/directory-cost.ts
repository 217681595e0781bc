import { createCertificateDirectory, createTrustStore, openDatabase } from '../../../../addins/storage/index';
import { keepCertificates } from '../../../../shared/journeys/keep-certificates';
import { type Der } from '../../../../shared/base/bytes';
import { generateKeyPair, TestCa } from '../../../support/test-ca';

/** What a page does to measure the directory over the real IndexedDB of a browser; `scripts/directory-cost.mjs` calls it. */
const addressOf = (index: number): string => `person${index}@domain${index % 100}.example`;
const clock = { now: () => new Date() };

/** Certificates from `from` on, each of its own address, written in batches as an import of a directory does. */
async function fill(from: number, count: number): Promise<void> {
  const directory = createCertificateDirectory(await openDatabase());
  const ca = await TestCa.create();
  const keys = await generateKeyPair();
  for (let at = from; at < from + count; at += 100) {
    const indexes = Array.from({ length: Math.min(100, from + count - at) }, (_, i) => at + i);
    const certificates: readonly Der[] = await Promise.all(
      indexes.map(async (index) => {
        const options = { commonName: `Person ${index}`, addresses: [addressOf(index)] };
        return (await ca.issue(options, keys)).certificate;
      }),
    );
    await keepCertificates({ certificates, source: { kind: 'imported' } }, { certificateDirectory: directory, clock });
  }
}

interface Cost {
  /** Milliseconds: the middle one, and the one that 95 of 100 are not slower than. */
  readonly median: number;
  readonly slow: number;
}

async function timed(count: number, work: (index: number) => Promise<unknown>): Promise<Cost> {
  const all: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await work(i);
    all.push(performance.now() - start);
  }
  all.sort((a, b) => a - b);
  const at = (part: number): number => all[Math.floor((all.length - 1) * part)] ?? 0;
  return { median: at(0.5), slow: at(0.95) };
}

async function measure(people: number): Promise<Readonly<Record<string, Cost>>> {
  const opening = await timed(1, async () => (await openDatabase()).close());
  const reopening = await timed(20, async () => (await openDatabase()).close());
  const database = await openDatabase();
  const directory = createCertificateDirectory(database);
  const trust = createTrustStore(database, { anchors: [] });
  const random = (): number => Math.floor(Math.random() * people);
  return {
    'open, first': opening,
    'open again': reopening,
    'trust store': await timed(20, () => trust.intermediates()),
    'find, known': await timed(300, () => directory.find(addressOf(random()))),
    'find, unknown': await timed(300, (i) => directory.find(`nobody${i}@domain.example`)),
    'first page of the list': await timed(20, () => directory.page({ text: '', limit: 26 })),
    'search, one word': await timed(20, () => directory.page({ text: `person${random()}`, limit: 26 })),
    'search, a word of 500 people': await timed(20, (i) => directory.page({ text: `domain${i}`, limit: 26 })),
    'what waits': await timed(20, () => directory.waiting(20)),
    count: await timed(20, () => directory.count()),
  };
}

Object.assign(globalThis, { signet: { fill, measure } });
