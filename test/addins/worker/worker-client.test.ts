import { type Handlers } from '../../../addins/worker/protocol';
import { serve } from '../../../addins/worker/serve';
import { WorkerClient, type ClientOptions } from '../../../addins/worker/worker-client';
import { SignetError } from '../../../shared/index';
import { clientOf, fakeWorker, type FakeWorker } from './thread';

type Calls = {
  readonly echo: { readonly request: string; readonly answer: string };
  readonly octets: { readonly request: Uint8Array<ArrayBuffer>; readonly answer: number };
};

const turn = (milliseconds = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const LOST = { code: 'host', subject: 'worker' };

/** A client whose workers say only what a test has them say. */
function silent(options: Partial<ClientOptions> = {}): { client: WorkerClient<Calls>; workers: FakeWorker[] } {
  const workers: FakeWorker[] = [];
  const start = (): FakeWorker => {
    const worker = fakeWorker();
    workers.push(worker);
    return worker;
  };
  return { client: new WorkerClient<Calls>({ start, ...options }), workers };
}

const callsOf = (worker: FakeWorker | undefined): readonly string[] =>
  (worker?.received ?? []).flatMap((message) => (message.kind === 'call' ? [`${message.name} ${message.id}`] : []));

describe('asking a worker', () => {
  it('gives each call its own answer, in whatever order they come', async () => {
    const { client, workers } = silent();
    const [first, second] = [client.call('echo', 'a'), client.call('echo', 'b')];
    await turn();
    workers[0]?.say({ kind: 'answer', id: 2, value: 'B' });
    workers[0]?.say({ kind: 'answer', id: 1, value: 'A' });
    expect(await Promise.all([first, second])).toEqual(['A', 'B']);
    expect(workers).toHaveLength(1);
  });

  it('sends the configuration before the first call', async () => {
    const { client, workers } = silent({ configuration: () => Promise.resolve({ anchors: 1 }) });
    void client.call('echo', 'a').catch(() => undefined);
    await turn();
    expect(workers[0]?.received.map(({ kind }) => kind)).toEqual(['start', 'call']);
    expect(workers[0]?.received[0]).toMatchObject({ configuration: { anchors: 1 } });
  });

  it('sends another configuration when it is to be renewed, and starts no worker for that', async () => {
    let round = 0;
    const { client, workers } = silent({ configuration: () => Promise.resolve(++round) });
    await client.renew();
    expect(workers).toHaveLength(0);
    void client.call('echo', 'a').catch(() => undefined);
    await turn();
    await client.renew();
    void client.call('echo', 'b').catch(() => undefined);
    await turn();
    expect(workers[0]?.received.map((one) => (one.kind === 'start' ? one.configuration : one.kind))).toEqual([
      ...[2, 'call'],
      ...[3, 'call'],
    ]);
  });

  it('fails with what the configuration failed with, and tries again', async () => {
    let attempts = 0;
    const { client, workers } = silent({ configuration: () => Promise.reject(new Error(`no ${++attempts}`)) });
    await expect(client.call('echo', 'a')).rejects.toThrow('no 1');
    await expect(client.call('echo', 'a')).rejects.toThrow('no 2');
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true]);
  });

  it('makes the error again that was thrown inside', async () => {
    const { client, workers } = silent();
    const asked = client.call('echo', 'a');
    await turn();
    workers[0]?.say({ kind: 'failure', id: 1, code: 'limit', message: 'too many', subject: 'mimeParts' });
    const error: unknown = await asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SignetError);
    expect(error).toMatchObject({ code: 'limit', subject: 'mimeParts' });
  });

  it('tells of progress, of its own call only', async () => {
    const { client, workers } = silent();
    const told: number[][] = [];
    const asked = client.call('echo', 'a', { progress: (...numbers) => told.push(numbers) });
    void client.call('echo', 'b').catch(() => undefined);
    await turn();
    workers[0]?.say({ kind: 'progress', id: 1, done: 1, total: 4 });
    workers[0]?.say({ kind: 'progress', id: 2, done: 2, total: 4 });
    workers[0]?.say({ kind: 'answer', id: 1, value: 'A' });
    await asked;
    expect(told).toEqual([[1, 4]]);
  });

  it('passes over answers that nobody waits for', async () => {
    const { client, workers } = silent();
    const asked = client.call('echo', 'a');
    await turn();
    workers[0]?.say({ kind: 'answer', id: 99, value: 'wrong' });
    workers[0]?.say({ kind: 'answer', id: 1, value: 'right' });
    workers[0]?.say({ kind: 'answer', id: 1, value: 'late' });
    expect(await asked).toBe('right');
    await turn();
  });

  it('hands octets over without a copy', async () => {
    const { client } = silent();
    const octets = new Uint8Array(1000);
    void client.call('octets', octets, { transfer: [octets.buffer] }).catch(() => undefined);
    await turn();
    expect(octets).toHaveLength(0);
  });

  it('says that a request is no plain data', async () => {
    const { client } = silent();
    await expect(client.call('echo', (() => 1) as unknown as string)).rejects.toMatchObject({ code: 'defect' });
  });
});

describe('a worker that dies', () => {
  it.each(['error', 'messageerror'] as const)(
    'by %s takes its calls with it; the next call starts another',
    async (how) => {
      const { client, workers } = silent();
      const asked = Promise.allSettled([client.call('echo', 'a'), client.call('echo', 'b')]);
      await turn();
      workers[0]?.die(how);
      expect(await asked).toMatchObject([{ reason: LOST }, { reason: LOST }]);
      expect(workers[0]?.isTerminated).toBe(true);
      const next = client.call('echo', 'c');
      await turn();
      workers[1]?.say({ kind: 'answer', id: 3, value: 'C' });
      expect(await next).toBe('C');
    },
  );

  it('that was replaced before harms nobody', async () => {
    const { client, workers } = silent();
    const first = client.call('echo', 'a');
    await turn();
    workers[0]?.die();
    await expect(first).rejects.toMatchObject(LOST);
    const second = client.call('echo', 'b');
    await turn();
    workers[0]?.die();
    workers[1]?.say({ kind: 'answer', id: 2, value: 'B' });
    expect(await second).toBe('B');
  });

  it('or does not start in time is no hang', async () => {
    const worker = fakeWorker(() => undefined, 'mute');
    const client = new WorkerClient<Calls>({ start: () => worker, startMilliseconds: 10 });
    await expect(client.call('echo', 'a')).rejects.toMatchObject(LOST);
    expect(worker.isTerminated).toBe(true);
  });

  it('or cannot be made at all is no hang', async () => {
    const client = new WorkerClient<Calls>({
      start: () => {
        throw new Error('forbidden');
      },
    });
    await expect(client.call('echo', 'a')).rejects.toMatchObject(LOST);
  });

  it('is not taken for dead once it is ready', async () => {
    const { client, workers } = silent({ startMilliseconds: 40 });
    const asked = client.call('echo', 'a');
    await turn(80);
    workers[0]?.say({ kind: 'answer', id: 1, value: 'A' });
    expect(await asked).toBe('A');
  });
});

describe('a call that is cancelled', () => {
  const cancelling = async (
    grace: number,
    options: Partial<ClientOptions> = {},
  ): Promise<{ client: WorkerClient<Calls>; workers: FakeWorker[]; asked: Promise<unknown> }> => {
    const { client, workers } = silent({ graceMilliseconds: grace, ...options });
    const controller = new AbortController();
    const asked = client.call('echo', 'a', { signal: controller.signal });
    await turn();
    controller.abort();
    return { client, workers, asked };
  };

  it('rejects at once, and the worker is told', async () => {
    const { workers, asked } = await cancelling(1000);
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await turn();
    expect(workers[0]?.received.at(-1)).toEqual({ kind: 'cancel', id: 1 });
  });

  it('before it began is never asked', async () => {
    const { client, workers } = silent();
    await expect(client.call('echo', 'a', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(workers).toEqual([]);
  });

  it('leaves the worker alone where that stops', async () => {
    const { workers, asked } = await cancelling(40);
    await asked.catch(() => undefined);
    workers[0]?.say({ kind: 'failure', id: 1, code: 'cancelled', message: 'called off' });
    await turn(80);
    expect(workers[0]?.isTerminated).toBe(false);
  });

  it('has a worker ended that does not stop; repeatable calls beside it are asked of the next', async () => {
    const { client, workers, asked } = await cancelling(30, { repeatable: new Set(['echo']) });
    await asked.catch(() => undefined);
    const beside = client.call('echo', 'b');
    await turn(80);
    expect(workers[0]?.isTerminated).toBe(true);
    expect(callsOf(workers[1])).toEqual(['echo 2']);
    workers[1]?.say({ kind: 'answer', id: 2, value: 'B' });
    expect(await beside).toBe('B');
  });

  it('has a call beside it waited for that may not be done twice', async () => {
    const { client, workers, asked } = await cancelling(10, { patienceMilliseconds: 2_000 });
    await asked.catch(() => undefined);
    const beside = client.call('echo', 'b');
    await turn(60);
    expect(workers[0]?.isTerminated).toBe(false);
    workers[0]?.say({ kind: 'answer', id: 2, value: 'B' });
    expect(await beside).toBe('B');
    await turn(60);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  });

  it('has a call beside it fail that takes too long, and asks nobody else', async () => {
    const options = { patienceMilliseconds: 60, repeatable: new Set(['octets']) };
    const { client, workers, asked } = await cancelling(10, options);
    await asked.catch(() => undefined);
    const octets = new Uint8Array(8);
    const gone = [client.call('echo', 'b'), client.call('octets', octets, { transfer: [octets.buffer] })];
    expect(await Promise.allSettled(gone)).toMatchObject([{ reason: LOST }, { reason: LOST }]);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  });
});

describe('answering a page', () => {
  const handlers: Handlers<Calls> = {
    echo: async (text, { progress, signal }) => {
      if (text === 'wait') await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      if (signal?.aborted) throw new SignetError('cancelled', 'called off');
      if (text === 'break') throw new TypeError('what happened here is nobody’s business');
      if (text === 'function') return (() => 1) as unknown as string;
      for (let done = 1; done <= 1000; done++) progress?.(done, 1000);
      return text.toUpperCase();
    },
    octets: ({ length }) => Promise.resolve(length),
  };

  it('tells of progress now and then, and of its end', async () => {
    const told: number[][] = [];
    const client = clientOf<Calls>(() => Promise.resolve(handlers));
    expect(await client.call('echo', 'a', { progress: (...numbers) => told.push(numbers) })).toBe('A');
    expect(told.at(-1)).toEqual([1000, 1000]);
    expect(told.length).toBeLessThan(100);
  });

  it('lets nothing out of an error that is not ours', async () => {
    const client = clientOf<Calls>(() => Promise.resolve(handlers));
    const error: unknown = await client.call('echo', 'break').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'defect' });
    expect(String(error)).not.toContain('nobody');
  });

  it('answers with a failure what cannot be sent, and a name it does not know', async () => {
    const client = clientOf<Calls>(() => Promise.resolve(handlers));
    await expect(client.call('echo', 'function')).rejects.toMatchObject({ code: 'defect' });
    await expect(client.call('toString' as 'echo', '')).rejects.toMatchObject({ code: 'defect' });
  });

  it('stops where the page cancels, without the worker being ended', async () => {
    const workers: FakeWorker[] = [];
    const start = (): FakeWorker => {
      const worker = fakeWorker((scope) => serve<Calls>(scope, () => Promise.resolve(handlers)));
      workers.push(worker);
      return worker;
    };
    const client = new WorkerClient<Calls>({ start, graceMilliseconds: 60 });
    const controller = new AbortController();
    const asked = client.call('echo', 'wait', { signal: controller.signal });
    await turn();
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(await client.call('echo', 'after')).toBe('AFTER');
    await turn(80);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false]);
  });

  it('goes by another configuration from the next call on; what was asked before ends as it began', async () => {
    const open = (configuration: unknown): Promise<Handlers<Calls>> => {
      const echo: Handlers<Calls>['echo'] = async (text, { signal }) => {
        if (text === 'wait') await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
        return `${text} ${String(configuration)}`;
      };
      return Promise.resolve({ ...handlers, echo });
    };
    let round = 0;
    const start = (): FakeWorker => fakeWorker((scope) => serve<Calls>(scope, open));
    const client = new WorkerClient<Calls>({ start, configuration: () => Promise.resolve(++round) });
    const controller = new AbortController();
    const before = client.call('echo', 'wait', { signal: controller.signal });
    expect(await client.call('echo', 'a')).toBe('a 1');
    await client.renew();
    expect(await client.call('echo', 'b')).toBe('b 2');
    controller.abort();
    await expect(before).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('opens what it needs anew where that failed before', async () => {
    let attempts = 0;
    const client = clientOf<Calls>(() =>
      ++attempts === 1 ? Promise.reject(new SignetError('storage', 'locked', 'blocked')) : Promise.resolve(handlers),
    );
    await expect(client.call('echo', 'a')).rejects.toMatchObject({ code: 'storage', subject: 'blocked' });
    expect(await client.call('echo', 'a')).toBe('A');
  });
});
