import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type ScratchFolder, withFolder } from '../support/openssl';
import { findThunderbird } from '../hosts/thunderbird/thunderbird';
import { ChromiumStand } from './chromium-stand';
import { coldStarts } from './cold-start';
import { FileServer } from './file-server';
import { compileLibcrypto, Libcrypto } from './libcrypto';
import { type EngineName } from './measure';
import { adaptersOf, benchNode, benchSizes, type Plan } from './node-engine';
import { type Size, SIZES } from './operations';
import { biggest, libcryptoPeaks, nodePeaks, pagePeaks, type PeakWorld, saveMessages } from './peaks';
import { NodeStand, type RemoteStand } from './remote';
import { document, plainText, targetTable, timeTable } from './report';
import { type Results } from './results';
import { ThunderbirdStand } from './thunderbird-stand';
import { createKeys } from './world';

/*
 * node scripts/bench.mjs [--quick] [--only=node,chromium,thunderbird,memory,cold] [SIZE …]
 * Without arguments: everything, and docs/performance.md is written.
 */
interface Options {
  readonly isQuick: boolean;
  readonly parts: ReadonlySet<string>;
  readonly sizes: readonly Size[];
  readonly isWhole: boolean;
}

const PARTS = ['node', 'chromium', 'thunderbird', 'memory', 'cold', 'main-thread'];

function optionsOf(args: readonly string[]): Options {
  const isQuick = args.includes('--quick');
  const only = args
    .find((one) => one.startsWith('--only='))
    ?.slice(7)
    .split(',');
  const named = (Object.keys(SIZES) as Size[]).filter((size) => args.includes(size));
  const quick: readonly Size[] = ['4k', '5m'];
  const sizes = named.length > 0 ? named : isQuick ? quick : (Object.keys(SIZES) as Size[]);
  return { isQuick, parts: new Set(only ?? PARTS), sizes, isWhole: args.length === 0 };
}

const say = (line: string): void => console.log(line);

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

class Run {
  readonly #folder: ScratchFolder;
  readonly #built: string;
  readonly #options: Options;
  readonly #plan: Plan;
  readonly #world: PeakWorld;
  readonly #files: FileServer;
  readonly results: Mutable<Results> = {
    cells: [],
    peaks: [],
    biggest: [],
    coldStarts: [],
    surroundings: [],
    mainThread: [],
    missing: [],
  };

  constructor(folder: ScratchFolder, built: string, source: string, options: Options, files: FileServer) {
    this.#folder = folder;
    this.#built = built;
    this.#options = options;
    this.#files = files;
    this.#plan = { sizes: options.sizes, effort: { budget: options.isQuick ? 250 : 700, rounds: 7 }, say };
    const libcrypto = compileLibcrypto(join(source, 'libcrypto.c'), folder);
    this.#world = { folder, nodeStand: join(built, 'node-stand.cjs'), libcrypto, say };
    if (libcrypto === undefined) this.results.missing.push('libcrypto: no compiler, or no headers of OpenSSL.');
  }

  /** One part; what stands in its way is said, and the others go on. */
  async part(name: string, body: () => Promise<void>): Promise<void> {
    if (!this.#options.parts.has(name)) return;
    const start = performance.now();
    try {
      await body.call(this);
    } catch (thrown) {
      const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
      say(`${name} ended early: ${why}`);
      this.results.missing.push(`${name} ended early: ${why}`);
    }
    say(`== ${name}: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  }

  async node(): Promise<void> {
    const { folder, libcrypto: program, nodeStand } = this.#world;
    const libcrypto = program === undefined ? undefined : new Libcrypto(program, folder);
    const stand = new NodeStand(nodeStand, `${folder.path}/keys.json`);
    try {
      const parts = { stand, libcrypto, folder, whole: join(this.#built, 'whole.cjs') };
      this.results.cells.push(...(await benchNode(parts, this.#plan)));
      if (!this.#options.isQuick) this.results.biggest.push(...(await biggest('Node', stand, say)));
    } finally {
      await stand.close();
      await libcrypto?.close();
    }
  }

  async chromium(): Promise<void> {
    await this.#page('Chromium', () => this.#startChromium());
  }

  async thunderbird(): Promise<void> {
    if (findThunderbird() === undefined) throw new Error('Thunderbird is not installed');
    await this.#page('Thunderbird', () => this.#startThunderbird());
  }

  async #page(engine: EngineName, start: () => Promise<RemoteStand>): Promise<void> {
    const stand = await start();
    try {
      this.results.cells.push(...(await benchSizes(engine, stand, adaptersOf(stand), this.#plan)));
      if (!this.#options.isQuick) this.results.biggest.push(...(await biggest(engine, stand, say)));
    } finally {
      await stand.close();
    }
  }

  async memory(): Promise<void> {
    const { peaks } = this.results;
    const { isQuick, parts } = this.#options;
    const big = isQuick ? '5m' : '100m';
    await saveMessages(this.#world, big, ['signet']);
    peaks.push(...(await nodePeaks(this.#world, big, ['signet'])), ...(await libcryptoPeaks(this.#world, big)));
    const urlOf = (name: string): string => this.#files.url(name);
    if (parts.has('chromium')) {
      const fresh = { start: () => this.#startChromium(), end: (stand: RemoteStand) => stand.close() };
      peaks.push(...(await pagePeaks(this.#world, big, 'Chromium', fresh, urlOf)));
    }
    if (parts.has('thunderbird') && findThunderbird() !== undefined) {
      const stand = await this.#startThunderbird();
      const same = { start: () => Promise.resolve(stand), end: () => Promise.resolve() };
      try {
        peaks.push(...(await pagePeaks(this.#world, big, 'Thunderbird', same, urlOf)));
      } finally {
        await stand.close();
      }
    }
    if (isQuick) return;
    const others = ['signet', 'pkijs-raised', 'pkijs-naive', 'node-forge'] as const;
    await saveMessages(this.#world, '25m', others);
    peaks.push(...(await nodePeaks(this.#world, '25m', others)));
  }

  async cold(): Promise<void> {
    const rounds = this.#options.isQuick ? 3 : 9;
    this.results.coldStarts.push(...(await coldStarts(this.#world, this.#built, this.#files, rounds)));
  }

  /** The benchmark of the pane's main thread, which needs the playground and has a harness of its own. */
  mainThread(source: string): Promise<void> {
    const path = join(this.#built, 'main-thread.json');
    rmSync(path, { force: true });
    const script = join(source, 'main-thread.mjs');
    spawnSync(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'], timeout: 300_000 });
    if (!existsSync(path)) return Promise.reject(new Error('it wrote no results'));
    this.results.mainThread.push(...(JSON.parse(readFileSync(path, 'utf8')) as Results['mainThread']));
    return Promise.resolve();
  }

  async #startChromium(): Promise<ChromiumStand> {
    const stand = await ChromiumStand.start(this.#files, this.#keys());
    this.#note('Chromium', stand.version);
    return stand;
  }

  async #startThunderbird(): Promise<ThunderbirdStand> {
    const stand = await ThunderbirdStand.start(join(this.#built, 'extension.xpi'), this.#keys());
    this.#note('Thunderbird', stand.version);
    return stand;
  }

  #keys(): string {
    return readFileSync(`${this.#folder.path}/keys.json`, 'utf8');
  }

  #note(name: string, value: string): void {
    const { surroundings } = this.results;
    if (!surroundings.some(([known]) => known === name)) surroundings.push([name, value]);
  }

  /** Kind of machine and versions; no names of machines. */
  describe(): void {
    const [processor] = cpus();
    const kind = (processor?.model ?? 'unknown').replace(/\s+/g, ' ').trim();
    this.#note('Processor', `${cpus().length} × ${kind}`);
    this.#note('Node', `${process.versions.node} (V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl})`);
    this.#note('OpenSSL', execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim());
    for (const name of ['pkijs', 'asn1js', 'node-forge', 'emailjs-mime-parser', 'emailjs-mime-builder']) {
      const path = join(process.cwd(), 'node_modules', name, 'package.json');
      this.#note(name, (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version);
    }
  }
}

async function write(path: string, results: Results): Promise<void> {
  const text = document(results, new Date().toISOString().slice(0, 10));
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }));
}

async function main(built: string, source: string, args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  await withFolder(async (folder) => {
    await createKeys(folder);
    const files = await FileServer.start([built, folder.path]);
    const run = new Run(folder, built, source, options, files);
    run.describe();
    await run.part('cold', () => run.cold());
    await run.part('node', () => run.node());
    await run.part('chromium', () => run.chromium());
    await run.part('thunderbird', () => run.thunderbird());
    await run.part('memory', () => run.memory());
    files.close();
    show(run.results, options);
    const path = options.isWhole ? join(process.cwd(), 'docs/performance.md') : join(built, 'performance.md');
    await write(path, run.results);
    if (options.isWhole) {
      await run.part('main-thread', () => run.mainThread(source));
      await write(path, run.results);
    }
    say(`\nwritten: ${options.isWhole ? 'docs' : 'dist/bench'}/performance.md`);
  });
}

function show(results: Results, { sizes }: Options): void {
  for (const engine of ['Node', 'Chromium', 'Thunderbird'] as const) {
    if (!results.cells.some((one) => one.engine === engine)) continue;
    for (const size of sizes) say(`\n${plainText(timeTable(results, engine, size))}`);
  }
  say(`\n${plainText(targetTable(results))}`);
}

void main(process.argv[2] ?? '', process.argv[3] ?? '', process.argv.slice(4));
