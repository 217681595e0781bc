import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { MessageSender } from '../../../addins/thunderbird/background/send-messages';
import { type Draft } from '../../../addins/thunderbird/host/compose-tabs';
import { type Outbox } from '../../../addins/thunderbird/host/outbox';
import { takeRefusedTexts } from '../../../addins/thunderbird/refused-texts';
import { agreeToQuote, isQuoteAsked } from '../../../addins/thunderbird/quote-agreement';
import { agree, openQuestion } from '../../../addins/thunderbird/reply-agreement';
import { useStrings } from '../../../addins/ui/index';
import { createCore } from '../../../addins/worker/core';
import { type CoreCalls } from '../../../addins/worker/core-calls';
import { WorkerClient } from '../../../addins/worker/worker-client';
import { latin1Text, parseEntity, SignetError, type Work } from '../../../shared/index';

import {
  DRAFT,
  type FakeTabs,
  LET_GO,
  LISTS,
  NO_OUTBOX,
  PGP_ENCRYPTS,
  PGP_SIGNS,
  type World,
  answered,
  createWorld,
  entity,
  fakeTabs,
} from './send-world';

describe('before Thunderbird builds a message', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  async function mayGo(state: Partial<FakeTabs>, draft: Partial<Draft> = {}): Promise<[boolean, FakeTabs]> {
    const full: FakeTabs = { shown: 0, ...state };
    const sender = new MessageSender(
      { compose: fakeTabs(full), outbox: NO_OUTBOX, lists: LISTS },
      world.ports,
      'en',
      answered,
      LET_GO,
    );
    return [await sender.mayGo(1, 1, { ...DRAFT, ...draft }), full];
  }

  it('signs by default where there is an identity for the sender, and holds the window to it', async () => {
    const [goes, state] = await mayGo({}, { to: 'dan@signet.example' });
    expect([goes, state.protection]).toEqual([true, { sign: true, encrypt: false, isHeld: true }]);
  });

  it('lets what the user chooses meanwhile stand', async () => {
    const chosen = { sign: true, encrypt: true };
    const beforeHold = (state: FakeTabs): void => void (state.protection = chosen);
    const [goes, state] = await mayGo({ beforeHold }, { to: 'dan@signet.example' });
    expect([goes, state.protection]).toEqual([false, chosen]);
  });

  it('still encrypts by itself what could not be before, though a try to send was held to less', async () => {
    const [, { protection }] = await mayGo({}, { cc: 'dan@signet.example' });
    const [goes, state] = await mayGo({ ...(protection && { protection }) });
    expect([goes, state.protection]).toEqual([true, { sign: true, encrypt: true, isHeld: true }]);
  });

  it('is known for what it was held to, until Send is pressed anew', async () => {
    const hosts = { compose: fakeTabs({ shown: 0 }), outbox: NO_OUTBOX, lists: LISTS };
    const sender = new MessageSender(hosts, world.ports, 'en', answered, LET_GO);
    expect(sender.heldTo(1)).toBeUndefined();
    expect(await sender.mayGo(1, 1, DRAFT)).toBe(true);
    expect(sender.heldTo(1)).toMatchObject({ sign: true, encrypt: true });
    const broken = sender.mayGo(1, 1, { ...DRAFT, from: 'nobody@signet.example' });
    expect(sender.heldTo(1)).toBeUndefined();
    await broken;
  });

  it('waits for somebody to be in it before it encrypts by itself', async () => {
    const state: FakeTabs = { shown: 0 };
    const compose = {
      ...fakeTabs(state),
      draft: () => Promise.resolve({ ...DRAFT, to: '' }),
      label: () => Promise.resolve(),
    };
    const hosts = { compose, outbox: NO_OUTBOX, lists: LISTS };
    await new MessageSender(hosts, world.ports, 'en', answered, LET_GO).showDefault(1);
    expect(state.protection).toBeUndefined();
  });

  it('labels the button by how the window stands, also where an earlier look takes longer', async () => {
    const labels: string[] = [];
    const drafts: ((draft: Draft) => void)[] = [];
    const compose = {
      ...fakeTabs({ shown: 0, protection: { sign: true, encrypt: false } }),
      draft: () => new Promise<Draft>((resolve) => drafts.push(resolve)),
      label: (_tab: number, title: string) => Promise.resolve(void labels.push(title)),
    };
    const sender = new MessageSender({ compose, outbox: NO_OUTBOX, lists: LISTS }, world.ports, 'en', answered, LET_GO);
    const looks = [sender.showDefault(1), sender.showDefault(1)];
    while (drafts.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    drafts[1]?.(DRAFT);
    await looks[1];
    drafts[0]?.(DRAFT);
    await looks[0];
    expect(labels).toHaveLength(1);
  });

  it('asks nothing of a sender without an identity', async () => {
    const [goes, state] = await mayGo({}, { from: 'other@signet.example' });
    expect([goes, state.protection]).toEqual([true, undefined]);
  });

  it('refuses where a recipient has no certificate, keeps the reason, and shows it', async () => {
    const [goes, state] = await mayGo({ protection: { sign: true, encrypt: true } }, { cc: 'dan@signet.example' });
    expect(goes).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(state.shown).toBe(1);
    expect((await takeRefusedTexts(1)).join()).toContain('dan@signet.example');
    expect(await takeRefusedTexts(1)).toEqual([]);
  });

  it('refuses whatever goes wrong, and never rejects', async () => {
    expect((await mayGo({ fails: true }))[0]).toBe(false);
    expect((await mayGo({ protection: { sign: true, encrypt: false } }, { from: '' }))[0]).toBe(false);
    expect((await mayGo({ protection: { sign: true, encrypt: false }, missing: ['createMessageFile'] }))[0]).toBe(
      false,
    );
  });

  it('holds an answer that goes elsewhere until the user agreed, whatever protects it', async () => {
    const draft = { to: 'bob@other.example' };
    for (const state of [{}, { openPgp: PGP_ENCRYPTS }, { protection: { sign: false, encrypt: false } }]) {
      expect((await mayGo({ ...state, answered: 7 }, draft))[0]).toBe(false);
    }
    const question = await openQuestion(1);
    expect(question).toEqual({ from: 'bob@signet.example', addresses: ['bob@other.example'] });
    if (question) await agree(1, question);
    expect((await mayGo({ answered: 7 }, draft))[0]).toBe(true);
  });

  it('holds an answer back where its message cannot be found or opened, or what was asked cannot be kept', async () => {
    expect((await mayGo({ isMute: true }, { to: 'bob@third.example' }))[0]).toBe(false);
    expect((await mayGo({ answered: 8 }, { to: 'bob@third.example' }))[0]).toBe(false);
    const keep = jest.spyOn(fakeBrowser.storage.session, 'set').mockRejectedValue(new Error('full'));
    expect((await mayGo({ answered: 8 }, { to: 'bob@third.example' }))[0]).toBe(false);
    keep.mockRestore();
  });

  it('stays out where OpenPGP was chosen', async () => {
    expect((await mayGo({ openPgp: PGP_ENCRYPTS, protection: { sign: true, encrypt: true } }))[0]).toBe(true);
  });

  it('holds back what it was to encrypt and OpenPGP would only sign', async () => {
    const encrypt = { protection: { sign: true, encrypt: true } };
    expect((await mayGo({ ...encrypt, openPgp: PGP_SIGNS }))[0]).toBe(false);
    expect((await takeRefusedTexts(1)).join()).toContain('OpenPGP');
    expect((await mayGo({ openPgp: PGP_SIGNS }))[0]).toBe(true);
  });

  it('asks about text of an encrypted message that OpenPGP would only sign', async () => {
    expect((await mayGo({ openPgp: PGP_SIGNS, forwarded: 9 }))[0]).toBe(false);
    expect((await mayGo({ openPgp: PGP_ENCRYPTS, forwarded: 9 }))[0]).toBe(true);
  });

  it('looks at the members of a list, and leaves a name that is no list to Thunderbird, which says what it is', async () => {
    const encrypt = { protection: { sign: false, encrypt: true } };
    expect((await mayGo(encrypt, { to: 'Friends <Friends>' }))[0]).toBe(false);
    expect((await takeRefusedTexts(1)).join()).toContain('carol@signet.example');
    expect((await mayGo(encrypt, { to: 'Strangers' }))[0]).toBe(true);
  });

  it('encrypts by itself what everybody in it can read, and holds to it when somebody comes who cannot', async () => {
    const [goes, state] = await mayGo({});
    expect([goes, state.protection]).toEqual([true, { sign: true, encrypt: true, isHeld: true }]);
    expect((await mayGo({ ...state }, { cc: 'dan@signet.example' }))[0]).toBe(false);
    expect((await mayGo({}, { cc: 'dan@signet.example' }))[1].protection).toMatchObject({ encrypt: false });
    expect((await mayGo({}, { newsgroups: 'news.example.test' }))[1].protection).toMatchObject({ encrypt: false });
  });

  it('encrypts what answers or forwards an encrypted message, whoever it goes to', async () => {
    const [goes, state] = await mayGo({ forwarded: 9 }, { to: 'dan@signet.example' });
    expect([goes, state.protection?.encrypt]).toEqual([false, true]);
  });

  it('encrypts what forwards a message that locked keys leave closed', async () => {
    expect((await mayGo({ forwarded: 10 }, { to: 'dan@signet.example' }))[1].protection?.encrypt).toBe(true);
  });

  it('asks before text of an encrypted message leaves unencrypted, and goes once the user agreed', async () => {
    const off = { protection: { sign: true, encrypt: false } };
    expect((await mayGo({ ...off, forwarded: 9 }))[0]).toBe(false);
    expect(await isQuoteAsked(1)).toBe(true);
    await agreeToQuote(1);
    expect((await mayGo({ ...off, forwarded: 9 }))[0]).toBe(true);
    await fakeBrowser.storage.session.remove('quote-agreed:1');
  });

  it('asks too where nobody knows whether what is forwarded was encrypted, and not about plain mail', async () => {
    const off = { protection: { sign: true, encrypt: false } };
    for (const forwarded of ['unknown', 8] as const) expect((await mayGo({ ...off, forwarded }))[0]).toBe(false);
    expect((await mayGo({ ...off, forwarded: 7 }))[0]).toBe(true);
  });
});

describe('building a message', () => {
  let world: World;
  let sender: MessageSender;
  let queued: Map<string, string>;
  beforeAll(async () => {
    world = await createWorld();
    queued = new Map();
    const outbox: Outbox = {
      add: async (message, id) => void queued.set(id, latin1Text(new Uint8Array(await message.arrayBuffer()))),
      hasTaken: () => Promise.resolve(false),
    };
    sender = new MessageSender(
      { compose: fakeTabs({ shown: 0 }), outbox, lists: LISTS },
      world.ports,
      'en',
      answered,
      LET_GO,
    );
  });
  const written = 'From: alice@signet.example\r\nBcc: bob@signet.example\r\nSubject: Hello\r\nMessage-ID: <1@x>\r\n';
  const header = new Uint8Array(Buffer.from(written)).buffer;
  const facts = { ...DRAFT, newsgroups: '', header, queued: false, protection: { sign: true, encrypt: false } };

  it('signs the canonical form of what Thunderbird made', async () => {
    const answer = await sender.build(facts, entity());
    if (answer.kind !== 'ready') throw new Error(answer.message);
    const signed = parseEntity(new Uint8Array(answer.entity));
    expect(signed.contentType.value).toBe('multipart/signed');
    expect(latin1Text(new Uint8Array(answer.entity))).toContain(
      'Subject: Hello\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain;\r\n hp="clear"\r\n\r\nhello\r\n',
    );
  });

  const hidden = { ...facts, to: '', bcc: 'bob@signet.example', protection: { sign: false, encrypt: true } };

  it('makes a copy for each Bcc recipient, without Bcc and with a Message-ID that is always the same', async () => {
    const answers = [await sender.build(hidden, entity()), await sender.build(hidden, entity())];
    const copies = answers.flatMap((answer) => (answer.kind === 'ready' ? answer.copies : []));
    expect(copies.map(({ recipients }) => recipients)).toEqual([['bob@signet.example'], ['bob@signet.example']]);
    const [first, second] = copies;
    expect(first?.id).toMatch(/^1\.[0-9a-f]{16}@x$/);
    expect(second?.id).toBe(first?.id);
    const text = latin1Text(new Uint8Array(first?.header ?? []));
    expect(text).toContain(`Message-ID: <${first?.id ?? ''}>\r\n`);
    expect(text).not.toMatch(/^(bcc|to):/im);
  });

  it('tells who is to get the message itself: a group without members is nobody', async () => {
    for (const [to, readers] of [
      ['undisclosed-recipients:;', []],
      ['alice@signet.example', ['alice@signet.example']],
    ] as const) {
      expect(await sender.build({ ...hidden, to }, entity())).toMatchObject({ kind: 'ready', readers });
    }
  });

  it('puts a copy that waits into the Outbox by itself, addressed to its reader alone, and no Bcc anywhere', async () => {
    const waiting = { ...hidden, to: 'alice@signet.example', queued: true };
    const answer = await sender.build(waiting, entity());
    if (answer.kind !== 'ready') throw new Error(answer.message);
    expect(answer.copies).toEqual([]);
    expect(latin1Text(new Uint8Array(answer.header))).not.toMatch(/^bcc:/im);
    expect([...queued.keys()]).toEqual([expect.stringMatching(/^1\.[0-9a-f]{16}@x$/)]);
    expect([...queued.values()][0]).toMatch(/^To: bob@signet\.example\r$/m);
    expect([...queued.values()][0]).not.toContain('alice@signet.example>');
  });

  it('says of what waits unencrypted, and of nothing else, that it was let go', async () => {
    const ids: string[] = [];
    const hosts = { compose: fakeTabs({ shown: 0 }), outbox: NO_OUTBOX, lists: LISTS };
    const letGo = { add: (id: string) => Promise.resolve(void ids.push(id)) };
    const noting = new MessageSender(hosts, world.ports, 'en', answered, letGo);
    for (const one of [facts, { ...facts, queued: true }, { ...hidden, queued: true }])
      expect((await noting.build(one, entity())).kind).toBe('ready');
    expect(ids).toEqual(['<1@x>']);
  });

  it('lets the last copy stand for a waiting message that names nobody', async () => {
    queued.clear();
    const answer = await sender.build({ ...hidden, queued: true }, entity());
    if (answer.kind !== 'ready') throw new Error(answer.message);
    expect(latin1Text(new Uint8Array(answer.header))).toMatch(/^To: bob@signet\.example\r$/m);
    expect(queued.size).toBe(0);
  });

  it('refuses with a text what it cannot protect, and never rejects', async () => {
    const encrypt = { sign: false, encrypt: true };
    const unknown = await sender.build({ ...facts, to: 'dan@signet.example', protection: encrypt }, entity());
    expect(unknown).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('dan@signet.example') as string,
    });
    expect(await sender.build({ ...facts, newsgroups: 'a.b', protection: encrypt }, entity())).toMatchObject({
      kind: 'refused',
    });
    expect(await sender.build({ ...facts, from: '' }, entity())).toMatchObject({ kind: 'refused' });
  });

  it('refuses, and says what to do, where the worker does not start', async () => {
    const none = new WorkerClient<CoreCalls>({
      start: () => {
        throw new Error('no workers here');
      },
    });
    const broken = new MessageSender(
      { compose: fakeTabs({ shown: 0 }), outbox: NO_OUTBOX, lists: LISTS },
      { ...world.ports, core: createCore(none, none) },
      'en',
      answered,
      LET_GO,
    );
    expect(await broken.build(facts, entity())).toEqual({ kind: 'refused', message: useStrings('en').worker });
  });

  it('says that nothing was sent where it was called off', async () => {
    const prepare = (_request: unknown, work: Work = {}): Promise<never> =>
      new Promise((_resolve, reject) => {
        const cancel = (): void => reject(new SignetError('cancelled', 'called off'));
        if (work.signal?.aborted) cancel();
        work.signal?.addEventListener('abort', cancel);
      });
    const core = { ...world.ports.core, prepare };
    const stopped = new MessageSender(
      { compose: fakeTabs({ shown: 0 }), outbox: NO_OUTBOX, lists: LISTS },
      { ...world.ports, core },
      'en',
      answered,
      LET_GO,
    );
    const building = stopped.build(facts, entity());
    const numbers = Array.from({ length: 1_000 }, (_, number) => number);
    const send = numbers.find((number) => stopped.answer({ kind: 'sending', send: number })) ?? -1;
    expect(stopped.answer({ kind: 'sending', send })).toEqual({ done: 0, total: 0 });
    stopped.answer({ kind: 'cancel-sending', send });
    expect(await building).toEqual({ kind: 'refused', message: useStrings('en').compose.cancelled });
    expect(stopped.answer({ kind: 'sending', send })).toBeUndefined();
  });
});
