import { type ScratchFolder } from '../support/openssl';
import { Libcrypto } from './libcrypto';
import { type EngineName } from './measure';
import {
  type AdapterName,
  BIGGEST,
  makeEntity,
  maker,
  type Operation,
  OPERATIONS,
  type Size,
  SIZES,
} from './operations';
import { measurePeak, type Peak, standSubject, warmUp } from './peak';
import { NodeStand, type RemoteStand } from './remote';

export interface PeakWorld {
  readonly folder: ScratchFolder;
  readonly nodeStand: string;
  readonly libcrypto: string | undefined;
  readonly say: (line: string) => void;
}

const MAKERS = ['sign', 'encrypt-cbc', 'encrypt-gcm'] as const;
const fileOf = (name: string, operation: Operation): string => `peak-${name}-${maker(operation)}.eml`;

function nodeStand({ folder, nodeStand: script }: PeakWorld): NodeStand {
  return new NodeStand(script, `${folder.path}/keys.json`);
}

/** Messages for those who read in a fresh process. */
export async function saveMessages(world: PeakWorld, size: Size, names: readonly AdapterName[]): Promise<void> {
  const stand = nodeStand(world);
  try {
    await stand.open(SIZES[size]);
    for (const name of names) {
      for (const operation of operationsOf(name).filter((one) => maker(one) === one)) {
        await stand.save(name, operation, `${world.folder.path}/${fileOf(name, operation)}`);
        await stand.drop(operation);
      }
    }
  } finally {
    await stand.close();
  }
}

/** Ours do all; of the others the ones that stand for the rest, and pkijs does not read 25 MB of its own with its examples. */
function operationsOf(name: AdapterName): readonly Operation[] {
  if (name === 'signet') return OPERATIONS;
  const all = OPERATIONS.filter((one) => !one.endsWith('gcm'));
  return name === 'pkijs-naive' ? all.filter((one) => !one.startsWith('decrypt')) : all;
}

/** Fresh Node processes, one for each call. */
export async function nodePeaks(world: PeakWorld, size: Size, names: readonly AdapterName[]): Promise<readonly Peak[]> {
  const peaks: Peak[] = [];
  for (const name of names) {
    for (const operation of operationsOf(name)) {
      const stand = nodeStand(world);
      try {
        const subject = standSubject(stand, name, (one) => `${world.folder.path}/${fileOf(name, one)}`);
        const request = { engine: 'Node', size, operation, name } as const;
        peaks.push(told(world, await measurePeak(subject, request, () => warmUp(stand, name, operation))));
      } finally {
        await stand.close();
      }
    }
  }
  return peaks;
}

/** Fresh processes of libcrypto, with messages of ours. */
export async function libcryptoPeaks(world: PeakWorld, size: Size): Promise<readonly Peak[]> {
  const { folder, libcrypto: program } = world;
  if (program === undefined) return [];
  const entity = folder.write('entity', makeEntity(SIZES[size]));
  const small = folder.write('small', makeEntity(SIZES['4k']));
  const nothing = folder.write('nothing', '');
  const peaks: Peak[] = [];
  for (const operation of OPERATIONS) {
    const libcrypto = new Libcrypto(program, folder);
    const subject = {
      pids: () => Promise.resolve([libcrypto.pid]),
      feed: (one: Operation) =>
        maker(one) === one ? libcrypto.open(entity) : libcrypto.load(one, `${folder.path}/${fileOf('signet', one)}`),
      run: (one: Operation) => libcrypto.run(one, 1),
    };
    try {
      const request = { engine: 'Node', size, operation, name: 'libcrypto' } as const;
      peaks.push(
        told(
          world,
          await measurePeak(subject, request, async () => {
            await libcrypto.open(small);
            await libcrypto.run(operation, 3);
            await libcrypto.open(nothing);
          }),
        ),
      );
    } finally {
      await libcrypto.close();
    }
  }
  return peaks;
}

/** Ours in a browser: a fresh one for each call, or one for all, its garbage collected. */
export async function pagePeaks(
  world: PeakWorld,
  size: Size,
  engine: EngineName,
  stands: { readonly start: () => Promise<RemoteStand>; readonly end: (stand: RemoteStand) => Promise<void> },
  urlOf: (name: string) => string,
): Promise<readonly Peak[]> {
  const peaks: Peak[] = [];
  for (const operation of OPERATIONS) {
    const stand = await stands.start();
    try {
      const subject = standSubject(stand, 'signet', (one) => urlOf(fileOf('signet', one)));
      const request = { engine, size, operation, name: 'signet' } as const;
      peaks.push(told(world, await measurePeak(subject, request, () => warmUp(stand, 'signet', operation))));
    } finally {
      await stands.end(stand);
    }
  }
  return peaks;
}

function told(world: PeakWorld, peak: Peak): Peak {
  const { engine, size, operation, name, multiple } = peak;
  world.say(`${engine} ${size} ${operation} memory: ${name} ${multiple.toFixed(2)} times the message`);
  return peak;
}

/** 256 MB, each operation once; seconds, or why not. */
export interface Biggest {
  readonly engine: EngineName;
  readonly operation: Operation;
  readonly seconds?: number;
  readonly error?: string;
}

export async function biggest(
  engine: EngineName,
  stand: RemoteStand,
  say: (line: string) => void,
): Promise<readonly Biggest[]> {
  const found: Biggest[] = [];
  await stand.open(BIGGEST);
  for (const operation of OPERATIONS) {
    const one = await once(engine, stand, operation);
    say(`${engine} 256m ${operation}: ${one.error ?? `${(one.seconds ?? NaN).toFixed(2)} s`}`);
    found.push(one);
    if (!MAKERS.some((made) => made === operation)) await stand.drop(operation);
  }
  return found;
}

async function once(engine: EngineName, stand: RemoteStand, operation: Operation): Promise<Biggest> {
  try {
    return { engine, operation, seconds: (await stand.run('signet', operation, 1)).wall / 1000 };
  } catch (thrown) {
    return { engine, operation, error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
