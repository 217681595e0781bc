import {
  deliver,
  isUnconfirmed,
  sendSecure,
  type SendStep,
} from '../../../../addins/outlook/task-pane/compose/send-secure';
import { parseEntity, SignetError, utf8Bytes } from '../../../../shared/index';
import { type SendVerdict } from '../../../../addins/outlook/task-pane/compose/decide-send';
import { draftOf, fakeItem, fakePorts, type FakeItem, type FakePorts } from './fake-services';

const BOTH = { sign: true, encrypt: true };
const BOB = 'bob@signet.example';
const CAROL = 'carol@signet.example';
const REASON = {
  kind: 'refusal',
  code: 'certificate-missing',
  addresses: [BOB],
  source: { layer: 'administrator', rule: 'sealed' },
} as const;
const FIRST = '<first@signet.example>';
const network = new SignetError('host', 'broken', 'not-sent');

const send = (fake: FakeItem, ports: FakePorts, report: (step: SendStep) => void = () => undefined) =>
  sendSecure(fake.item, BOTH, ports.ports, report);

describe('a message that is sent', () => {
  it('goes out, and only then the draft is emptied and removed', async () => {
    const fake = fakeItem(draftOf({ to: [BOB] }));
    const ports = fakePorts();
    const steps: SendStep[] = [];
    expect(await send(fake, ports, (step) => steps.push(step))).toEqual({
      kind: 'sent',
      recipients: 1,
      draftLeft: false,
    });
    expect(steps).toEqual(['reading', 'protecting', 'sending', 'cleaning']);
    expect(fake.log).toEqual(['read', 'attempts', 'empty', 'draft-id']);
    expect(ports.removed).toEqual(['draft']);
  });

  it('has its Message-ID in the draft before anything leaves', async () => {
    const fake = fakeItem(draftOf({ to: [BOB] }), ['attempts']);
    const ports = fakePorts();
    await expect(send(fake, ports)).rejects.toMatchObject({ code: 'host' });
    expect(ports.sent).toHaveLength(0);
  });

  it('can be called off while it is read, however long that takes', async () => {
    const fake = fakeItem(draftOf({ to: [BOB] }));
    const never = { ...fake.item, reader: { ...fake.item.reader, read: () => new Promise<never>(() => undefined) } };
    const [called, ports] = [new AbortController(), fakePorts()];
    const sending = sendSecure(never, BOTH, ports.ports, () => called.abort(), { signal: called.signal });
    expect(await sending).toEqual({ kind: 'cancelled' });
    expect(ports.sent).toEqual([]);
  });

  it('says so where the draft could not be removed', async () => {
    for (const fault of ['empty', 'draft-id']) {
      const outcome = await send(fakeItem(draftOf({ to: [BOB] }), [fault]), fakePorts());
      expect(outcome).toMatchObject({ kind: 'sent', draftLeft: true });
    }
  });

  it('is addressed as the draft is, but for Bcc', async () => {
    const ports = fakePorts();
    await send(fakeItem(draftOf({ to: [BOB], cc: [CAROL], bcc: ['dan@signet.example'] })), ports);
    const [main, copy] = ports.sent;
    const header = parseEntity(main?.octets ?? utf8Bytes('')).header;
    expect(main?.recipients).toEqual([BOB, CAROL]);
    expect([header.first('to'), header.first('cc'), header.first('bcc')]).toEqual([BOB, CAROL, undefined]);
    expect(Buffer.from(main?.octets ?? []).toString()).not.toContain('dan@');
    const copied = parseEntity(copy?.octets ?? utf8Bytes('')).header;
    expect(copy?.recipients).toEqual(['dan@signet.example']);
    // What stands outside is the journey's to say: it is asked to name this reader alone.
    expect(copied.first('bcc')).toBeUndefined();
    expect(ports.requests[0]?.copies).toMatchObject([{ recipient: 'dan@signet.example', namesReaderOnly: true }]);
    expect(copied.first('references')).toBe('<new@signet.example>');
    expect(copy?.messageId).not.toBe(main?.messageId);
  });

  it('goes to blind copies alone where there is nobody else', async () => {
    const ports = fakePorts();
    await send(fakeItem(draftOf({ bcc: [BOB, CAROL] })), ports);
    expect(ports.sent.map(({ recipients }) => recipients)).toEqual([[BOB], [CAROL]]);
  });

  it('goes once to somebody who is named twice', async () => {
    const ports = fakePorts();
    await send(fakeItem(draftOf({ to: [BOB], bcc: [BOB.toUpperCase(), CAROL, CAROL] })), ports);
    expect(ports.sent.map(({ recipients }) => recipients)).toEqual([[BOB], [CAROL]]);
  });

  it('that is signed alone still names no blind copy to others', async () => {
    const entity = utf8Bytes('Content-Type: text/plain\r\n\r\nsigned');
    const ports = fakePorts(({ to, header = entity, copies = [] }) => ({
      kind: 'ready',
      main: { recipients: to, header, entity },
      bcc: copies.map((copy) => ({ ...copy, entity })),
    }));
    await send(fakeItem(draftOf({ to: [BOB], bcc: [CAROL] })), ports);
    expect(ports.sent.map(({ recipients }) => recipients)).toEqual([[BOB], [CAROL]]);
    expect(Buffer.from(ports.sent[0]?.octets ?? []).toString()).not.toContain(CAROL);
  });

  it('answers what the draft answers', async () => {
    const ports = fakePorts();
    await send(fakeItem(draftOf({ to: [BOB], inReplyTo: '<old@x>' })), ports);
    const { header } = parseEntity(ports.sent[0]?.octets ?? utf8Bytes(''));
    expect([header.first('in-reply-to'), header.first('references')]).toEqual(['<old@x>', '<old@x>']);
  });
});

describe('a message in which something changes while it is protected', () => {
  it.each([
    ['somebody was taken out', draftOf({ to: [BOB] }), BOTH],
    ['somebody went from Bcc to Cc', draftOf({ to: [BOB], cc: [CAROL] }), BOTH],
    ['less protection is asked for', draftOf({ to: [BOB], bcc: [CAROL] }), { sign: true, encrypt: false }],
    ['it is encrypted to some alone', draftOf({ to: [BOB], bcc: [CAROL] }), { ...BOTH, isSplit: true as const }],
  ])('does not leave: %s', async (_, now, protection) => {
    const { item, log } = fakeItem(draftOf({ to: [BOB], bcc: [CAROL] }));
    const ports = fakePorts();
    const changed = {
      ...item,
      reader: { ...item.reader, head: () => Promise.resolve(now) },
      headers: { ...item.headers, protection: () => Promise.resolve(protection) },
    };
    expect(await sendSecure(changed, BOTH, ports.ports, () => undefined)).toEqual({ kind: 'changed' });
    expect([ports.sent, log]).toEqual([[], ['read']]);
  });
});

describe('a message that is refused', () => {
  const refused = (fake: FakeItem, ports: FakePorts) => {
    expect(ports.sent).toHaveLength(0);
    expect(fake.log).toEqual(['read']);
  };

  it('names every reason, and leaves the draft as it is', async () => {
    const refusals = [{ code: 'no-identity' }, { code: 'recipient-certificate', address: BOB }] as const;
    const ports = fakePorts(() => ({ kind: 'refused', refusals }));
    const fake = fakeItem(draftOf({ to: [BOB], problems: [{ filename: 'x', code: 'cloud' }] }));
    expect(await send(fake, ports)).toEqual({
      kind: 'refused',
      refusals,
      problems: [{ filename: 'x', code: 'cloud' }],
    });
    refused(fake, ports);
  });

  it('because of an attachment that cannot be had is never sent without it', async () => {
    const ports = fakePorts();
    const fake = fakeItem(draftOf({ to: [BOB], problems: [{ filename: 'x', code: 'cloud' }] }));
    expect(await send(fake, ports)).toMatchObject({ kind: 'refused', problems: [{ code: 'cloud' }] });
    refused(fake, ports);
  });

  it('because it is too large, a blind copy counting too', async () => {
    for (const draft of [draftOf({ to: [BOB] }), draftOf({ bcc: [BOB] })]) {
      const ports = fakePorts(undefined, 100);
      const fake = fakeItem(draft);
      expect(await send(fake, ports)).toMatchObject({
        kind: 'refused',
        tooLarge: 100,
        prepared: [{ from: draft.from.address }],
      });
      refused(fake, ports);
    }
  });

  it.each<[string, SendVerdict]>([
    ['is not to be protected', { kind: 'plain' }],
    ['is not as it was shown', { kind: 'changed' }],
    ['leaves a question open', { kind: 'asked', questions: ['signer-missing'], refusals: [] }],
    ['breaks a rule', { kind: 'refused', reasons: [REASON], refusals: [] }],
  ])('is not protected, and the draft is as it was, where it %s', async (_, verdict) => {
    const fake = fakeItem(draftOf({ to: [BOB] }));
    const ports = fakePorts();
    const decide = (): Promise<SendVerdict> => Promise.resolve(verdict);
    expect(await sendSecure(fake.item, BOTH, { ...ports.ports, decide }, () => undefined)).toMatchObject(verdict);
    expect([ports.requests, ports.sent, fake.log]).toEqual([[], [], ['read']]);
  });

  it('is so where nobody knows what rules say', async () => {
    const fake = fakeItem(draftOf({ to: [BOB] }));
    const ports = fakePorts();
    const decide = (): Promise<SendVerdict> => Promise.reject(network);
    await expect(sendSecure(fake.item, BOTH, { ...ports.ports, decide }, () => undefined)).rejects.toBe(network);
    expect([ports.requests, ports.sent, fake.log]).toEqual([[], [], ['read']]);
  });
});

describe('a message that is called off', () => {
  const stopped = new SignetError('cancelled', 'called off');

  it('while it is being protected leaves the draft as it is and sends nothing', async () => {
    const fake = fakeItem(draftOf({ to: [BOB] }));
    const { ports, sent } = fakePorts();
    const stopping = { ...ports, protect: () => Promise.reject(stopped) };
    expect(await sendSecure(fake.item, BOTH, stopping, () => undefined)).toEqual({ kind: 'cancelled' });
    expect([fake.log, sent]).toEqual([['read'], []]);
  });

  it('at the last moment before it is sent is not sent', async () => {
    const fake = fakeItem(draftOf({ to: [BOB] }));
    const { ports, sent } = fakePorts();
    const signal = AbortSignal.abort();
    expect(await sendSecure(fake.item, BOTH, ports, () => undefined, { signal })).toEqual({ kind: 'cancelled' });
    expect([fake.log, sent]).toEqual([['read'], []]);
  });

  it('while the draft is compared is not sent', async () => {
    const fake = fakeItem(draftOf({ to: [BOB] }));
    const { ports, sent } = fakePorts();
    const controller = new AbortController();
    const head = (): ReturnType<typeof fake.item.reader.head> => {
      controller.abort();
      return fake.item.reader.head();
    };
    const item = { ...fake.item, reader: { ...fake.item.reader, head } };
    const { signal } = controller;
    expect(await sendSecure(item, BOTH, ports, () => undefined, { signal })).toEqual({ kind: 'cancelled' });
    expect([fake.log, sent]).toEqual([['read'], []]);
  });

  it('fails where something else went wrong', async () => {
    const { ports } = fakePorts();
    const broken = { ...ports, protect: () => Promise.reject(network) };
    await expect(sendSecure(fakeItem(draftOf({ to: [BOB] })).item, BOTH, broken, () => undefined)).rejects.toBe(
      network,
    );
  });
});

describe('where the mail system fails', () => {
  it('for the main message, no copy goes out and the draft stays', async () => {
    const fake = fakeItem(draftOf({ to: [BOB], bcc: [CAROL] }));
    const ports = fakePorts();
    ports.failing.set(BOB, network);
    const outcome = await send(fake, ports);
    expect(outcome).toMatchObject({ kind: 'failed', error: network });
    expect(outcome.kind === 'failed' && outcome.prepared).toHaveLength(2);
    expect(ports.sent).toHaveLength(0);
    expect(fake.log).not.toContain('empty');
  });

  it('for the first of the messages, none goes out, also where all are blind copies', async () => {
    const ports = fakePorts();
    ports.failing.set(BOB, network);
    const outcome = await send(fakeItem(draftOf({ bcc: [BOB, CAROL] })), ports);
    expect(outcome).toMatchObject({ kind: 'failed', error: network });
    expect(ports.sent).toHaveLength(0);
    // Of those that were missing each is tried.
    if (outcome.kind !== 'failed') throw new Error(outcome.kind);
    const { item } = fakeItem(draftOf({}));
    const after = await deliver(item, outcome.prepared, ports.ports, () => undefined);
    expect(after).toMatchObject({ kind: 'partly', missing: [{ bcc: BOB }] });
    expect(ports.sent.map(({ recipients }) => recipients)).toEqual([[CAROL]]);
  });

  it('for one copy, it names that one, and the draft stays until it is sent', async () => {
    const fake = fakeItem(draftOf({ to: [BOB], bcc: [CAROL, 'dan@signet.example'] }));
    const ports = fakePorts();
    ports.failing.set(CAROL, network);
    const outcome = await send(fake, ports);
    if (outcome.kind !== 'partly') throw new Error(outcome.kind);
    expect(outcome.missing.map(({ bcc }) => bcc)).toEqual([CAROL]);
    expect(fake.log).not.toContain('empty');
    ports.failing.clear();
    const after = await deliver(fake.item, outcome.missing, ports.ports, () => undefined);
    expect(after).toEqual({ kind: 'sent', recipients: 1, draftLeft: false });
    expect(ports.sent.map(({ recipients }) => recipients[0])).toEqual([BOB, 'dan@signet.example', CAROL]);
  });

  it('without an answer, it is unconfirmed', () => {
    expect(isUnconfirmed(new SignetError('host', 'x', 'unconfirmed'))).toBe(true);
    expect(isUnconfirmed(network)).toBe(false);
    expect(isUnconfirmed(new Error('x'))).toBe(false);
  });
});

describe('a second attempt', () => {
  const second = (values: Parameters<typeof draftOf>[0]) => {
    const fake = fakeItem(draftOf(values));
    fake.attempts = { messageId: FIRST, attempts: [] };
    return { fake, ports: fakePorts() };
  };

  it('sends under the same Message-ID where the first did not arrive', async () => {
    const { fake, ports } = second({ to: [BOB] });
    expect(await send(fake, ports)).toMatchObject({ kind: 'sent' });
    expect(ports.sent[0]?.messageId).toBe('<first@signet.example>');
  });

  it('sends nothing where everything arrived', async () => {
    const { fake, ports } = second({ to: [BOB] });
    ports.accepted.add('<first@signet.example>');
    expect(await send(fake, ports)).toEqual({ kind: 'sent-before' });
    expect(ports.sent).toHaveLength(0);
    expect(fake.log).not.toContain('empty');
  });

  it('names the copies that are missing, and sends none by itself', async () => {
    const { fake, ports } = second({ to: [BOB], bcc: [CAROL] });
    ports.accepted.add('<first@signet.example>');
    const outcome = await send(fake, ports);
    expect(outcome).toMatchObject({ kind: 'partly', missing: [{ bcc: CAROL }] });
    expect(ports.sent).toHaveLength(0);
  });

  it('sends nothing and hands nothing on where nobody can tell', async () => {
    const { fake, ports } = second({ to: [BOB] });
    const { transport } = ports.ports;
    const blind = { ...ports.ports, transport: { ...transport, wasAccepted: () => Promise.reject(network) } };
    expect(await sendSecure(fake.item, BOTH, blind, () => undefined)).toMatchObject({
      kind: 'failed',
      error: { code: 'host', subject: 'unconfirmed' },
      prepared: [],
    });
    expect(ports.sent).toHaveLength(0);
  });

  it('gives the same copy the same Message-ID again', async () => {
    const first = second({ to: [BOB], bcc: [CAROL] });
    await send(first.fake, first.ports);
    const again = second({ to: [BOB], bcc: ['dan@signet.example', CAROL] });
    for (const { messageId } of first.ports.sent) again.ports.accepted.add(messageId);
    expect(await send(again.fake, again.ports)).toMatchObject({
      kind: 'partly',
      missing: [{ bcc: 'dan@signet.example' }],
    });
  });

  it('remembers what it was made of, before the first message leaves', async () => {
    const fake = fakeItem(draftOf({ to: [BOB] }));
    const ports = fakePorts();
    ports.failing.set(BOB, network);
    expect(await send(fake, ports)).toMatchObject({ kind: 'failed' });
    const NEW = '<new@signet.example>';
    expect(fake.attempts).toMatchObject({ messageId: NEW, attempts: [{ first: NEW, from: 'alice@signet.example' }] });
  });

  describe('of what an earlier one has sent', () => {
    /** One attempt that was accepted, and then another with the same draft changed. */
    const twice = async (one: Parameters<typeof draftOf>[0], other: Parameters<typeof draftOf>[0]) => {
      const first = fakeItem(draftOf(one));
      const ports = fakePorts();
      expect(await send(first, ports)).toMatchObject({ kind: 'sent' });
      const again = fakeItem(draftOf(other));
      again.attempts = first.attempts;
      const before = ports.sent.length;
      return { outcome: await send(again, ports), sent: ports.sent.slice(before), log: again.log };
    };

    it.each([
      ['to somebody who had a blind copy', { bcc: [BOB] }, { to: [BOB] }],
      ['as a blind copy to somebody who had it', { to: [BOB] }, { bcc: [BOB] }],
      ['to somebody more', { to: [BOB] }, { to: [BOB, CAROL] }],
      ['to others', { to: [BOB] }, { to: [CAROL] }],
      ['to the same from another mailbox', { to: [BOB] }, { to: [BOB], from: 'team@signet.example' }],
    ])('sends nothing %s', async (_, one, other) => {
      const { outcome, sent, log } = await twice(one, other);
      expect([outcome, sent, log]).toEqual([{ kind: 'sent-otherwise' }, [], ['read']]);
    });

    it('knows a blind copy more, and the same again', async () => {
      expect((await twice({ to: [BOB] }, { to: [BOB], bcc: [CAROL] })).outcome).toMatchObject({
        kind: 'partly',
        missing: [{ bcc: CAROL }],
      });
      expect((await twice({ to: [BOB] }, { to: [BOB] })).outcome).toEqual({ kind: 'sent-before' });
    });

    it('asks the mailbox that it was from', async () => {
      const { fake, ports } = second({ to: [BOB] });
      fake.attempts = { messageId: FIRST, attempts: [{ first: FIRST, from: 'team@signet.example', plan: '01' }] };
      const asked: (string | undefined)[] = [];
      const transport = {
        ...ports.ports.transport,
        wasAccepted: (_: string, from?: string) => Promise.resolve(void asked.push(from)).then(() => false),
      };
      expect(await sendSecure(fake.item, BOTH, { ...ports.ports, transport }, () => undefined)).toMatchObject({
        kind: 'sent',
      });
      expect(asked[0]).toBe('team@signet.example');
      expect(fake.attempts.attempts).toHaveLength(2);
    });
  });
});
