import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { leavingMessage } from '../../../addins/thunderbird/background/leaving-guard';
import { leavingRule } from '../../../addins/thunderbird/background/leaving-rule';
import { MessageSender } from '../../../addins/thunderbird/background/send-messages';
import { type LeavingFacts } from '../../../addins/thunderbird/host/compose-tabs';
import { agreeToPolicyQuestions } from '../../../addins/thunderbird/policy-agreement';
import { type NotedDecision } from '../../../addins/policy/decision-record';
import { latin1Bytes, parsePolicy, SignetError } from '../../../shared/index';
import { answered, createWorld, DRAFT, fakeTabs, LISTS, NO_OUTBOX, type FakeTabs, type World } from './send-world';

const SIGNED = 'multipart/signed; protocol="application/pkcs7-signature"; boundary=b';
const PGP = 'multipart/signed; protocol="application/pgp-signature"; boundary=b';
const ENVELOPED = 'application/pkcs7-mime; smime-type=enveloped-data';
const LOCKED = { settings: { sign: { value: 'always', text: 'We sign.' } } };
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
    const sender = new MessageSender(hosts, { ...world.ports, policy }, 'en', answered);
    const letGo = {
      has: (id: string) => Promise.resolve(ids.has(id)),
      add: (id: string) => Promise.resolve(void ids.add(id)),
    };
    const rule = leavingRule({ decide: (message) => sender.decideFinished(message), letGo, record, language: 'en' });
    const head = latin1Bytes(`Subject: x\r\nMessage-ID: <1@x>\r\nContent-Type: ${type}\r\n\r\ntext\r\n`).buffer;
    const facts = { ...DRAFT, kind: 'program', newsgroups: '', messageId: '1@x', head, ...more } as LeavingFacts;
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

  it('demands a signature of invitations only by a rule about them', async () => {
    const invitation = { kind: 'file' as const, ...dan };
    expect(await held(LOCKED, invitation, 'text/calendar; method=REQUEST')).toBeUndefined();
    const rules = [{ id: 'calendar', when: { calendar: true }, sign: 'require' }];
    expect(await held({ rules }, invitation, 'text/calendar; method=REQUEST')).toContain('want this message protected');
    expect(await held({ rules }, invitation)).toBeUndefined();
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
    await agreeToPolicyQuestions(4, { ...DRAFT, ...mine }, ['signer-missing'], LISTS);
    const queued = { ...mine, kind: 'outbox' as const };
    expect(await held({ settings }, queued)).toContain('Your organisation');
    expect(await held({ settings }, { ...mine, kind: 'window', tabId: 4 })).toBeUndefined();
    expect(await held({ settings }, queued)).toBeUndefined();
    expect(await held({ settings }, { ...mine, ...partner, kind: 'window', tabId: 4 })).toContain('certificate');
    expect(await held({ settings }, { ...mine, kind: 'window', tabId: 9 })).toContain('certificate');
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

  it('records what left and what was held', async () => {
    noted.length = 0;
    await held(SEALED, partner);
    await held(SEALED, { ...dan, kind: 'outbox' }, SIGNED);
    expect(noted).toMatchObject([
      { event: 'held', way: 'program', has: { sign: false, encrypt: false } },
      { event: 'left', way: 'outbox', has: { sign: true, encrypt: false } },
    ]);
  });

  it('rejects where nobody knows what holds', async () => {
    const rule = leavingRule({
      decide: () => Promise.reject(new SignetError('storage', 'gone')),
      letGo: { has: () => Promise.resolve(true), add: () => Promise.resolve() },
      record,
      language: 'en',
    });
    const facts = { ...DRAFT, kind: 'program', newsgroups: '', messageId: '', head: new ArrayBuffer(0) } as const;
    await expect(rule(leavingMessage(facts), facts)).rejects.toMatchObject({ code: 'storage' });
  });
});
