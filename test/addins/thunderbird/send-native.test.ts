import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { MessageSender } from '../../../addins/thunderbird/background/send-messages';
import { type BuildFacts, type Draft } from '../../../addins/thunderbird/host/compose-tabs';
import { type NativeSmime } from '../../../addins/thunderbird/host/native-smime';
import { openPolicyQuestions } from '../../../addins/thunderbird/policy-agreement';
import { takeRefusedTexts } from '../../../addins/thunderbird/refused-texts';
import { latin1Bytes, parsePolicy } from '../../../shared/index';
import {
  answered,
  createWorld,
  DRAFT,
  entity,
  fakeTabs,
  LET_GO,
  LISTS,
  NO_OUTBOX,
  type FakeTabs,
  type World,
} from './send-world';

const ENGINE = { engine: { value: 'thunderbird' }, missingSigner: { value: 'block' } };
const FREE = { change: 'free', override: 'free' };
const SIGNS = { ...ENGINE, sign: { value: 'always', ...FREE }, encrypt: { value: 'offer', ...FREE } };
const SEALS = { ...SIGNS, encrypt: { value: 'always', ...FREE } };

describe('before Thunderbird’s own S/MIME builds a message for a policy', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  const has = (more: Partial<NativeSmime> = {}): NativeSmime => ({
    sign: world.paths.alice,
    encrypt: world.paths.alice,
    signsAll: false,
    readers: new Set(['bob@signet.example', 'carol@signet.example']),
    state: { sign: false, encrypt: false },
    ...more,
  });

  function senderFor(state: FakeTabs, settings: object): MessageSender {
    const reading = parsePolicy(JSON.stringify({ version: 2, settings }));
    if (reading.kind !== 'policy') throw new Error(JSON.stringify(reading.faults));
    const policy = () => Promise.resolve({ kind: 'new' as const, document: reading.document, reasons: [] });
    const hosts = { compose: fakeTabs(state), outbox: NO_OUTBOX, lists: LISTS };
    return new MessageSender(hosts, { ...world.ports, policy }, 'en', answered, LET_GO);
  }

  async function pressed(settings: object, state: Partial<FakeTabs> = {}, draft: Partial<Draft> = {}) {
    const full: FakeTabs = { shown: 0, native: has(), ...state };
    const goes = await senderFor(full, settings).mayGo(1, 1, { ...DRAFT, identityId: 'id1', ...draft });
    return { goes, said: (await takeRefusedTexts(1)).join(' '), held: full.protection, state: full.native?.state };
  }

  it('sets it to what was decided, and holds the window to that', async () => {
    const signed = { sign: true, encrypt: false };
    const held = { ...signed, isHeld: true, isNative: true };
    expect(await pressed(SIGNS)).toEqual({ goes: true, said: '', held, state: signed });
    const sealed = await pressed(SEALS);
    expect([sealed.goes, sealed.state]).toEqual([true, { sign: true, encrypt: true }]);
    const plain = { sign: false, encrypt: false };
    const never = await pressed({ ...ENGINE, sign: { value: 'never' }, encrypt: { value: 'never' } });
    expect([never.goes, never.state]).toEqual([true, plain]);
  });

  it('takes an exception of the user’s for what it is', async () => {
    const plain = { sign: false, encrypt: false };
    const native = has({ state: { sign: true, encrypt: false } });
    const { goes, state } = await pressed(SIGNS, { protection: plain, native });
    expect([goes, state]).toEqual([true, plain]);
  });

  it.each<[string, Partial<NativeSmime>, string]>([
    ['is chosen', { sign: undefined }, 'no certificate is chosen for that'],
    ['can be used', { sign: [] }, 'cannot be used'],
  ])('refuses where no certificate for signing %s, and says what to do', async (_, more, words) => {
    const { goes, said } = await pressed(SIGNS, { native: has(more) });
    expect([goes, said]).toEqual([false, expect.stringContaining(words)]);
  });

  it('refuses a certificate of somebody else, and one of an authority that may not sign', async () => {
    const other = await pressed(SIGNS, { native: has({ sign: world.paths.bob }) });
    expect([other.goes, other.said]).toEqual([false, expect.stringContaining('this sender’s address')]);
    const allowed = { 'signers.issuers': { value: ['ab'.repeat(32)] } };
    const barred = await pressed({ ...SIGNS, ...allowed });
    expect([barred.goes, barred.said]).toEqual([false, expect.stringContaining('not one of those that are allowed')]);
  });

  it('refuses to encrypt to whom its store does not know, and where the sender could not read it', async () => {
    const dan = await pressed(SEALS, {}, { to: 'dan@signet.example' });
    expect([dan.goes, dan.said]).toEqual([false, expect.stringMatching(/no valid certificate of dan@signet\.example/)]);
    const own = await pressed(SEALS, { native: has({ encrypt: [] }) });
    expect([own.goes, own.said]).toEqual([false, expect.stringContaining('you could not read what you sent')]);
    const open = { ...SIGNS, encrypt: { value: 'when-possible' } };
    const possible = await pressed(open, {}, { to: 'dan@signet.example' });
    expect([possible.goes, possible.state]).toEqual([true, { sign: true, encrypt: false }]);
  });

  it('shows nobody in Bcc to others: an archive that the policy names is no secret', async () => {
    const hidden = { bcc: 'carol@signet.example' };
    const { goes, said } = await pressed(SEALS, {}, hidden);
    expect([goes, said]).toEqual([false, expect.stringContaining('shows who is in Bcc: carol@signet.example')]);
    expect((await pressed(SEALS, {}, { to: '', ...hidden })).goes).toBe(true);
    expect((await pressed(SIGNS, {}, hidden)).goes).toBe(true);
    const archive = { archive: { value: { address: 'carol@signet.example' } } };
    expect((await pressed({ ...SEALS, ...archive }, {}, hidden)).goes).toBe(true);
  });

  it('asks what the policy leaves to the user', async () => {
    const settings = { ...SIGNS, missingSigner: { value: 'ask' } };
    const { goes, said } = await pressed(settings, { native: has({ sign: undefined }) });
    expect([goes, said]).toEqual([false, expect.stringContaining('Choose one in Account Settings')]);
    expect(await openPolicyQuestions(1, DRAFT, LISTS)).toEqual(['signer-missing']);
  });

  it('drops nothing in silence that its own buttons ask for', async () => {
    const offers = { ...ENGINE, sign: { value: 'offer', ...FREE }, encrypt: { value: 'offer', ...FREE } };
    const both = { sign: true, encrypt: true };
    expect((await pressed(offers, { native: has({ state: both }) })).state).toEqual(both);
    const habit = has({ state: { sign: true, encrypt: false }, signsAll: true });
    expect((await pressed(offers, { native: habit })).state).toEqual({ sign: false, encrypt: false });
    const nobody = await pressed(offers, { native: has({ state: both }) }, { to: 'dan@signet.example' });
    expect(nobody.goes).toBe(false);
  });

  it('refuses where Signet cannot look at what is built, where nobody knows who sends, and where it cannot be asked', async () => {
    expect((await pressed(SIGNS, { missing: ['_deliverMessage'] })).goes).toBe(false);
    expect((await pressed(SIGNS, {}, { identityId: undefined })).goes).toBe(false);
    const full: FakeTabs = { shown: 0 };
    expect(await senderFor(full, SIGNS).mayGo(1, 1, { ...DRAFT, identityId: 'id1' })).toBe(false);
  });

  it('builds nothing itself then', async () => {
    const facts: BuildFacts = {
      ...DRAFT,
      newsgroups: '',
      header: latin1Bytes('Subject: x\r\n').buffer,
      queued: false,
      protection: { sign: true, encrypt: false },
    };
    const answer = await senderFor({ shown: 0, native: has() }, SIGNS).build(facts, entity());
    expect(answer).toEqual({ kind: 'refused', message: expect.stringContaining('press Send once more') as string });
  });
});
