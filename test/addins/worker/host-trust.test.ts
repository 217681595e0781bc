import { type HostTrust } from '../../../addins/storage/index';
import { withHostTrust } from '../../../addins/worker/host-trust';
import { type CoreCalls } from '../../../addins/worker/core-calls';
import { type Caller } from '../../../addins/worker/worker-client';
import { asDer, SignetError } from '../../../shared/index';

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

describe('what the host’s own store says', () => {
  it('is told to the worker before each call that depends on trust, as they stand then', async () => {
    const { worker, told } = workerThatListens();
    const first: HostTrust = { authorities: [asDer(Uint8Array.of(1))], untrusted: ['aa'] };
    const none: HostTrust = { authorities: [], untrusted: [] };
    let says = first;
    const caller = withHostTrust(worker, () => Promise.resolve(says));
    const message = { serial: 1, message: new Blob() };
    await caller.call('open', message);
    says = none;
    await caller.call('readiness', draft);
    expect(told).toEqual([
      { name: 'hostTrust', request: first },
      { name: 'open', request: message },
      { name: 'hostTrust', request: none },
      { name: 'readiness', request: draft },
    ]);
  });

  it('is not looked for where nobody asks whom to trust', async () => {
    const { worker, told } = workerThatListens();
    const caller = withHostTrust(worker, () => Promise.reject(new Error('must not be asked')));
    await caller.call('identities', undefined);
    await caller.call('setting', 'x');
    expect(told.map(({ name }) => name)).toEqual(['identities', 'setting']);
  });

  it('is unknown where the store cannot be read, and the worker is told that', async () => {
    const { worker, told } = workerThatListens();
    const caller = withHostTrust(worker, () => Promise.reject(new SignetError('host', 'no answer')));
    await caller.call('readiness', draft);
    expect(told[0]).toEqual({ name: 'hostTrust', request: undefined });
  });
});
