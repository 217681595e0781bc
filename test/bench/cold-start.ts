import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { toBase64 } from '../../shared/base/base64';
import { launchChromium } from '../hosts/outlook/harness';
import { type FileServer } from './file-server';
import { median } from './measure';
import { type AdapterName, SIZES } from './operations';
import { NodeStand } from './remote';
import { type PeakWorld } from './peaks';

/** A bundle in a page that never had it: its size, and milliseconds until it is there and until the first message is verified. */
export interface ColdStart {
  readonly name: AdapterName;
  readonly octets: number;
  readonly gzipped: number;
  readonly evaluation: number;
  readonly untilVerified: number;
}

const BUNDLES: readonly (readonly [AdapterName, string])[] = [
  ['signet', 'cold-signet.js'],
  ['pkijs-raised', 'cold-pkijs.js'],
];

/** Pages in turn, each in a context of its own: nothing that a browser caches is there. */
export async function coldStarts(
  world: PeakWorld,
  built: string,
  files: FileServer,
  rounds: number,
): Promise<readonly ColdStart[]> {
  const keys = readFileSync(`${world.folder.path}/keys.json`, 'utf8');
  const browser = await launchChromium();
  const times = new Map<string, { evaluation: number[]; whole: number[] }>();
  try {
    const messages = await smallMessages(world);
    for (let round = 0; round < rounds; round++) {
      for (const [name, file] of BUNDLES) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(files.url('empty.html'));
        const order = [readFileSync(`${built}/${file}`, 'utf8'), keys, messages.get(name) ?? ''] as const;
        const [evaluation, whole] = await page.evaluate(evaluateAndVerify, order);
        const known = times.get(name) ?? { evaluation: [], whole: [] };
        known.evaluation.push(evaluation);
        known.whole.push(whole);
        times.set(name, known);
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
  return BUNDLES.map(([name, file]) => {
    const octets = readFileSync(`${built}/${file}`);
    const { evaluation = [], whole = [] } = times.get(name) ?? {};
    const sizes = { octets: octets.length, gzipped: gzipSync(octets, { level: 9 }).length };
    return { name, ...sizes, evaluation: median(evaluation), untilVerified: median(whole) };
  });
}

/** Runs in the page. */
async function evaluateAndVerify([code, keys, message]: readonly [string, string, string]): Promise<[number, number]> {
  const script = document.createElement('script');
  script.textContent = code;
  const start = performance.now();
  document.head.append(script);
  const evaluation = performance.now() - start;
  const page = globalThis as unknown as { firstVerify(keys: string, message: string): Promise<void> };
  await page.firstVerify(keys, message);
  return [evaluation, performance.now() - start];
}

async function smallMessages({ folder, nodeStand }: PeakWorld): Promise<ReadonlyMap<AdapterName, string>> {
  const stand = new NodeStand(nodeStand, `${folder.path}/keys.json`);
  const messages = new Map<AdapterName, string>();
  try {
    await stand.open(SIZES['4k']);
    for (const [name] of BUNDLES) {
      await stand.save(name, 'sign', `${folder.path}/cold.eml`);
      messages.set(name, toBase64(folder.read('cold.eml')));
    }
  } finally {
    await stand.close();
  }
  return messages;
}
