import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type ScratchFolder, withFolder } from '../support/openssl';
import { findThunderbird } from '../hosts/thunderbird/thunderbird';
import { ChromiumStand } from './chromium-stand';
import { coldStarts } from './cold-start';
import { measureDirectory } from './directory/measure';
import { ChromiumPlace, ThunderbirdPlace } from './directory/places';
import { type DirectoryCase } from './directory/times';
import { FileServer } from './file-server';
import { compileLibcrypto, Libcrypto } from './libcrypto';
import { type Effort, type EngineName } from './measure';
import { adaptersOf, benchNode, benchSizes, type Plan } from './node-engine';
import { type Size, SIZES } from './operations';
import { paneStarts } from './pane-start';
import { type Merged, Parts } from './parts';
import { type Biggest, biggest, libcryptoPeaks, nodePeaks, pagePeaks, type PeakWorld, saveMessages } from './peaks';
import { NodeStand, type RemoteStand, SeparateStands } from './remote';
import { directoryTable, document, paneStartTable, plainText, targetTable, timeTable } from './report';
import { type Results } from './results';
import { ThunderbirdStand } from './thunderbird-stand';
import { createKeys } from './world';

/*
 * node scripts/bench.mjs [--quick] [--only=node,chromium,thunderbird,biggest,memory,cold,pane-start,main-thread,directory] [SIZE …] [--merge]
 * (`directory` in one program alone: directory-chromium, directory-thunderbird.)
 * Without arguments: everything, and docs/performance.md is written. Each part is kept in dist/bench/parts (those of a quick
 * run apart); --merge measures what is named and writes docs/performance.md of all parts that are there.
 */
interface Options {
  readonly isQuick: boolean;
  readonly parts: ReadonlySet<string>;
  readonly sizes: readonly Size[];
  /** Everything anew. */
  readonly isWhole: boolean;
  readonly isMerging: boolean;
}

interface Paths {
  readonly built: string;
  readonly source: string;
}

const STORES = ['directory-chromium', 'directory-thunderbird'];
const PARTS = ['node', 'chromium', 'thunderbird', 'biggest', 'memory', 'cold', 'pane-start', 'main-thread', ...STORES];

function optionsOf(args: readonly string[]): Options {
  const isQuick = args.includes('--quick');
  const only = args
    .find((one) => one.startsWith('--only='))
    ?.slice(7)
    .split(',');
  const named = (Object.keys(SIZES) as Size[]).filter((size) => args.includes(size));
  const quick: readonly Size[] = ['4k', '5m'];
  const sizes = named.length > 0 ? named : isQuick ? quick : (Object.keys(SIZES) as Size[]);
  const isWhole = args.length === 0;
  const parts = (only ?? PARTS).flatMap((one) => (one === 'directory' ? STORES : [one]));
  return { isQuick, parts: new Set(parts), sizes, isWhole, isMerging: isWhole || args.includes('--merge') };
}

const FULL: Effort = { budget: 4000, rounds: 15, warmUp: 3000 };
const QUICK: Effort = { budget: 250, rounds: 7, warmUp: 1000 };

const say = (line: string): void => console.log(line);

/** Measures part by part. What stands in the way of one is one of its results. */
class Run {
  readonly #folder: ScratchFolder;
  readonly #built: string;
  readonly #source: string;
  readonly #options: Options;
  readonly #world: PeakWorld;
  readonly #files: FileServer;
  readonly #parts: Parts;
  readonly #surroundings: (readonly [string, string])[] = [];

  constructor(folder: ScratchFolder, paths: Paths, options: Options, files: FileServer, parts: Parts) {
    this.#folder = folder;
    this.#built = paths.built;
    this.#source = paths.source;
    this.#options = options;
    this.#files = files;
    this.#parts = parts;
    const libcrypto = compileLibcrypto(join(paths.source, 'libcrypto.c'), folder);
    this.#world = { folder, nodeStand: join(paths.built, 'node-stand.cjs'), libcrypto, say };
  }

  /** One part; what stands in its way is said, and the others go on. */
  async part(name: string, body: () => Promise<Partial<Results>>): Promise<void> {
    if (!this.#options.parts.has(name)) return;
    const began = new Date();
    const found = await body().catch((thrown: unknown) => {
      const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
      return { missing: [`${name} ended early: ${why}`] };
    });
    for (const line of found.missing ?? []) say(line);
    this.#parts.save(name, began, { ...found, surroundings: this.#surroundings });
    say(`== ${name}: ${((Date.now() - began.getTime()) / 1000).toFixed(0)} s\n`);
  }

  #plan(engine: string): Plan {
    const { isQuick, sizes } = this.#options;
    return {
      sizes,
      effort: isQuick ? QUICK : FULL,
      say,
      done: (size, began, cells) => this.#parts.save(`${engine}-${size}`, began, { cells }),
    };
  }

  async node(): Promise<Partial<Results>> {
    const { folder, libcrypto: program } = this.#world;
    const libcrypto = program === undefined ? undefined : new Libcrypto(program, folder);
    const stand = new SeparateStands(() => this.#startNode());
    try {
      const parts = { stand, libcrypto, folder, whole: join(this.#built, 'whole.cjs') };
      await benchNode(parts, this.#plan('node'));
    } finally {
      await stand.close();
      await libcrypto?.close();
    }
    return libcrypto ? {} : { missing: ['libcrypto: no compiler, or no headers of OpenSSL.'] };
  }

  chromium(): Promise<Partial<Results>> {
    return this.#page('Chromium', () => this.#startChromium());
  }

  thunderbird(): Promise<Partial<Results>> {
    return this.#page('Thunderbird', () => this.#startThunderbird());
  }

  async #page(engine: EngineName, start: () => Promise<RemoteStand>): Promise<Partial<Results>> {
    const stand = await start();
    try {
      await benchSizes(engine, stand, adaptersOf(stand), this.#plan(engine.toLowerCase()));
    } finally {
      await stand.close();
    }
    return {};
  }

  async biggest(): Promise<Partial<Results>> {
    const starts: Record<EngineName, () => Promise<RemoteStand>> = {
      Node: () => Promise.resolve(this.#startNode()),
      Chromium: () => this.#startChromium(),
      Thunderbird: () => this.#startThunderbird(),
    };
    const found: Biggest[] = [];
    for (const [engine, start] of Object.entries(starts) as [EngineName, () => Promise<RemoteStand>][]) {
      const stand = await start();
      try {
        found.push(...(await biggest(engine, stand, say)));
      } finally {
        await stand.close();
      }
    }
    return { biggest: found };
  }

  async memory(): Promise<Partial<Results>> {
    const { isQuick } = this.#options;
    const big = isQuick ? '5m' : '100m';
    await saveMessages(this.#world, big, ['signet']);
    const peaks = [...(await nodePeaks(this.#world, big, ['signet'])), ...(await libcryptoPeaks(this.#world, big))];
    const urlOf = (name: string): string => this.#files.url(name);
    const fresh = { start: () => this.#startChromium(), end: (stand: RemoteStand) => stand.close() };
    peaks.push(...(await pagePeaks(this.#world, big, 'Chromium', fresh, urlOf)));
    if (findThunderbird() !== undefined) {
      const stand = await this.#startThunderbird();
      const same = { start: () => Promise.resolve(stand), end: () => Promise.resolve() };
      try {
        peaks.push(...(await pagePeaks(this.#world, big, 'Thunderbird', same, urlOf)));
      } finally {
        await stand.close();
      }
    }
    if (isQuick) return { peaks };
    const others = ['signet', 'pkijs-raised', 'pkijs-naive', 'node-forge'] as const;
    await saveMessages(this.#world, '25m', others);
    peaks.push(...(await nodePeaks(this.#world, '25m', others)));
    return { peaks };
  }

  async cold(): Promise<Partial<Results>> {
    const rounds = this.#options.isQuick ? 3 : 9;
    return { coldStarts: await coldStarts(this.#world, this.#built, this.#files, rounds) };
  }

  /** Needs the playground. */
  async paneStart(): Promise<Partial<Results>> {
    return { paneStarts: await paneStarts(this.#options.isQuick ? 3 : 9) };
  }

  /** The benchmark of the pane's main thread, which needs the playground and has a harness of its own. */
  mainThread(): Promise<Partial<Results>> {
    const path = join(this.#built, 'main-thread.json');
    rmSync(path, { force: true });
    const script = join(this.#source, 'main-thread.mjs');
    spawnSync(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'], timeout: 300_000 });
    if (!existsSync(path)) return Promise.reject(new Error('it wrote no results'));
    return Promise.resolve({ mainThread: JSON.parse(readFileSync(path, 'utf8')) as Results['mainThread'] });
  }

  /** The stores of one program, next to empty and full. */
  async directory(engine: DirectoryCase['engine']): Promise<Partial<Results>> {
    const quick = this.#options.isQuick ? { starts: 2, many: 2_000 } : { starts: 9 };
    const starts = {
      Chromium: () => ChromiumPlace.start(this.#files),
      Thunderbird: () => ThunderbirdPlace.start(join(this.#built, 'directory.xpi')),
    };
    return { directory: await measureDirectory({ engine, start: starts[engine], say, ...quick }) };
  }

  #startNode(): NodeStand {
    return new NodeStand(this.#world.nodeStand, `${this.#folder.path}/keys.json`);
  }

  async #startChromium(): Promise<ChromiumStand> {
    const stand = await ChromiumStand.start(this.#files, this.#keys());
    this.#note('Chromium', stand.version);
    return stand;
  }

  async #startThunderbird(): Promise<ThunderbirdStand> {
    if (findThunderbird() === undefined) throw new Error('Thunderbird is not installed');
    const stand = await ThunderbirdStand.start(join(this.#built, 'extension.xpi'), this.#keys());
    this.#note('Thunderbird', stand.version);
    return stand;
  }

  #keys(): string {
    return readFileSync(`${this.#folder.path}/keys.json`, 'utf8');
  }

  #note(name: string, value: string): void {
    if (!this.#surroundings.some(([known]) => known === name)) this.#surroundings.push([name, value]);
  }

  /** Kind of machine and versions; no names of machines. */
  describe(): void {
    const [processor] = cpus();
    const kind = (processor?.model ?? 'unknown').replace(/\s+/g, ' ').trim();
    this.#note('Processor', `${cpus().length} × ${kind}`);
    this.#note('Node', `${process.versions.node} (V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl})`);
    this.#note('Transparent huge pages', hugePages());
    this.#note('OpenSSL', execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim());
    for (const name of ['pkijs', 'asn1js', 'node-forge', 'emailjs-mime-parser', 'emailjs-mime-builder']) {
      const path = join(process.cwd(), 'node_modules', name, 'package.json');
      this.#note(name, (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version);
    }
  }
}

const HUGE_PAGES = '/sys/kernel/mm/transparent_hugepage/enabled';

/** How the kernel hands out memory, which decides what touching it for the first time costs; `always` is its default. */
function hugePages(): string {
  if (!existsSync(HUGE_PAGES)) return 'unknown';
  return /\[(\w+)\]/.exec(readFileSync(HUGE_PAGES, 'utf8'))?.[1] ?? 'unknown';
}

async function write(path: string, merged: Merged): Promise<void> {
  const text = document(merged);
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }));
}

async function main(paths: Paths, args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  const parts = new Parts(join(paths.built, options.isQuick ? 'quick-parts' : 'parts'));
  if (options.isWhole || options.isQuick) parts.clear();
  await withFolder(async (folder) => {
    await createKeys(folder);
    const files = await FileServer.start([paths.built, folder.path]);
    const run = new Run(folder, paths, options, files, parts);
    run.describe();
    await run.part('cold', () => run.cold());
    await run.part('pane-start', () => run.paneStart());
    await run.part('node', () => run.node());
    await run.part('chromium', () => run.chromium());
    await run.part('thunderbird', () => run.thunderbird());
    await run.part('memory', () => run.memory());
    if (!options.isQuick) await run.part('biggest', () => run.biggest());
    if (!options.isQuick) await run.part('main-thread', () => run.mainThread());
    await run.part('directory-chromium', () => run.directory('Chromium'));
    await run.part('directory-thunderbird', () => run.directory('Thunderbird'));
    files.close();
  });
  const merged = parts.merged();
  show(merged.results, options);
  const path = options.isMerging ? join(process.cwd(), 'docs/performance.md') : join(paths.built, 'performance.md');
  await write(path, merged);
  say(`\nwritten: ${options.isMerging ? 'docs' : 'dist/bench'}/performance.md`);
}

function show(results: Results, { sizes }: Options): void {
  for (const engine of ['Node', 'Chromium', 'Thunderbird'] as const) {
    if (!results.cells.some((one) => one.engine === engine)) continue;
    for (const size of sizes) say(`\n${plainText(timeTable(results, engine, size))}`);
  }
  if (results.paneStarts.length > 0) say(`\n${plainText(paneStartTable(results))}`);
  if (results.directory.length > 0) say(`\n${plainText(directoryTable(results))}`);
  say(`\n${plainText(targetTable(results))}`);
}

void main({ built: process.argv[2] ?? '', source: process.argv[3] ?? '' }, process.argv.slice(4));
