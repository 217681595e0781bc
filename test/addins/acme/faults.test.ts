import { type AcmeProblem } from '../../../addins/acme/failure';
import { utf8Bytes, type Bytes } from '../../../shared/index';
import { type AcmeFault } from '../../support/acme/acme-server';
import { ADDRESS, createAcmeWorld } from './world';

const FATAL: readonly (readonly [AcmeFault, AcmeProblem])[] = [
  ['bad-nonce-always', 'bad-nonce'],
  ['address-rejected', 'address-rejected'],
  ['no-mail-challenge', 'no-mail-challenge'],
  ['response-refused', 'response-incorrect'],
  ['request-refused', 'request-rejected'],
  ['order-invalid', 'order-invalid'],
  ['other-key', 'certificate-mismatch'],
  ['other-address', 'certificate-mismatch'],
  ['elsewhere', 'address-refused'],
  ['account-unknown', 'account-refused'],
  ['challenge-expired', 'challenge-expired'],
];

/** Challenge mails that are none: the order goes on waiting and says what it passed over. */
const PASSED_OVER: readonly (readonly [AcmeFault, AcmeProblem])[] = [
  ['mail-wrong-sender', 'mail-wrong-sender'],
  ['mail-wrong-recipient', 'mail-wrong-recipient'],
  ['mail-not-automatic', 'mail-not-automatic'],
  ['mail-without-token', 'mail-without-token'],
];

/** As the challenge of the order is, but for its token, which nobody else knows, and for its signature. */
function forgery(from: string): Bytes {
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  const fields = [
    `From: ${from}`,
    `To: ${ADDRESS}`,
    `Subject: ACME: ${token}`,
    'Auto-Submitted: auto-generated; type=acme',
    `Message-ID: <${token}@ca.example>`,
  ];
  return utf8Bytes(`${fields.join('\r\n')}\r\n\r\nx\r\n`);
}

describe('an order that cannot be', () => {
  it.each(FATAL)('%s ends it as "%s", and nothing is installed', async (fault, problem) => {
    const world = await createAcmeWorld();
    world.server.faults.add(fault);
    const { order, task } = await world.run(await world.begin());
    expect(task).toEqual({ kind: 'end' });
    expect(order).toMatchObject({ step: 'failed', problem });
    expect(await world.ports.keyStore.identities()).toEqual([]);
    const again = await world.run(order.id);
    expect(again.order).toMatchObject({ step: 'failed', problem });
  });

  it('carries what the server said, cut short', async () => {
    const world = await createAcmeWorld();
    world.server.faults.add('address-rejected');
    const { order } = await world.run(await world.begin());
    expect(order.detail).toBe('no certificates for this domain');
  });

  it('begins anew with another account where the server does not know the old one', async () => {
    const world = await createAcmeWorld();
    world.server.faults.add('account-unknown');
    await world.run(await world.begin());
    expect((await world.run(await world.begin())).order.step).toBe('done');
  });

  it.each(PASSED_OVER)('%s is passed over as "%s" until the challenge ends', async (fault, problem) => {
    const world = await createAcmeWorld();
    world.server.faults.add(fault);
    const id = await world.begin();
    const { order, task } = await world.run(id);
    expect(task).toEqual({ kind: 'rest', problem: 'mail-missing' });
    expect(order).toMatchObject({ step: 'mail', passedOver: [problem] });
    world.pass(86_400_000);
    expect((await world.run(id)).order).toMatchObject({ step: 'failed', problem: 'challenge-expired' });
    expect(world.sent).toBe(0);
  });

  it('goes on where the mail comes late', async () => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const { mailbox } = world.host;
    Object.assign(world.host, { mailbox: { ...mailbox, find: () => Promise.resolve([]) } });
    expect((await world.run(id)).task).toEqual({ kind: 'rest', problem: 'mail-missing' });
    Object.assign(world.host, { mailbox });
    expect((await world.run(id)).order.step).toBe('done');
  });

  it.each(['none', 'dkim', 'dkim-partial'] as const)(
    'does not answer a mail that nothing shows to be authentic: %s',
    async (authenticity) => {
      const mailServer = authenticity === 'dkim-partial' ? 'mx.signet.example' : '';
      const world = await createAcmeWorld({ authenticity }, { mailServer });
      const { order } = await world.run(await world.begin());
      expect(order).toMatchObject({ step: 'mail', passedOver: ['mail-not-authentic'] });
      expect(world.sent).toBe(0);
    },
  );

  it('finds the right mail among forgeries in its name, however many came before and keep coming', async () => {
    const world = await createAcmeWorld();
    const forge = (count: number): void => {
      for (let i = 0; i < count; i++) world.inbox.unshift(forgery(world.server.from));
    };
    const { mailbox } = world.host;
    const read: string[] = [];
    forge(30);
    Object.assign(world.host, {
      mailbox: {
        ...mailbox,
        find: (...search: Parameters<typeof mailbox.find>) => {
          forge(30);
          return mailbox.find(...search);
        },
        read: (mail: Parameters<typeof mailbox.read>[0]) => {
          read.push(mail.id);
          return mailbox.read(mail);
        },
      },
    });
    const { order } = await world.run(await world.begin());
    expect([order.step, world.sent, world.server.responseFaults]).toEqual(['done', 1, []]);
    // 30 lie before it, of which ten are looked at each time, beside the ten newest.
    expect(read).toHaveLength(80);
  });

  it('does not answer a mail whose signer is not trusted', async () => {
    const world = await createAcmeWorld();
    Object.assign(world.ports, { trustStore: { ...world.ports.trustStore, anchors: () => Promise.resolve([]) } });
    const { order } = await world.run(await world.begin());
    expect(order).toMatchObject({ step: 'mail', passedOver: ['mail-not-authentic'] });
  });
});

describe('an order that has to wait', () => {
  it('tries again with the nonce that came with the refusal', async () => {
    const world = await createAcmeWorld();
    world.server.faults.add('bad-nonce-once');
    expect((await world.run(await world.begin())).order.step).toBe('done');
    expect(world.server.log.filter((line) => line === 'POST /new-account')).toHaveLength(2);
    expect(world.server.log.filter((line) => line === 'HEAD /new-nonce')).toHaveLength(1);
  });

  it('rests as long as the server says, and goes on after that', async () => {
    const world = await createAcmeWorld();
    world.server.faults.add('rate-limited');
    const id = await world.begin();
    const { order, task } = await world.run(id);
    expect(task).toEqual({ kind: 'rest', problem: 'rate-limited' });
    const wait = (order.wait?.getTime() ?? 0) - world.ports.clock.now().getTime();
    expect(wait).toBeGreaterThan(3_500_000);
    expect(wait).toBeLessThanOrEqual(3_600_000);
    const asked = world.server.log.length;
    expect((await world.run(id)).task.kind).toBe('rest');
    expect(world.server.log).toHaveLength(asked);
    world.server.faults.clear();
    world.pass(3_600_001);
    expect((await world.run(id)).order.step).toBe('done');
  });

  it.each([
    ['no answer', 'no-answer', () => Promise.reject(new TypeError('no route'))],
    ['a redirect', 'no-answer', () => Promise.reject(new TypeError('redirect'))],
    [
      'a flood',
      'too-large',
      () =>
        Promise.resolve(
          new Response(new Uint8Array((1 << 20) + 1), { headers: { 'content-type': 'application/json' } }),
        ),
    ],
  ] as const)('rests after %s and can be taken up again', async (_, problem, fetch) => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const { createAcmeNetwork } = await import('../../../addins/acme/network');
    const good = world.host.network;
    Object.assign(world.host, { network: createAcmeNetwork({ fetch }) });
    expect((await world.run(id)).task).toEqual({ kind: 'rest', problem });
    Object.assign(world.host, { network: good });
    expect((await world.run(id)).order.step).toBe('done');
  });

  it('sends its response again where it did not go out, under the same Message-ID', async () => {
    const world = await createAcmeWorld();
    const id = await world.begin();
    const { mailbox } = world.host;
    const ids: string[] = [];
    Object.assign(world.host, {
      mailbox: {
        ...mailbox,
        send: (mail: { messageId: string }) => {
          ids.push(mail.messageId);
          return Promise.reject(new Error('no server'));
        },
      },
    });
    expect((await world.run(id)).task).toEqual({ kind: 'rest', problem: 'mail-not-sent' });
    Object.assign(world.host, {
      mailbox: {
        ...mailbox,
        send: (mail: Parameters<typeof mailbox.send>[0]) => {
          ids.push(mail.messageId);
          return mailbox.send(mail);
        },
      },
    });
    expect((await world.run(id)).order.step).toBe('done');
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('says that the mailbox cannot be read', async () => {
    const world = await createAcmeWorld();
    const mailbox = { ...world.host.mailbox, find: () => Promise.reject(new Error('offline')) };
    Object.assign(world.host, { mailbox });
    expect((await world.run(await world.begin())).task).toEqual({ kind: 'rest', problem: 'mail-not-read' });
  });
});
