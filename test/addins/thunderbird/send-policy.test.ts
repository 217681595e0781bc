import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { MessageSender } from '../../../addins/thunderbird/background/send-messages';
import { type Draft } from '../../../addins/thunderbird/host/compose-tabs';
import { keptMessageOptions } from '../../../addins/thunderbird/message-options';
import { takeRefusedTexts } from '../../../addins/thunderbird/refused-texts';
import { agreeToPolicyQuestions, openPolicyQuestions } from '../../../addins/thunderbird/policy-agreement';
import { type PolicyInForce } from '../../../addins/policy/policy-in-force';
import { parsePolicy, SignetError } from '../../../shared/index';

import {
  DRAFT,
  type FakeTabs,
  LISTS,
  NO_OUTBOX,
  PGP_ENCRYPTS,
  type World,
  answered,
  createWorld,
  fakeTabs,
} from './send-world';

describe('before a message is built, under an organisation’s policy', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  const ruled = (document: object): Promise<PolicyInForce> => {
    const reading = parsePolicy(JSON.stringify({ version: 2, ...document }));
    if (reading.kind !== 'policy') throw new Error(JSON.stringify(reading.faults));
    return Promise.resolve({ kind: 'new', document: reading.document, reasons: [] });
  };
  async function underPolicy(document: object, state: Partial<FakeTabs> = {}, draft: Partial<Draft> = {}) {
    const full: FakeTabs = { shown: 0, ...state };
    const ports = { ...world.ports, policy: () => ruled(document) };
    const hosts = { compose: fakeTabs(full), outbox: NO_OUTBOX, lists: LISTS };
    const goes = await new MessageSender(hosts, ports, 'en', answered).mayGo(1, 1, { ...DRAFT, ...draft });
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
    expect(await openPolicyQuestions(1)).toEqual(['certificate-missing']);
    await agreeToPolicyQuestions(1, { ...DRAFT, ...dan }, ['certificate-missing']);
    // A yes is about these people alone, and about what they were asked for.
    expect((await underPolicy({ settings }, {}, { to: 'dan@signet.example, erin@signet.example' })).goes).toBe(false);
    const { goes, state } = await underPolicy({ settings }, {}, dan);
    expect([goes, state.protection]).toEqual([true, { sign: true, encrypt: false, isHeld: true }]);
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

  it('decides how the message is written, and leaves to the user what it says nothing of', async () => {
    await underPolicy({
      settings: {
        form: { value: 'opaque' },
        headerProtection: { value: 'hcp_shy' },
        'algorithms.floor': { value: 'aes-256-gcm' },
      },
    });
    expect(await keptMessageOptions(1)).toEqual({
      form: 'opaque',
      headerPolicy: 'hcp_shy',
      rules: { floor: 'aes-256-gcm', ceiling: 'aes-256-gcm' },
    });
    await underPolicy({});
    expect(Object.keys(await keptMessageOptions(1))).toEqual(['rules']);
  });

  it('sends nothing where nobody knows which policy there is', async () => {
    const full: FakeTabs = { shown: 0 };
    const ports = { ...world.ports, policy: () => Promise.reject(new SignetError('storage', 'gone')) };
    const hosts = { compose: fakeTabs(full), outbox: NO_OUTBOX, lists: LISTS };
    expect(await new MessageSender(hosts, ports, 'en', answered).mayGo(1, 1, DRAFT)).toBe(false);
    expect(await takeRefusedTexts(1)).toHaveLength(1);
  });
});
