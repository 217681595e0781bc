import { withHostAnchors } from '../../../addins/worker/host-anchors';
import { type CoreCalls } from '../../../addins/worker/core-calls';
import { type Caller } from '../../../addins/worker/worker-client';
import { asDer, SignetError, type Der } from '../../../shared/index';

interface Told {
  readonly name: string;
  readonly request: unknown;
}

function workerThatListens(): { worker: Caller<CoreCalls>; told: Told[] } {
  const told: Told[] = [];
  const call = (name: string, request: unknown): Promise<unknown> => Promise.resolve(void told.push({ name, request }));
  return { worker: { call } as Caller<CoreCalls>, told };
}

const draft = { from: 'a@signet.example', to: [], cc: [], bcc: [], protection: { sign: true, encrypt: false } };

describe('anchors of the host’s own store', () => {
  it('are told to the worker before each call that depends on trust, as they stand then', async () => {
    const { worker, told } = workerThatListens();
    let holds: readonly Der[] = [asDer(Uint8Array.of(1))];
    const caller = withHostAnchors(worker, () => Promise.resolve(holds));
    const message = { serial: 1, message: new Blob() };
    await caller.call('open', message);
    holds = [];
    await caller.call('readiness', draft);
    expect(told).toEqual([
      { name: 'hostAnchors', request: [Uint8Array.of(1)] },
      { name: 'open', request: message },
      { name: 'hostAnchors', request: [] },
      { name: 'readiness', request: draft },
    ]);
  });

  it('are not looked for where nobody asks whom to trust', async () => {
    const { worker, told } = workerThatListens();
    const caller = withHostAnchors(worker, () => Promise.reject(new Error('must not be asked')));
    await caller.call('identities', undefined);
    await caller.call('setting', 'x');
    expect(told.map(({ name }) => name)).toEqual(['identities', 'setting']);
  });

  it('are none where the store cannot be read: what was told before counts no longer', async () => {
    const { worker, told } = workerThatListens();
    const caller = withHostAnchors(worker, () => Promise.reject(new SignetError('host', 'no answer')));
    await caller.call('readiness', draft);
    expect(told[0]).toEqual({ name: 'hostAnchors', request: [] });
  });
});
