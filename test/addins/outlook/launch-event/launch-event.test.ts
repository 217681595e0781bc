import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { markOf, withNoted } from '../../../../addins/outlook/encrypted-conversations';
import { BareRuntime, buildLaunchEvent, type Completed, type World } from './bare-runtime';

const PROTECTION = 'x-signet-protection';
const PRESET = 'x-signet-preset';
let bundle = '';
beforeAll(async () => {
  bundle = await buildLaunchEvent();
}, 120_000);

const send = async (world: World, event = 'onMessageSend') => {
  const runtime = new BareRuntime(bundle, world);
  const completed = await runtime.fire(event);
  expect(completed).toHaveLength(1);
  return { runtime, decision: completed[0] ?? {} };
};
const decisionFor = async (world: World): Promise<Completed> => (await send(world)).decision;
const SIGNS = { settings: { 'signet.signByDefault': true } };

describe('the launch-event bundle', () => {
  it('is ES2016, in one file', () => {
    expect(() => parse(bundle, { ecmaVersion: 2016, sourceType: 'script' })).not.toThrow();
    for (const newer of ['async function x(){}', 'a?.b', '({...a})', 'try{}catch{}', 'import("x")'])
      expect(() => parse(`${bundle};${newer}`, { ecmaVersion: 2016, sourceType: 'script' })).toThrow(SyntaxError);
  });

  it('is small, and has no cryptography in it', () => {
    expect(gzipSync(bundle, { level: 9 }).length).toBeLessThan(25 * 1024);
    expect(bundle).not.toMatch(/pkijs|asn1|subtle|indexedDB|localStorage|XMLHttpRequest|\bfetch\(/);
  });

  it('runs where there is nothing but the language', () => {
    const missing = ['crypto', 'document', 'window', 'fetch', 'indexedDB', 'localStorage', 'setTimeout', 'URL'];
    expect(new BareRuntime(bundle, {}).has(missing)).toEqual([]);
  });

  it('makes its handlers known without waiting for anything', () => {
    expect([...new BareRuntime(bundle, {}).handlers.keys()].sort()).toEqual([
      'onAppointmentSend',
      'onMessageRecipientsChanged',
      'onMessageSend',
      'onNewMessageCompose',
    ]);
  });
});

describe.each([false, true])('plain Send in a bare realm, timers: %s', (timers) => {
  it.each([[{}], [null], [{ [PROTECTION]: '' }], [{ 'x-other': 'sign' }]])(
    'goes where no protection is asked for: %p',
    async (headers) => {
      expect(await decisionFor({ headers, timers })).toEqual({ allowEvent: true });
    },
  );

  it.each(['sign', 'encrypt', 'sign,encrypt', 'SIGN', 'sign,chosen'])(
    'is blocked where protection is asked for: %p',
    async (value) => {
      const decision = await decisionFor({ headers: { [PROTECTION]: value }, timers });
      expect(decision).toMatchObject({ allowEvent: false, commandId: 'smime.compose.send' });
      expect(decision.sendModeOverride).toBeUndefined();
    },
  );

  it.each([{ broken: { get: 'fails' } }, { broken: { get: 'throws' } }, { item: 'none' }] as const)(
    'is blocked where the draft cannot be asked: %p',
    async (world) => {
      expect(await decisionFor({ ...world, timers })).toMatchObject({ allowEvent: false });
    },
  );
});

describe('plain Send', () => {
  it('finds the header in any case', async () => {
    expect(await decisionFor({ headers: { 'X-Signet-Protection': 'sign' } })).toMatchObject({ allowEvent: false });
  });

  it.each([PROTECTION, PRESET])('is blocked where the value is not known: %s', async (name) => {
    expect(await decisionFor({ headers: { [name]: 'seal' } })).toMatchObject({ allowEvent: false });
  });

  it('is blocked where the host does not answer', async () => {
    expect(await decisionFor({ broken: { get: 'silent' }, timers: true })).toMatchObject({ allowEvent: false });
  });

  it('never completes where the host does not answer and there are no timers: Outlook then does not send', async () => {
    expect(await new BareRuntime(bundle, { broken: { get: 'silent' } }).fire('onMessageSend')).toEqual([]);
  });

  it.each(['onMessageSend', 'onNewMessageCompose'])(
    'ends %s, and does not go, where a part of it throws',
    async (event) => {
      const runtime = new BareRuntime(bundle, {});
      const get = (): never => {
        throw new Error('host');
      };
      Object.defineProperty(runtime.headers, PROTECTION, { get, enumerable: true });
      const completed = await runtime.fire(event);
      expect(completed).toHaveLength(1);
      if (event === 'onMessageSend') {
        expect(completed[0]).toMatchObject({ allowEvent: false, commandId: 'smime.compose.send' });
        expect(completed[0]?.errorMessage).toMatch(/cannot be told/);
      }
    },
  );

  it('goes without the addresses: they are no reason to hold what asks for nothing', async () => {
    for (const people of ['fails', 'throws'] as const)
      expect(await decisionFor({ broken: { people } })).toEqual({ allowEvent: true });
  });

  it('does what the setting says where the draft says nothing', async () => {
    expect(await decisionFor({ ...SIGNS, headers: {} })).toMatchObject({ allowEvent: false });
  });

  it('takes a setting that cannot be read for one that is on', async () => {
    expect(await decisionFor({ broken: { setting: 'throws' } })).toMatchObject({ allowEvent: false });
  });

  it('goes against the setting where the user chose so, and without that word', async () => {
    const { runtime, decision } = await send({ ...SIGNS, headers: { [PROTECTION]: 'chosen', [PRESET]: 'sign' } });
    expect(decision).toEqual({ allowEvent: true });
    expect(runtime.headers).toEqual({});
  });

  it('takes all of our headers off, in any case, and no other', async () => {
    const headers = { 'X-Signet-Protection': 'chosen', 'x-signet-message-id': '<1@x.example>', 'x-other': 'stays' };
    expect((await send({ headers })).runtime.headers).toEqual({ 'x-other': 'stays' });
  });

  it('leaves the headers where it does not go', async () => {
    const { runtime } = await send({ headers: { [PROTECTION]: 'sign' } });
    expect(runtime.headers).toEqual({ [PROTECTION]: 'sign' });
  });

  it.each(['fails', 'throws', 'silent'] as const)(
    'does not go with our headers: taking them off %s',
    async (remove) => {
      const decision = await decisionFor({ headers: { [PROTECTION]: 'chosen' }, broken: { remove }, timers: true });
      expect(decision).toMatchObject({ allowEvent: false, commandId: 'smime.compose.send' });
    },
  );
});

describe('an answer or a forward in a conversation that holds an encrypted message', () => {
  const QUOTES = { conversationId: 'c', settings: { 'signet.encrypted': withNoted(undefined, 'c') } };

  it('starts encrypted, and is held so', async () => {
    const runtime = new BareRuntime(bundle, QUOTES);
    await runtime.fire('onNewMessageCompose');
    expect(runtime.headers).toEqual({ [PRESET]: 'encrypt' });
    expect(await decisionFor({ ...QUOTES, headers: runtime.headers })).toMatchObject({ allowEvent: false });
    expect((await decisionFor(QUOTES)).sendModeOverride).toBeUndefined();
  });

  it('is asked about before it leaves unencrypted, and then has none of our headers', async () => {
    const { runtime, decision } = await send({ ...QUOTES, headers: { [PROTECTION]: 'chosen', [PRESET]: 'encrypt' } });
    expect(decision).toMatchObject({
      allowEvent: false,
      sendModeOverride: 'promptUser',
      commandId: 'smime.compose.send',
    });
    expect(decision.errorMessage).toMatch(/answers or forwards an encrypted one/);
    expect(runtime.headers).toEqual({});
  });

  it('is any, where what is noted cannot be read; another conversation, and a new message, is not', async () => {
    const headers = { [PROTECTION]: 'chosen' };
    const unread = { broken: { setting: 'throws' as const }, headers };
    expect(await decisionFor({ ...unread, conversationId: 'c' })).toMatchObject({ sendModeOverride: 'promptUser' });
    expect(await decisionFor(unread)).toEqual({ allowEvent: true });
    expect(await decisionFor({ ...QUOTES, conversationId: 'd' })).toEqual({ allowEvent: true });
  });
});

describe('an invitation', () => {
  const invite = async (world: World): Promise<Completed> =>
    (await send({ ...world, item: 'appointment' }, 'onAppointmentSend')).decision;

  it('goes where nothing is wanted', async () => {
    expect(await invite({})).toEqual({ allowEvent: true });
  });

  it('is held where signing is the default, and its sender decides', async () => {
    const decision = await invite(SIGNS);
    expect(decision).toMatchObject({ allowEvent: false, sendModeOverride: 'promptUser' });
    expect(decision.commandId).toBeUndefined();
  });

  it('is held where the setting cannot be read', async () => {
    expect(await invite({ broken: { setting: 'throws' } })).toMatchObject({ allowEvent: false });
  });
});

describe.each(['en-US', 'de-DE'])('the words, in %s', (language) => {
  it.each([
    ['onMessageSend', { headers: { [PROTECTION]: 'sign' } }],
    ['onMessageSend', { headers: { [PROTECTION]: 'seal' } }],
    [
      'onMessageSend',
      { headers: { [PROTECTION]: 'chosen' }, conversationId: 'c', settings: { 'signet.encrypted': markOf('c') } },
    ],
    ['onMessageSend', { headers: { [PROTECTION]: 'chosen' }, broken: { remove: 'fails' } }],
    ['onAppointmentSend', { ...SIGNS, item: 'appointment' }],
  ] as const)('of %s keep to the lengths that Smart Alerts take: %p', async (event, world) => {
    const { errorMessage = '', cancelLabel } = (await send({ ...world, language }, event)).decision;
    expect(errorMessage.length).toBeGreaterThan(20);
    expect(errorMessage.length).toBeLessThanOrEqual(500);
    if (cancelLabel !== undefined) expect(cancelLabel.length).toBeLessThanOrEqual(20);
    expect(cancelLabel === undefined).toBe(event === 'onAppointmentSend');
  });
});

describe.each(['onNewMessageCompose', 'onMessageRecipientsChanged'])('%s', (event) => {
  const settle = async (world: World) => {
    const runtime = new BareRuntime(bundle, world);
    const completed = await runtime.fire(event);
    return { runtime, completed };
  };

  it('notes that the draft is signed where settings want it so, and saves', async () => {
    const { runtime, completed } = await settle(SIGNS);
    expect(runtime.headers).toEqual({ [PRESET]: 'sign' });
    expect(runtime.saved).toBe(1);
    expect(completed).toHaveLength(1);
  });

  it.each([
    [{}],
    [{ settings: { 'signet.signByDefault': false } }],
    [{ ...SIGNS, headers: { [PROTECTION]: 'chosen' } }],
    [{ ...SIGNS, headers: { [PRESET]: 'sign' } }],
    [{ ...SIGNS, headers: { [PRESET]: 'seal' } }],
    [{ ...SIGNS, broken: { get: 'fails' } }],
  ] as const)('writes nothing otherwise: %p', async (world) => {
    const { runtime, completed } = await settle(world);
    expect(runtime.headers).toEqual({ ...('headers' in world ? world.headers : {}) });
    expect(runtime.saved).toBe(0);
    expect(completed).toHaveLength(1);
  });

  it('takes nothing away, and never touches what the user said', async () => {
    const headers = { [PROTECTION]: 'encrypt', [PRESET]: 'encrypt' };
    expect((await settle({ ...SIGNS, headers })).runtime.headers).toEqual({ ...headers, [PRESET]: 'sign,encrypt' });
    expect((await settle({ headers })).runtime.headers).toEqual(headers);
  });

  it.each([{ set: 'fails' }, { set: 'throws' }, { set: 'silent' }, { save: 'fails' }, { save: 'throws' }] as const)(
    'ends whatever the host does: %p',
    async (broken) => {
      expect((await settle({ ...SIGNS, broken, timers: true })).completed).toHaveLength(1);
    },
  );
});
