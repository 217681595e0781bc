import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { MessageSender } from '../../../addins/thunderbird/background/send-messages';
import { type BuildFacts, type Draft } from '../../../addins/thunderbird/host/compose-tabs';
import { takeRefusedTexts } from '../../../addins/thunderbird/refused-texts';
import {
  agreeToPolicyQuestions,
  forgetPolicyQuestions,
  openPolicyQuestions,
} from '../../../addins/thunderbird/policy-agreement';
import { type PolicyInForce } from '../../../addins/policy/policy-in-force';
import { type Core } from '../../../addins/worker/core';
import { parsePolicy, SignetError, type SendRequest } from '../../../shared/index';

import { askedAndAgreed } from './asked-and-agreed';
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

const ruled = (document: object): Promise<PolicyInForce> => {
  const reading = parsePolicy(JSON.stringify({ version: 2, ...document }));
  if (reading.kind !== 'policy') throw new Error(JSON.stringify(reading.faults));
  return Promise.resolve({ kind: 'new', document: reading.document, reasons: [] });
};

describe('before a message is built, under an organisation’s policy', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  async function underPolicy(document: object, state: Partial<FakeTabs> = {}, draft: Partial<Draft> = {}) {
    const full: FakeTabs = { shown: 0, ...state };
    const ports = { ...world.ports, policy: () => ruled(document) };
    const hosts = { compose: fakeTabs(full), outbox: NO_OUTBOX, lists: LISTS };
    const goes = await new MessageSender(hosts, ports, 'en', answered, LET_GO).mayGo(1, 1, { ...DRAFT, ...draft });
    return { goes, state: full, said: (await takeRefusedTexts(1)).join(' ') };
  }
  const RULE = {
    id: 'sealed',
    when: { recipient: ['*@signet.example'] },
    encrypt: 'require',
    text: 'Ours is sealed.',
  };

  it('refuses what a rule wants encrypted and cannot be, with the words of its author and whose certificate is missing', async () => {
    const { goes, said } = await underPolicy({ rules: [RULE] }, {}, { to: 'dan@signet.example' });
    expect([goes, said]).toEqual([false, expect.stringMatching(/dan@signet\.example[^]*Ours is sealed/)]);
  });

  it('encrypts what a rule demands although the user chose otherwise', async () => {
    const { goes, state } = await underPolicy({ rules: [RULE] }, { protection: { sign: false, encrypt: false } });
    expect([goes, state.protection]).toEqual([true, { sign: false, encrypt: true }]);
  });

  it('does not let OpenPGP take the place of what a rule demands', async () => {
    const { goes, said } = await underPolicy({ rules: [RULE] }, { openPgp: { signs: true, encrypts: true } });
    expect([goes, said]).toEqual([false, expect.stringContaining('OpenPGP')]);
  });

  it('asks where it leaves that to the user, once, and sends so after a yes', async () => {
    const settings = { encrypt: { value: 'always' }, missingCertificate: { value: 'ask' } };
    const dan = { to: 'dan@signet.example' };
    const first = await underPolicy({ settings }, {}, dan);
    expect([first.goes, first.said]).toEqual([false, '']);
    expect(await openPolicyQuestions(1, { ...DRAFT, ...dan }, LISTS)).toEqual(['certificate-missing']);
    await agreeToPolicyQuestions(1, { ...DRAFT, ...dan }, ['certificate-missing'], LISTS);
    // A yes is about these people alone, and about what they were asked for.
    expect((await underPolicy({ settings }, {}, { to: 'dan@signet.example, erin@signet.example' })).goes).toBe(false);
    const { goes, state } = await underPolicy({ settings }, {}, dan);
    expect([goes, state.protection]).toEqual([true, { sign: true, encrypt: false, isHeld: true }]);
  });

  it('takes a yes for nothing that is not asked any more, or was never asked about these people', async () => {
    const settings = { encrypt: { value: 'always' }, missingCertificate: { value: 'ask' } };
    const [dan, erin] = [{ to: 'dan@signet.example' }, { to: 'erin@signet.example' }];
    await underPolicy({ settings }, {}, dan);
    expect(await openPolicyQuestions(1, { ...DRAFT, ...erin }, LISTS)).toEqual([]);
    await agreeToPolicyQuestions(1, { ...DRAFT, ...erin }, ['certificate-missing'], LISTS);
    expect((await underPolicy({ settings }, {}, erin)).goes).toBe(false);
    await agreeToPolicyQuestions(1, { ...DRAFT, ...erin }, ['signer-missing'], LISTS);
    await forgetPolicyQuestions(1);
    await agreeToPolicyQuestions(1, { ...DRAFT, ...erin }, ['certificate-missing'], LISTS);
    expect((await underPolicy({ settings }, {}, erin)).goes).toBe(false);
  });

  it('keeps the wish for encryption behind a yes, for when others are in the message', async () => {
    const settings = { encrypt: { value: 'offer' }, missingCertificate: { value: 'ask' } };
    const protection = { sign: true, encrypt: true };
    const dan = { to: 'dan@signet.example' };
    await askedAndAgreed(1, dan, ['certificate-missing']);
    const lowered = await underPolicy({ settings }, { protection }, dan);
    const held = { sign: true, encrypt: false, isHeld: true, wished: protection };
    expect([lowered.goes, lowered.state.protection]).toEqual([true, held]);
    const [bob, both] = [{ to: 'bob@signet.example' }, { to: 'dan@signet.example, bob@signet.example' }];
    expect((await underPolicy({ settings }, { protection: held }, dan)).goes).toBe(true);
    expect((await underPolicy({ settings }, { protection: held }, both)).goes).toBe(false);
    const again = await underPolicy({ settings }, { protection: held }, bob);
    expect([again.goes, again.state.protection]).toEqual([true, { ...held, encrypt: true }]);
    const pgp = await underPolicy({ settings }, { protection: held, openPgp: PGP_SIGNS }, bob);
    expect([pgp.goes, pgp.said]).toEqual([false, expect.stringContaining('OpenPGP')]);
  });

  it('signs only with certificates of the authorities that it names', async () => {
    const settings = { sign: { value: 'always' }, 'signers.issuers': { value: ['ab'.repeat(32)] } };
    const { goes, said } = await underPolicy({ settings: { ...settings, missingSigner: { value: 'block' } } });
    expect([goes, said]).toEqual([false, expect.stringContaining('its issuer is not one of those that are allowed')]);
  });

  it('adds the archive where the sender sees it, and only where its certificate can be used', async () => {
    const settings = (address: string) => ({ encrypt: { value: 'always' }, archive: { value: { address } } });
    const ready = await underPolicy({ settings: settings('bob@signet.example') }, {}, { to: 'alice@signet.example' });
    expect([ready.goes, ready.state.archive]).toEqual([true, 'bob@signet.example']);
    const rule = { id: 'filed', archive: { address: 'bob@signet.example' } };
    const byRule = await underPolicy({ rules: [{ ...rule, encrypt: 'require' }] }, {}, { to: 'alice@signet.example' });
    expect([byRule.goes, byRule.state.archive]).toEqual([true, 'bob@signet.example']);
    const open = { archive: { value: { address: 'bob@signet.example', when: 'always' } }, encrypt: { value: 'never' } };
    const plain = await underPolicy(
      { settings: { ...open, sign: { value: 'never' } } },
      {},
      { to: 'dan@signet.example' },
    );
    expect([plain.goes, plain.state.archive]).toEqual([true, 'bob@signet.example']);
    const pgp = await underPolicy({ settings: open }, { openPgp: PGP_ENCRYPTS }, { to: 'dan@signet.example' });
    expect([pgp.goes, pgp.said]).toEqual([false, expect.stringContaining('OpenPGP')]);
    const there = await underPolicy({ settings: settings('bob@signet.example') });
    expect([there.goes, there.state.archive]).toEqual([true, undefined]);
    const unready = await underPolicy({ settings: settings('dan@signet.example') });
    expect([unready.goes, unready.said]).toEqual([false, expect.stringContaining('archive')]);
  });

  it('sends nothing where nobody knows which policy there is', async () => {
    const full: FakeTabs = { shown: 0 };
    const ports = { ...world.ports, policy: () => Promise.reject(new SignetError('storage', 'gone')) };
    const hosts = { compose: fakeTabs(full), outbox: NO_OUTBOX, lists: LISTS };
    expect(await new MessageSender(hosts, ports, 'en', answered, LET_GO).mayGo(1, 1, DRAFT)).toBe(false);
    expect(await takeRefusedTexts(1)).toHaveLength(1);
  });

  it('lets what the user chose meanwhile stand, also where a rule would have it otherwise', async () => {
    const settings = { encrypt: { value: 'always' }, missingCertificate: { value: 'send-unencrypted' } };
    const dan = { to: 'dan@signet.example' };
    const chosen = { sign: true, encrypt: true };
    const beforeHold = (state: FakeTabs): void => void (state.protection = chosen);
    const { goes, state } = await underPolicy({ settings }, { beforeHold }, dan);
    expect([goes, state.protection]).toEqual([false, chosen]);
  });

  it('takes nothing for chosen that another sender was only held to', async () => {
    const held = { sign: false, encrypt: true, isHeld: true };
    const { goes, state } = await underPolicy({ settings: { sign: { value: 'always' } } }, { protection: held });
    expect([goes, state.protection]).toEqual([true, { sign: true, encrypt: true, isHeld: true }]);
    const lowered = await underPolicy(
      { rules: [{ id: 'open', encrypt: 'forbid', override: 'none' }], settings: { sign: { value: 'never' } } },
      { protection: held },
    );
    expect([lowered.goes, lowered.said]).toEqual([false, expect.stringContaining('may not be encrypted')]);
  });

  it('holds to a rule about answers to encrypted messages where nobody knows what is answered', async () => {
    const rules = [{ id: 'answers', when: { replyToEncrypted: true }, encrypt: 'require' }];
    const off = { sign: true, encrypt: false };
    const unknown = await underPolicy({ rules }, { protection: off, answered: 8 });
    expect(unknown.state.protection).toEqual({ sign: true, encrypt: true });
    const plain = await underPolicy({ rules }, { protection: off, answered: 7 });
    expect(plain.state.protection).toEqual(off);
    const forbidden = [{ id: 'answers', when: { replyToEncrypted: true }, sign: 'forbid' }];
    expect((await underPolicy({ rules: forbidden }, { answered: 8 })).state.protection).toMatchObject({ sign: true });
  });

  it('counts attachments, and what is written, for rules about size', async () => {
    const rules = [{ id: 'big', when: { size: { over: 140_000 } }, encrypt: 'require' }];
    const protection = { sign: true, encrypt: false };
    const sized = (size: number) => underPolicy({ rules }, { protection, attachments: [{ name: 'a.pdf', size }] });
    expect((await sized(100_000)).state.protection).toEqual(protection);
    expect((await sized(110_000)).state.protection).toEqual({ sign: true, encrypt: true });
  });
});

describe('building a message under a policy', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  const header = new Uint8Array(Buffer.from('From: alice@signet.example\r\nSubject: =?utf-8?q?Pl=C3=A4ne?=\r\n'))
    .buffer;
  const facts = { ...DRAFT, newsgroups: '', header, queued: false, protection: { sign: true, encrypt: false } };

  async function built(document: object, more: Partial<BuildFacts> = {}, state: Partial<FakeTabs> = {}) {
    const asked: SendRequest['protection'][] = [];
    const prepare: Core['prepare'] = (request, work) => {
      asked.push(request.protection);
      return world.ports.core.prepare(request, work);
    };
    const ports = { ...world.ports, core: { ...world.ports.core, prepare }, policy: () => ruled(document) };
    const hosts = { compose: fakeTabs({ shown: 0, ...state }), outbox: NO_OUTBOX, lists: LISTS };
    const answer = await new MessageSender(hosts, ports, 'en', answered, LET_GO).build({ ...facts, ...more }, entity());
    return { answer, how: asked[0] };
  }
  const refused = (text: string) => ({ kind: 'refused', message: expect.stringContaining(text) as string });
  const SEALED = {
    id: 'sealed',
    when: { recipient: ['*@signet.example'] },
    encrypt: 'require',
    text: 'Ours is sealed.',
  };

  it('asks the policy again about the people who are really in it', async () => {
    const rules = [{ ...SEALED, when: { recipient: ['carol@signet.example'] } }];
    expect((await built({ rules })).answer.kind).toBe('ready');
    const widened = await built({ rules }, { to: 'bob@signet.example, carol@signet.example' });
    expect(widened.answer).toMatchObject(refused('Ours is sealed.'));
    expect(widened.how).toBeUndefined();
  });

  it('refuses what it could encrypt and was not asked to, where a rule wants that now', async () => {
    const { answer } = await built({ rules: [SEALED] });
    expect(answer).toMatchObject(refused('press Send once more'));
  });

  it('goes by the subject that the message has', async () => {
    const rules = [{ id: 'plans', when: { subject: ['pläne'] }, encrypt: 'require' }];
    expect((await built({ rules })).answer).toMatchObject(refused('press Send once more'));
  });

  it('takes a yes for nobody else than those it was given for', async () => {
    const settings = { encrypt: { value: 'always' }, missingCertificate: { value: 'ask' } };
    const to = 'dan@signet.example';
    expect((await built({ settings }, { tabId: 5, to })).answer).toMatchObject(refused('certificate'));
    await askedAndAgreed(5, { to: 'Dan <DAN@signet.example>' }, ['certificate-missing']);
    expect((await built({ settings }, { tabId: 5, to })).answer.kind).toBe('ready');
    const others = { tabId: 5, to: `${to}, erin@signet.example` };
    expect((await built({ settings }, others)).answer).toMatchObject(refused('erin@signet.example'));
  });

  it('takes a yes about a list for its members', async () => {
    const settings = { encrypt: { value: 'always' }, missingCertificate: { value: 'ask' } };
    await askedAndAgreed(6, { to: 'Friends <Friends>' }, ['certificate-missing']);
    const to = 'bob@signet.example, carol@signet.example';
    expect((await built({ settings }, { tabId: 6, to })).answer.kind).toBe('ready');
  });

  it('refuses where the archive was taken out again, and counts it as no recipient', async () => {
    const settings = {
      archive: { value: { address: 'alice@signet.example', when: 'always' } },
      sign: { value: 'always' },
    };
    expect((await built({ settings })).answer).toMatchObject(refused('press Send once more'));
    const rules = [{ id: 'own', when: { recipient: ['alice@signet.example'] }, encrypt: 'require' }];
    expect((await built({ settings, rules }, { bcc: 'alice@signet.example' })).answer.kind).toBe('ready');
  });

  it('holds to rules about what only the window knows, where that is gone', async () => {
    const rules = [{ id: 'files', when: { attachment: ['.pdf'] }, encrypt: 'require' }];
    expect((await built({ rules }, { tabId: 7 })).answer.kind).toBe('ready');
    expect((await built({ rules })).answer).toMatchObject(refused('press Send once more'));
    const state = { attachments: [{ name: 'a.PDF', size: 10 }] };
    expect((await built({ rules }, { tabId: 7 }, state)).answer).toMatchObject(refused('press Send once more'));
  });

  it('writes it as the policy wants', async () => {
    const settings = {
      form: { value: 'opaque' },
      headerProtection: { value: 'hcp_shy' },
      'algorithms.floor': { value: 'aes-256-gcm' },
    };
    expect((await built({ settings })).how).toMatchObject({
      form: 'opaque',
      headerPolicy: 'hcp_shy',
      rules: { floor: 'aes-256-gcm', ceiling: 'aes-256-gcm' },
    });
  });
});
