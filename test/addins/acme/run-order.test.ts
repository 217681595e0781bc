import { type AcmeAnswer, type AcmeRequest } from '../../../addins/acme/network';
import { type AcmeOrder } from '../../../addins/acme/order';
import { createKeyStore } from '../../../addins/storage/key-store';
import { type Vault } from '../../../addins/storage/vault';
import { createWaitingKeys } from '../../../addins/storage/waiting-keys';
import { utf8Bytes } from '../../../shared/index';
import { openVault } from '../storage/closed-vaults';
import { createAcmeWorld, type AcmeWorld } from './world';

/** The first question that matches goes another way. */
function once(
  { host }: AcmeWorld,
  matches: (request: AcmeRequest) => boolean,
  otherwise: (ask: () => Promise<AcmeAnswer>) => Promise<AcmeAnswer>,
): void {
  const { network } = host;
  let isOver = false;
  const ask: typeof network.ask = (directory, request) => {
    if (isOver || !matches(request)) return network.ask(directory, request);
    isOver = true;
    return otherwise(() => network.ask(directory, request));
  };
  Object.assign(host, { network: { ask } });
}

const failing = (status: number, retryAfter?: string) => (): Promise<AcmeAnswer> =>
  Promise.resolve({
    response: {
      status,
      contentType: 'text/html',
      body: utf8Bytes('down'),
      ...(retryAfter !== undefined && { retryAfter }),
    },
  });
const keptOrder = async ({ ports }: AcmeWorld, id: string): Promise<AcmeOrder> =>
  (await ports.orders.all()).find((one) => (one as AcmeOrder).id === id) as AcmeOrder;

describe('an order goes on where it was', () => {
  it('where the answer to finalize was lost', async () => {
    const world = await createAcmeWorld();
    once(
      world,
      ({ url }) => url.includes('/finalize/'),
      async (ask) => {
        await ask();
        return { failure: 'no-answer' };
      },
    );
    const id = await world.begin();
    expect((await world.run(id)).task).toEqual({ kind: 'rest', problem: 'no-answer' });
    expect((await world.run(id)).order).toMatchObject({ step: 'done' });
    expect(world.server.log.filter((line) => line.includes('/finalize/'))).toHaveLength(1);
  });

  it('where the program ended between installing the certificate and noting that', async () => {
    const world = await createAcmeWorld();
    const { orders } = world.ports;
    const replace = orders.replace.bind(orders);
    let hasEnded = false;
    const ending: typeof replace = (name, state, isStill) => {
      if (hasEnded || (state as AcmeOrder).step !== 'done') return replace(name, state, isStill);
      hasEnded = true;
      return Promise.reject(new Error('the program ended'));
    };
    Object.assign(orders, { replace: ending });
    const id = await world.begin();
    await expect(world.run(id)).rejects.toThrow('the program ended');
    const [identity] = await world.ports.keyStore.identities();
    expect((await world.run(id)).order).toMatchObject({ step: 'done', identityId: identity?.id });
    expect(await world.ports.keyStore.identities()).toHaveLength(1);
  });

  it.each([
    '/directory',
    '/new-nonce',
    '/new-account',
    '/new-order',
    '/authz/',
    '/order/',
    '/finalize/',
    '/certificate/',
  ])('where a proxy said 502 for %s', async (place) => {
    const world = await createAcmeWorld();
    once(world, ({ url }) => url.includes(place), failing(502));
    const id = await world.begin();
    expect((await world.run(id)).task).toEqual({ kind: 'rest', problem: 'server-error' });
    expect((await world.run(id)).order).toMatchObject({ step: 'done' });
  });

  it.each(['/directory', '/new-nonce', '/certificate/'])(
    'by itself, where the server says when it will be back: %s',
    async (place) => {
      const world = await createAcmeWorld();
      once(world, ({ url }) => url.includes(place), failing(503, '5'));
      const { order } = await world.run(await world.begin());
      expect(order).toMatchObject({ step: 'done' });
      expect(order).not.toHaveProperty('problem');
    },
  );

  it('where the server broke, once it works again', async () => {
    const world = await createAcmeWorld();
    world.server.faults.add('server-error');
    const id = await world.begin();
    expect((await world.run(id)).order).toMatchObject({ step: 'account', problem: 'server-error' });
    world.server.faults.clear();
    expect((await world.run(id)).order).toMatchObject({ step: 'done' });
  });

  it('another time, where the server works on it without an end', async () => {
    const world = await createAcmeWorld();
    world.server.receive = () => Promise.resolve();
    const id = await world.begin();
    const begun = world.ports.clock.now().getTime();
    const { order, task } = await world.run(id);
    expect(task).toEqual({ kind: 'rest', problem: 'still-working' });
    expect(order).toMatchObject({ step: 'validation', problem: 'still-working' });
    expect(world.ports.clock.now().getTime() - begun).toBeLessThan(700_000);
  });
});

it('an order that stays `ready` however often it is finalized is left for another time', async () => {
  const world = await createAcmeWorld();
  const { network } = world.host;
  let finalized = 0;
  const ask: typeof network.ask = (directory, request) => {
    if (!request.url.includes('/finalize/')) return network.ask(directory, request);
    if (++finalized > 20) throw new Error('asked without an end');
    const { url: finalize } = request;
    const body = utf8Bytes(JSON.stringify({ status: 'ready', authorizations: [], finalize }));
    const response = { status: 200, contentType: 'application/json', retryAfter: '60', body };
    return Promise.resolve({ response });
  };
  Object.assign(world.host, { network: { ask } });
  const { order, task } = await world.run(await world.begin());
  expect(task).toEqual({ kind: 'rest', problem: 'still-working' });
  expect(order).toMatchObject({ step: 'status', problem: 'still-working' });
});

describe('an order in the hands of two pages', () => {
  it('goes on in one of them, and rests in the other', async () => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const ends = await Promise.all([world.run(id), world.run(id)]);
    const kept = await keptOrder(world, id);
    expect([kept.step, kept.problem]).toEqual(['done', undefined]);
    expect(ends.map(({ task }) => task)).toContainEqual({ kind: 'rest', problem: 'elsewhere' });
    expect(await world.ports.keyStore.identities()).toHaveLength(1);
  });

  it('takes nothing from who had it before', async () => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const round = (said: object) => world.handlers().acmeRound({ id, ...said }, {}) as Promise<{ turn: string }>;
    const { turn } = await round({});
    await round({});
    const before = await keptOrder(world, id);
    const answer = { kind: 'answer', answer: { failure: 'address-refused' } };
    expect(await round({ turn, result: answer })).toMatchObject({ task: { kind: 'rest', problem: 'elsewhere' } });
    expect(await keptOrder(world, id)).toEqual(before);
  });

  it('takes no answer from who has not taken it up', async () => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const answer = { kind: 'answer', answer: { failure: 'address-refused' } } as const;
    await world.handlers().acmeRound({ id, result: answer }, {});
    expect(await keptOrder(world, id)).toMatchObject({ step: 'directory' });
  });

  it('takes agreement to the terms that were shown and no others', async () => {
    const world = await createAcmeWorld({ terms: 'https://ca.signet.example/terms' });
    const id = await world.begin();
    await world.run(id);
    const other = await world.run(id, { kind: 'agreed', terms: 'https://ca.signet.example/others' });
    expect(other.task.kind).toBe('agree');
  });

  it('does not come back where one of them deletes it', async () => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const { network } = world.host;
    let isDeleted = false;
    const ask: typeof network.ask = async (...question) => {
      if (!isDeleted) await world.handlers().forgetOrder(id, {});
      isDeleted = true;
      return network.ask(...question);
    };
    Object.assign(world.host, { network: { ask } });
    await expect(world.run(id)).rejects.toMatchObject({ code: 'host', subject: 'not-found' });
    expect(await keptOrder(world, id)).toBeUndefined();
  });
});

describe('an order at an authority that is not offered any more', () => {
  it.each([{ directory: '' }, { directory: 'https://other.example/' }, { directory: 'no address' }])(
    'asks nobody: %j',
    async (policy) => {
      const world = await createAcmeWorld();
      const id = await world.begin();
      Object.assign(world.ports, { acmePolicy: policy });
      expect((await world.run(id)).task).toEqual({ kind: 'rest', problem: 'switched-off' });
      expect(world.server.log).toEqual([]);
    },
  );

  it('says that alone, and not what kept it before', async () => {
    const world = await createAcmeWorld();
    world.server.faults.add('rate-limited');
    const id = await world.begin();
    expect((await world.run(id)).order).toHaveProperty('wait');
    Object.assign(world.ports, { acmePolicy: { directory: '' } });
    const { order } = await world.run(id);
    expect(order).toMatchObject({ problem: 'switched-off' });
    expect(order).not.toHaveProperty('wait');
    expect(order).not.toHaveProperty('detail');
  });

  it('goes on when it is offered again', async () => {
    const world = await createAcmeWorld();
    const { acmePolicy } = world.ports;
    const id = await world.begin();
    Object.assign(world.ports, { acmePolicy: { directory: '' } });
    await world.run(id);
    Object.assign(world.ports, { acmePolicy });
    expect((await world.run(id)).order).toMatchObject({ step: 'done' });
  });
});

/** A world whose keys are under the passphrase "correct horse". */
async function lockableWorld(): Promise<{ readonly world: AcmeWorld; readonly vault: Vault }> {
  const world = await createAcmeWorld();
  const { clock } = world.ports;
  const derivation = { name: 'PBKDF2', hash: 'SHA-512', iterations: 1_000 } as const;
  const vault = openVault(world.database, { clock, derivation });
  Object.assign(world.ports, {
    keyStore: createKeyStore(world.database, clock, vault),
    waitingKeys: createWaitingKeys(world.database, vault, clock),
  });
  await vault.setPassphrase({ next: 'correct horse' });
  return { world, vault };
}

it('an order whose keys are locked while its mail goes out does not send it again', async () => {
  const { world, vault } = await lockableWorld();
  const { mailbox } = world.host;
  const send: typeof mailbox.send = async (mail) => {
    await mailbox.send(mail);
    await vault.lock();
  };
  Object.assign(world.host, { mailbox: { ...mailbox, send } });
  const id = await world.begin();
  await expect(world.run(id)).rejects.toMatchObject({ code: 'locked' });
  expect(await keptOrder(world, id)).toMatchObject({ step: 'answer' });
  await vault.unlock('correct horse');
  expect((await world.run(id)).order).toMatchObject({ step: 'done' });
  expect(world.sent).toBe(1);
});

it('an order that a server never finishes does not keep the keys unlocked', async () => {
  const { world, vault } = await lockableWorld();
  const { clock } = world.ports;
  await vault.setUnlockTime(1);
  world.server.receive = () => Promise.resolve();
  const id = await world.begin();
  const begun = clock.now().getTime();
  await expect(world.run(id)).rejects.toMatchObject({ code: 'locked' });
  expect(clock.now().getTime() - begun).toBeLessThan(90_000);
});
