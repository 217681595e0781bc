import { type Cell, type EngineName } from './measure';
import { memoryOf, resetPeak } from './memory';
import { maker, type Operation, type Size, SIZES } from './operations';
import { type ContenderName, type RemoteStand } from './remote';

/** Highest memory of one cold call in a fresh process above what the process had before the message was in it. */
export interface Peak extends Pick<Cell, 'engine' | 'size' | 'operation'> {
  readonly name: ContenderName;
  /** Multiple of the entity's size, the message itself included; NaN where nothing counts it. */
  readonly multiple: number;
}

export interface PeakRequest {
  readonly engine: EngineName;
  readonly size: Size;
  readonly operation: Operation;
  readonly name: ContenderName;
}

/** What a peak is measured on: a stand, or libcrypto. */
export interface Subject {
  pids(): Promise<readonly number[]>;
  /** Gives it the entity, or for `verify` and `decrypt` a message of its own kind. */
  feed(operation: Operation, octets: number): Promise<void>;
  run(operation: Operation): Promise<unknown>;
}

/** `warm`: small calls first, so that code is loaded and compiled. */
export async function measurePeak(subject: Subject, request: PeakRequest, warm: () => Promise<void>): Promise<Peak> {
  await warm();
  const before = (await subject.pids()).map((pid) => [pid, memoryOf(pid).now] as const);
  await subject.feed(request.operation, SIZES[request.size]);
  for (const [pid] of before) resetPeak(pid);
  await subject.run(request.operation);
  const growth = Math.max(...before.map(([pid, now]) => memoryOf(pid).peak - now));
  return { ...request, multiple: growth / SIZES[request.size] };
}

/** A stand fed with its own entity or with a message of a file. */
export function standSubject(
  stand: RemoteStand,
  name: Parameters<RemoteStand['run']>[0],
  messageOf: (operation: Operation) => string,
): Subject {
  return {
    pids: () => stand.pids(),
    async feed(operation, octets) {
      if (maker(operation) === operation) await stand.open(octets);
      else await stand.load(name, operation, messageOf(operation));
    },
    run: (operation) => stand.run(name, operation, 1),
  };
}

/** Calls on 4 KB of everything that an operation needs. */
export async function warmUp(
  stand: RemoteStand,
  name: Parameters<RemoteStand['run']>[0],
  operation: Operation,
): Promise<void> {
  await stand.open(SIZES['4k']);
  for (let i = 0; i < 3; i++) await stand.run(name, maker(operation), 1);
  for (let i = 0; i < 3; i++) await stand.run(name, operation, 1);
  await stand.open(0);
}
