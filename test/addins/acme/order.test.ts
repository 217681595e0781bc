import { type DueRenewal } from '../../../addins/acme/orders';
import { type AcmeResult, type AcmeRound, type AcmeTurn } from '../../../addins/acme/tasks';
import { equal, latin1Text, parseCertificate } from '../../../shared/index';
import { EC_SECRET } from './ec-secret';
import { ADDRESS, createAcmeWorld, type AcmeWorld } from './world';

const identitiesOf = async ({ ports }: AcmeWorld) =>
  (await ports.keyStore.identities()).map(({ certificate }) => parseCertificate(certificate));

describe('an order at a certification authority', () => {
  it.each(['smime', 'dkim'] as const)(
    'brings an identity, from nothing to the end (mail by %s)',
    async (authenticity) => {
      const world = await createAcmeWorld({ authenticity }, { mailServer: 'mx.signet.example' });
      const end = await world.run(await world.begin());
      expect(world.server.responseFaults).toEqual([]);
      expect(end.task).toEqual({ kind: 'end' });
      expect(end.order).toMatchObject({ step: 'done', address: ADDRESS });
      const [identity, ...more] = await identitiesOf(world);
      expect(more).toEqual([]);
      expect(identity?.addresses).toEqual([ADDRESS]);
      expect(end.order.identityId).toBe((await world.ports.keyStore.identities())[0]?.id);
      expect(world.sent).toBe(1);
      const path = world.server.log.map((line) => line.replace(/[0-9a-f]{16}$/, 'N'));
      expect([...new Set(path)]).toEqual([
        'GET /directory',
        'HEAD /new-nonce',
        'POST /new-account',
        'POST /new-order',
        'POST /authz/N',
        'POST /challenge/N',
        'POST /order/N',
        'POST /finalize/N',
        'POST /certificate/N',
      ]);
    },
  );

  it('uses the account again, and a new key for each certificate', async () => {
    const world = await createAcmeWorld();
    await world.run(await world.begin());
    await world.run(await world.begin());
    expect(world.server.log.filter((line) => line === 'POST /new-account')).toHaveLength(1);
    const [first, second] = await identitiesOf(world);
    expect(first && second && equal(first.publicKey.spki, second.publicKey.spki)).toBe(false);
    expect((await world.ports.waitingKeys.all()).map(({ purpose }) => purpose)).toEqual(['acme-account']);
  });

  it('never takes the challenge of another order for its own, while its own has not come', async () => {
    const world = await createAcmeWorld();
    await world.run(await world.begin());
    const { mailbox } = world.host;
    let looks = 0;
    const find: typeof mailbox.find = async (...search) => {
      const found = await mailbox.find(...search);
      return ++looks < 3 ? found.slice(-1) : found;
    };
    Object.assign(world.host, { mailbox: { ...mailbox, find } });
    expect((await world.run(await world.begin())).order.step).toBe('done');
    expect([looks, world.sent, world.server.responseFaults]).toEqual([3, 2, []]);
  });

  it('answers to Reply-To where the challenge has one', async () => {
    const world = await createAcmeWorld({ replyTo: 'answers@ca.signet.example' });
    const { order } = await world.run(await world.begin());
    expect([order.step, world.server.responseFaults]).toEqual(['done', []]);
  });

  it('waits for a person to agree to terms, and goes on then', async () => {
    const world = await createAcmeWorld({ terms: 'https://ca.signet.example/terms' });
    const id = await world.begin();
    const end = await world.run(id);
    expect(end.task).toEqual({ kind: 'agree', terms: 'https://ca.signet.example/terms' });
    expect(world.server.log).toEqual(['GET /directory']);
    expect((await world.run(id)).task.kind).toBe('agree');
    const agreed = await world.run(id, { kind: 'agreed', terms: 'https://ca.signet.example/terms' });
    expect(agreed.order.step).toBe('done');
    expect((await world.run(await world.begin())).order.step).toBe('done');
  });

  const external = { kid: 'customer-1', key: Buffer.alloc(32, 7).toString('base64url') };

  it('ties its account to a customer, by policy', async () => {
    const world = await createAcmeWorld({ externalAccount: external }, { externalAccount: external });
    expect((await world.run(await world.begin())).order.step).toBe('done');
  });

  it('asks a person for the customer account, uses it once and keeps it nowhere', async () => {
    const world = await createAcmeWorld({ externalAccount: external });
    const id = await world.begin();
    const handlers = world.handlers();
    Object.assign(world, { handlers: () => handlers });
    expect((await world.run(id)).task).toEqual({ kind: 'bind' });
    await handlers.bindAccount({ id, external }, {});
    expect((await world.run(id)).order.step).toBe('done');
    const kept = await world.database.run(async (db) => [
      ...(await db.getAll('orders')),
      ...(await db.getAll('settings')),
    ]);
    expect(JSON.stringify(kept)).not.toContain(external.key);
    expect(JSON.stringify(kept)).not.toContain(external.kid);
  });

  it('asks a person again where the key of the customer account is none', async () => {
    const world = await createAcmeWorld({ externalAccount: external });
    const handlers = world.handlers();
    Object.assign(world, { handlers: () => handlers });
    const id = await world.begin();
    await world.run(id);
    await handlers.bindAccount({ id, external: { ...external, key: 'not base64!' } }, {});
    const end = await world.run(id);
    expect([end.task, end.order.problem]).toEqual([{ kind: 'bind' }, 'external-key']);
    await handlers.bindAccount({ id, external }, {});
    expect((await world.run(id)).order.step).toBe('done');
  });

  it('says that the customer account does not hold', async () => {
    const wrong = { ...external, key: Buffer.alloc(32, 8).toString('base64url') };
    const world = await createAcmeWorld({ externalAccount: external }, { externalAccount: wrong });
    expect((await world.run(await world.begin())).order).toMatchObject({ step: 'failed', problem: 'unauthorized' });
  });

  it('survives a restart at each of its steps: what was to be done then is asked for again', async () => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const { network, mailbox } = world.host;
    const ask = (said: AcmeTurn = {}) =>
      // Each round has handlers of its own, as after a restart.
      world.handlers().acmeRound({ id, ...said }, {}) as Promise<AcmeRound>;
    const doTask = async ({ task }: AcmeRound): Promise<AcmeResult | undefined> => {
      if (task.kind === 'ask') return { kind: 'answer', answer: await network.ask(task.directory, task.request) };
      if (task.kind === 'find-mail') {
        const found = await mailbox.find(task, 9);
        return { kind: 'mails', messages: await Promise.all(found.map((mail) => mailbox.read(mail))) };
      }
      if (task.kind === 'send-mail') return mailbox.send(task.mail).then(() => ({ kind: 'sent' }));
      world.pass(2_000);
      return undefined;
    };
    const lost = new Set<string>();
    let round = await ask();
    while (round.task.kind !== 'end') {
      const name = `${round.order.step} ${round.task.kind}`;
      // The first time, the page dies with its task in hand.
      const isDone = lost.has(name);
      lost.add(name);
      const result = isDone ? await doTask(round) : undefined;
      round = await ask(isDone ? { turn: round.turn, ...(result && { result }) } : {});
    }
    expect(round.order.step).toBe('done');
    expect(lost.size).toBeGreaterThan(10);
    expect(await identitiesOf(world)).toHaveLength(1);
    expect(world.server.responseFaults).toEqual([]);
  });

  it('has no key in the clear in any store, at any time', async () => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const secrets = new Set<string>();
    for (const { id: key } of await world.ports.waitingKeys.all()) {
      secrets.add(await world.ports.waitingKeys.withPrivateKey(key, (octets) => Promise.resolve(EC_SECRET(octets))));
    }
    expect(secrets.size).toBe(2);
    const search = async (): Promise<void> => {
      const stores = await world.database.run(async (db) => {
        const all = [...db.objectStoreNames].filter((name) => name !== 'deviceKeys');
        return Promise.all(all.map((name) => db.getAll(name)));
      });
      const text = latin1Text(
        Buffer.from(
          JSON.stringify(stores, (_, value: unknown) => (value instanceof Uint8Array ? latin1Text(value) : value)),
          'latin1',
        ),
      );
      for (const secret of secrets) expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    };
    await search();
    await world.run(id);
    await search();
  });

  it('deletes its keys with it where neither certificate nor account came', async () => {
    const world = await createAcmeWorld();
    await world.handlers().forgetOrder(await world.begin(), {});
    expect(await world.handlers().acmeOrders(undefined, {})).toEqual([]);
    expect(await world.ports.waitingKeys.all()).toEqual([]);
  });

  it('leaves the key of its account where there is one', async () => {
    const world = await createAcmeWorld();
    world.server.faults.add('address-rejected');
    const { order } = await world.run(await world.begin());
    await world.handlers().forgetOrder(order.id, {});
    expect((await world.ports.waitingKeys.all()).map(({ purpose }) => purpose)).toEqual(['acme-account']);
  });

  it.each(['account', 'response'])('ends where the key of its account is gone: %s', async (step) => {
    const world = await createAcmeWorld();
    const { mailbox } = world.host;
    const removeKey = async (): Promise<void> => {
      const account = (await world.ports.waitingKeys.all()).find(({ purpose }) => purpose === 'acme-account');
      await world.ports.waitingKeys.remove(account?.id ?? '');
    };
    const find: typeof mailbox.find = async (...search) => {
      await removeKey();
      return mailbox.find(...search);
    };
    if (step === 'response') Object.assign(world.host, { mailbox: { ...mailbox, find } });
    const id = await world.begin();
    if (step === 'account') await removeKey();
    expect((await world.run(id)).order).toMatchObject({ step: 'failed', problem: 'account-refused' });
  });

  it('is off where no server is named, and refuses one that is not https', async () => {
    for (const directory of ['', 'http://ca.signet.example/directory', 'https://me:secret@ca.signet.example/']) {
      const world = await createAcmeWorld({}, { directory });
      await expect(world.begin()).rejects.toMatchObject({ code: 'request-field', subject: 'server' });
      expect(await world.ports.waitingKeys.all()).toEqual([]);
    }
  });
});

describe('a renewal', () => {
  const DAY = 86_400_000;

  it('is due from 30 days before the end, brings a new key, and leaves the old one', async () => {
    const world = await createAcmeWorld();
    const first = await world.run(await world.begin());
    const due = () => world.handlers().dueRenewals(undefined, {});
    expect(await due()).toEqual([]);
    world.pass(59 * DAY);
    expect(await due()).toEqual([]);
    world.pass(2 * DAY);
    expect(await due()).toMatchObject([{ identityId: first.order.identityId, address: ADDRESS, keyKind: 'ec-p256' }]);
    const id = await world.begin('ec-p256', first.order.identityId);
    expect(await due()).toEqual([]);
    expect((await world.run(id)).order).toMatchObject({ step: 'done', renews: first.order.identityId });
    const identities = await identitiesOf(world);
    expect(identities).toHaveLength(2);
    expect(identities[1] && identities[0] && identities[1].notAfter > identities[0].notAfter).toBe(true);
    expect(await due()).toEqual([]);
  });

  it('is due again after it failed, and not for an identity that was removed', async () => {
    const world = await createAcmeWorld();
    const { order } = await world.run(await world.begin());
    world.pass(61 * DAY);
    world.server.faults.add('address-rejected');
    const failed = await world.run(await world.begin('ec-p256', order.identityId));
    expect(failed.order.step).toBe('failed');
    expect(await world.handlers().dueRenewals(undefined, {})).toMatchObject([{ isHeldBack: true }]);
    await world.ports.keyStore.remove(order.identityId ?? '');
    expect(await world.handlers().dueRenewals(undefined, {})).toEqual([]);
  });

  it('is held back after each failure for longer, and what failed before goes with its key', async () => {
    const world = await createAcmeWorld({ days: 20 });
    const { order } = await world.run(await world.begin());
    world.server.faults.add('address-rejected');
    const held: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      await world.run(await world.begin('ec-p256', order.identityId));
      for (held.push(0); ; held[attempt] = (held[attempt] ?? 0) + 1) {
        const [due] = (await world.handlers().dueRenewals(undefined, {})) as readonly DueRenewal[];
        if (due?.isHeldBack === false) break;
        world.pass(DAY + 1);
      }
    }
    expect(held).toEqual([1, 2, 4, 7, 7]);
    const keys = await world.ports.waitingKeys.all();
    expect(keys.filter(({ purpose }) => purpose === 'acme-order')).toHaveLength(1);
    expect(await world.handlers().acmeOrders(undefined, {})).toHaveLength(2);
  });
});
