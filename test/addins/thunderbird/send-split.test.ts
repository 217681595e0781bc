import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { MessageSender } from '../../../addins/thunderbird/background/send-messages';
import { type BuildAnswer, type BuildFacts } from '../../../addins/thunderbird/host/compose-tabs';
import { agreeToQuote, isQuoteAsked } from '../../../addins/thunderbird/quote-agreement';
import { takeRefusedTexts } from '../../../addins/thunderbird/refused-texts';
import { decideInTab } from '../../../addins/thunderbird/compose-protection';
import { switched } from '../../../addins/thunderbird/draft-source';
import { type NotedDecision } from '../../../addins/policy/decision-record';
import { type PolicyInForce } from '../../../addins/policy/policy-in-force';
import { latin1Text, parsePolicy } from '../../../shared/index';
import {
  answered,
  createWorld,
  DRAFT,
  entity,
  fakeTabs,
  type FakeTabs,
  LET_GO,
  LISTS,
  NO_OUTBOX,
  type World,
} from './send-world';

const BOB = 'bob@signet.example';
const DAN = 'dan@signet.example';
const BOTH = { ...DRAFT, to: `${BOB}, ${DAN}` };

/** Mail to bob is encrypted by a rule; dan has no certificate. */
describe('a message to recipients of different rules, where each gets what is meant for them', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  const policy = (): Promise<PolicyInForce> => {
    const reading = parsePolicy(
      JSON.stringify({
        version: 2,
        settings: {
          mixedRecipients: { value: 'split' },
          sign: { value: 'always', change: 'free' },
          encrypt: { value: 'offer', change: 'free' },
        },
        rules: [{ id: 'bob', when: { recipient: [BOB] }, encrypt: 'require' }],
      }),
    );
    if (reading.kind !== 'policy') throw new Error(JSON.stringify(reading.faults));
    return Promise.resolve({ kind: 'new', document: reading.document, reasons: [] });
  };
  interface Sender {
    readonly sender: MessageSender;
    readonly state: FakeTabs;
    readonly noted: NotedDecision[];
    readonly letGo: string[];
    readonly queued: string[];
  }
  function senderOf(state: Partial<FakeTabs> = {}): Sender {
    const full: FakeTabs = { shown: 0, ...state };
    const [noted, letGo, queued]: [NotedDecision[], string[], string[]] = [[], [], []];
    const record = { ...world.ports.record, note: (one: NotedDecision) => Promise.resolve(void noted.push(one)) };
    const outbox = { ...NO_OUTBOX, add: (_: Blob, id: string) => Promise.resolve(void queued.push(id)) };
    const keep = { ...LET_GO, add: (id: string) => Promise.resolve(void letGo.push(id)) };
    const hosts = { compose: fakeTabs(full), outbox, lists: LISTS };
    const sender = new MessageSender(hosts, { ...world.ports, policy, record }, 'en', answered, keep);
    return { sender, state: full, noted, letGo, queued };
  }
  const header = Buffer.from(`Message-ID: <1@x>\r\nFrom: alice@signet.example\r\nTo: ${BOTH.to}\r\nSubject: Hello\r\n`);
  const facts = (more: Partial<BuildFacts> = {}): BuildFacts => ({
    ...BOTH,
    tabId: 5,
    newsgroups: '',
    header: new Uint8Array(header).buffer,
    queued: false,
    protection: { sign: true, encrypt: true, isHeld: true, wished: {}, open: [DAN], sealed: [BOB] },
    ...more,
  });
  const kindOf = (entityOctets: Uint8Array | undefined): string =>
    /^content-type: ([a-z/0-9-]+)/im.exec(latin1Text(new Uint8Array(entityOctets ?? [])))?.[1] ?? '';
  const ready = (answer: BuildAnswer) => {
    if (answer.kind !== 'ready') throw new Error(answer.message);
    return answer;
  };

  it('goes although one of them has no certificate, held to all that any of its messages has, and to no wish for others', async () => {
    const { sender, state } = senderOf();
    expect(await sender.mayGo(5, 1, BOTH)).toBe(true);
    const shown = { isHeld: true, open: [DAN], sealed: [BOB] };
    expect(state.protection).toEqual({ sign: true, encrypt: true, wished: {}, ...shown });
    const chosen = senderOf({ protection: { sign: false, encrypt: false } });
    expect(await chosen.sender.mayGo(5, 1, BOTH)).toBe(true);
    const wished = { sign: false, encrypt: false };
    expect(chosen.state.protection).toEqual({ sign: false, encrypt: true, wished, ...shown });
  });

  it('stays split where the sender switches the other button, and is for all where they switch encryption on', async () => {
    const shown = { sign: true, encrypt: true };
    const unsigned = switched({ sign: false, encrypt: true }, shown, { chosen: undefined, isSplit: true });
    const { sender, state } = senderOf({ protection: unsigned });
    expect(await sender.mayGo(5, 1, BOTH)).toBe(true);
    expect(state.protection).toMatchObject({ sign: false, encrypt: true, open: [DAN], sealed: [BOB] });
    const off = switched({ sign: true, encrypt: false }, shown, { chosen: undefined, isSplit: true });
    expect(off).toEqual({ sign: true, encrypt: false });
  });

  it('does not go where the sender wants it encrypted for all of them', async () => {
    const { sender } = senderOf({ protection: { sign: true, encrypt: true } });
    expect(await sender.mayGo(5, 1, BOTH)).toBe(false);
    expect((await takeRefusedTexts(5)).join()).toContain(DAN);
  });

  it('asks before text of an encrypted message goes unencrypted to some, although others get it encrypted', async () => {
    const off = { protection: { sign: true, encrypt: false }, forwarded: 9 };
    const asking = senderOf(off);
    expect(await asking.sender.mayGo(5, 1, BOTH)).toBe(false);
    expect(await isQuoteAsked(5)).toBe(true);
    await agreeToQuote(5);
    expect(await senderOf(off).sender.mayGo(5, 1, BOTH)).toBe(true);
  });

  it('goes to nobody unencrypted who was shown as one who gets it encrypted, until that was seen', async () => {
    const protection = { sign: true, encrypt: true, isHeld: true, wished: {}, open: [], sealed: [BOB, DAN] };
    const { sender, state, noted } = senderOf({ protection });
    expect(await sender.mayGo(5, 1, BOTH)).toBe(false);
    expect((await takeRefusedTexts(5)).join()).toMatch(/shown as encrypted to dan@/);
    expect(state.protection).toEqual(protection);
    // Also where nobody is left who can read it.
    expect(await sender.mayGo(5, 1, { ...DRAFT, to: DAN })).toBe(false);
    expect(noted.map(({ event }) => event)).toEqual(['refused', 'refused']);
    const context = { lists: LISTS, isAboutEncrypted: () => Promise.resolve(false), isShown: true };
    for (const draft of [BOTH, { ...DRAFT, to: DAN }]) {
      const seen = await decideInTab(fakeTabs(state), 5, draft, { ...world.ports, policy }, context);
      expect(seen.lost).toBeUndefined();
      expect(await sender.mayGo(5, 1, draft)).toBe(true);
    }
  });

  it('becomes one message for each, of which the encrypted one is the sender’s own', async () => {
    const { sender, noted } = senderOf();
    const { entity: own, copies, readers } = ready(await sender.build(facts(), entity()));
    expect([kindOf(own), readers]).toEqual(['application/pkcs7-mime', [BOB]]);
    expect(copies.map((copy) => [copy.recipients, kindOf(copy.entity)])).toEqual([[[DAN], 'multipart/signed']]);
    expect(noted.map(({ event, has, decided }) => [event, has, decided.recipients])).toEqual([
      ['let-go', { sign: true, encrypt: true }, [BOB]],
      ['let-go', { sign: true, encrypt: false }, [DAN]],
    ]);
  });

  it('waits in the Outbox as messages of their own, and what is not encrypted there was let go', async () => {
    const { sender, queued, letGo } = senderOf();
    const answer = ready(await sender.build(facts({ queued: true }), entity()));
    const id = queued[0] ?? '';
    expect(answer.copies).toEqual([]);
    expect(latin1Text(new Uint8Array(answer.header))).toContain(`To: ${BOB}\r\n`);
    expect([queued.length, letGo]).toEqual([1, [`<${id}>`]]);
  });

  it('is one message again where nobody else is in it', async () => {
    const { sender } = senderOf();
    const { entity: own, copies } = ready(await sender.build(facts({ to: BOB }), entity()));
    expect([kindOf(own), copies]).toEqual(['application/pkcs7-mime', []]);
  });

  it('does not leave with less than its window showed', async () => {
    const { sender } = senderOf();
    const erin = `${DAN}, erin@signet.example`;
    const signed = { sign: true, encrypt: false };
    expect(await sender.build(facts({ protection: signed }), entity())).toMatchObject({ kind: 'refused' });
    expect(ready(await sender.build(facts({ to: erin, protection: signed }), entity())).copies).toEqual([]);
    // Another add-on put in somebody whom no window showed as one who gets it in clear.
    const more = facts({ to: `${BOTH.to}, erin@signet.example` });
    expect(await sender.build(more, entity())).toMatchObject({ kind: 'refused' });
    // Held to encryption for somebody who is no more in it.
    expect(await sender.build(facts({ to: erin }), entity())).toMatchObject({ kind: 'refused' });
  });
});
