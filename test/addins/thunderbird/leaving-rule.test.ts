import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { leavingMessage } from '../../../addins/thunderbird/background/leaving-guard';
import { leavingRule } from '../../../addins/thunderbird/background/leaving-rule';
import { MessageSender } from '../../../addins/thunderbird/background/send-messages';
import { type LeavingFacts } from '../../../addins/thunderbird/host/compose-tabs';
import { type NotedDecision } from '../../../addins/policy/decision-record';
import { latin1Bytes, parsePolicy, SignetError } from '../../../shared/index';
import { askedAndAgreed } from './asked-and-agreed';
import { answered, createWorld, DRAFT, fakeTabs, LISTS, NO_OUTBOX, type FakeTabs, type World } from './send-world';

const SIGNED = 'multipart/signed; protocol="application/pkcs7-signature"; boundary=b';
const PGP = 'multipart/signed; protocol="application/pgp-signature"; boundary=b';
const ENVELOPED = 'application/pkcs7-mime; smime-type=enveloped-data';
const LOCKED = { settings: { sign: { value: 'always', text: 'We sign.' } } };
const WINDOW = { kind: 'window' as const, tabId: 3, asked: { sign: false, encrypt: false } };
const CALENDAR = [{ id: 'calendar', when: { calendar: true }, sign: 'require' }];
const SEALED = {
  rules: [{ id: 'sealed', when: { recipient: ['*@partner.example'] }, encrypt: 'require', text: 'Sealed.' }],
};

describe('what a policy has against a message that leaves without Signet', () => {
  let world: World;
  const ids = new Set<string>();
  const noted: NotedDecision[] = [];
  const record = { note: (one: NotedDecision) => Promise.resolve(void noted.push(one)) };
  beforeAll(async () => {
    world = await createWorld();
  });
  beforeEach(() => ids.clear());

  async function held(
    document: object,
    more: Partial<LeavingFacts>,
    type = 'text/plain',
    state: Partial<FakeTabs> = {},
  ) {
    const reading = parsePolicy(JSON.stringify({ version: 2, ...document }));
    if (reading.kind !== 'policy') throw new Error(JSON.stringify(reading.faults));
    const policy = () => Promise.resolve({ kind: 'new' as const, document: reading.document, reasons: [] });
    const hosts = { compose: fakeTabs({ shown: 0, ...state }), outbox: NO_OUTBOX, lists: LISTS };
    const letGo = {
      has: (id: string) => Promise.resolve(ids.has(id)),
      add: (id: string) => Promise.resolve(void ids.add(id)),
    };
    const sender = new MessageSender(hosts, { ...world.ports, policy }, 'en', answered, letGo);
    const rule = leavingRule({ decide: (message) => sender.decideFinished(message), letGo, record, language: 'en' });
    const head = latin1Bytes(`Subject: x\r\nMessage-ID: <1@x>\r\nContent-Type: ${type}\r\n\r\ntext\r\n`).buffer;
    const facts = {
      ...DRAFT,
      kind: 'program',
      mode: 0,
      newsgroups: '',
      messageId: '1@x',
      head,
      ...more,
    } as LeavingFacts;
    return rule(leavingMessage(facts), facts);
  }
  const dan = { to: 'dan@signet.example' };
  const partner = { to: 'someone@partner.example' };

  it.each(['program', 'file', 'outbox'] as const)(
    'holds %s where all is to be signed, and nothing that is a habit',
    async (kind) => {
      expect(await held(LOCKED, { kind, ...dan })).toContain('We sign.');
      expect(await held(LOCKED, { kind, ...dan }, SIGNED)).toBeUndefined();
      for (const settings of [{}, { sign: { value: 'always', change: 'free' } }, { sign: { value: 'never' } }])
        expect(await held({ settings }, { kind, ...dan })).toBeUndefined();
    },
  );

  it('holds what is to be encrypted for one of its recipients, whoever sends it by itself', async () => {
    for (const type of ['text/plain', SIGNED, 'text/plain\r\nAuto-Submitted: auto-replied'])
      expect(await held(SEALED, partner, type)).toContain('Sealed.');
    expect(await held(SEALED, partner, ENVELOPED)).toBeUndefined();
    expect(await held(SEALED, dan)).toBeUndefined();
  });

  it('demands no signature of what a program sends by itself by its own word', async () => {
    for (const type of ['text/plain\r\nAuto-Submitted: auto-replied', 'multipart/report; boundary=b'])
      expect(await held(LOCKED, dan, type)).toBeUndefined();
    expect(await held(LOCKED, dan, 'text/plain\r\nAuto-Submitted: no')).toContain('We sign.');
  });

  it.each(['program', 'file', 'outbox'] as const)(
    'demands a signature of invitations that come as %s only by a rule about them',
    async (kind) => {
      const invitation = { kind, ...dan };
      const type = 'text/calendar; method=REQUEST';
      expect(await held(LOCKED, invitation, type)).toBeUndefined();
      expect(await held({ rules: CALENDAR }, invitation, type)).toContain('want this message protected');
      expect(await held({ rules: CALENDAR }, invitation)).toBeUndefined();
    },
  );

  it('takes for an invitation what may be one, and nothing that is written in a window', async () => {
    const head = latin1Bytes(`Subject: x\r\n\r\n${'x'.repeat(65_536)}`.slice(0, 65_536)).buffer;
    expect(await held({ rules: CALENDAR }, { ...dan, head })).toContain('want this message protected');
    const sealed = [{ id: 'calendar', when: { calendar: true }, encrypt: 'require' }];
    const opaque = 'application/pkcs7-mime; smime-type=signed-data';
    expect(await held({ rules: sealed }, dan, opaque)).toContain('want this message protected');
    expect(await held({ rules: sealed }, { ...dan, ...WINDOW, head })).toBeUndefined();
  });

  it('asks the policy again about a window’s message, with the people that it has', async () => {
    const window = { kind: 'window' as const, tabId: 3, asked: { sign: false, encrypt: false, isHeld: true } };
    const never = { settings: { sign: { value: 'offer', change: 'free' } }, ...SEALED };
    expect(await held(never, { ...window, ...dan })).toBeUndefined();
    expect(await held(never, { ...window, to: `${dan.to}, ${partner.to}` })).toContain('Sealed.');
    expect(await held(LOCKED, { ...window, ...dan })).toContain('press Send once more');
    expect(await held(LOCKED, { ...window, ...dan, asked: { sign: false, encrypt: false } })).toContain('We sign.');
    expect(await held(LOCKED, { ...window, ...dan }, SIGNED)).toBeUndefined();
    expect(await held(LOCKED, { ...window, ...dan }, PGP)).toContain('OpenPGP');
  });

  it('lets a window’s message go as its user agreed, to just these people, also out of the Outbox', async () => {
    const settings = { sign: { value: 'always' }, missingSigner: { value: 'ask' } };
    const mine = { from: 'new@signet.example', ...dan };
    await askedAndAgreed(4, mine, ['signer-missing']);
    const queued = { ...mine, kind: 'outbox' as const };
    expect(await held({ settings }, queued)).toContain('Your organisation');
    expect(await held({ settings }, { ...mine, kind: 'window', tabId: 4 })).toBeUndefined();
    // What left at once waits nowhere.
    expect(await held({ settings }, queued)).toContain('Your organisation');
    expect(await held({ settings }, { ...mine, kind: 'window', mode: 1, tabId: 4 })).toBeUndefined();
    expect(await held({ settings }, queued)).toBeUndefined();
    expect(await held({ settings }, { ...mine, ...partner, kind: 'window', tabId: 4 })).toContain('certificate');
    expect(await held({ settings }, { ...mine, kind: 'window', tabId: 9 })).toContain('certificate');
  });

  it('lets out of the Outbox what was let go in its window, which alone tells what is attached', async () => {
    const rules = [{ id: 'files', when: { attachment: true }, encrypt: 'require' }];
    const queued = { ...dan, kind: 'outbox' as const };
    expect(await held({ rules }, queued)).toContain('want this message protected');
    expect(await held({ rules }, { ...dan, ...WINDOW, mode: 1 })).toBeUndefined();
    expect(await held({ rules }, queued)).toBeUndefined();
    expect(await held({ rules }, { ...dan, kind: 'program' })).toContain('want this message protected');
  });

  it('takes what nobody knows of it for what makes it stricter', async () => {
    const rules = [{ id: 'files', when: { attachment: true }, sign: 'require' }];
    expect(await held({ rules }, dan)).toContain('want this message protected');
    const forbid = { ...LOCKED, rules: [{ id: 'files', when: { attachment: true }, sign: 'forbid' }] };
    expect(await held(forbid, dan)).toContain('We sign.');
    const size = [{ id: 'small', when: { size: { under: 5_000 } }, sign: 'require' }];
    expect(await held({ rules: size }, dan)).toContain('want this message protected');
    const head = latin1Bytes(`Subject: x\r\n\r\n${'x'.repeat(65_536)}`.slice(0, 65_536)).buffer;
    const big = [{ id: 'big', when: { size: { over: 70_000 } }, sign: 'require' }];
    expect(await held({ rules: big }, dan)).toBeUndefined();
    expect(await held({ rules: big }, { ...dan, head })).toContain('want this message protected');
  });

  it('holds what Thunderbird’s own S/MIME was to make and made otherwise', async () => {
    const [path, identityId] = [world.paths.alice, 'id1'];
    const state = { sign: true, encrypt: false };
    const native = { sign: path, encrypt: path, signsAll: false, readers: new Set(['bob@signet.example']), state };
    const engine = { engine: { value: 'thunderbird' }, encrypt: { value: 'offer', change: 'free' } };
    const document = { settings: { ...engine, sign: { value: 'always' } } };
    const window = { kind: 'window' as const, tabId: 3, identityId, asked: { ...state, isNative: true } };
    expect(await held(document, window, SIGNED, { native })).toBeUndefined();
    for (const type of [ENVELOPED, 'text/plain']) expect(await held(document, window, type, { native })).toBeDefined();
    expect(await held(document, window, ENVELOPED, { native })).toContain('is not what was decided');
    expect(await held(document, { ...window, identityId: undefined }, SIGNED, { native })).toContain('not known yet');
  });

  it('records what was let go and what was held', async () => {
    noted.length = 0;
    await held(SEALED, partner);
    await held(SEALED, { ...dan, kind: 'outbox' }, SIGNED);
    expect(noted).toMatchObject([
      { event: 'held', way: 'program', has: { sign: false, encrypt: false } },
      { event: 'let-go', way: 'outbox', has: { sign: true, encrypt: false } },
    ]);
  });

  it('rejects where nobody knows what holds', async () => {
    const rule = leavingRule({
      decide: () => Promise.reject(new SignetError('storage', 'gone')),
      letGo: { has: () => Promise.resolve(true), add: () => Promise.resolve() },
      record,
      language: 'en',
    });
    const facts = {
      ...DRAFT,
      kind: 'program',
      mode: 0,
      newsgroups: '',
      messageId: '',
      head: new ArrayBuffer(0),
    } as const;
    await expect(rule(leavingMessage(facts), facts)).rejects.toMatchObject({ code: 'storage' });
  });
});
