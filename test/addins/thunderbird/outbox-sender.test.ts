/** @jest-environment ./test/support/jsdom-environment.js */
import { OutboxSender, type OutboxHosts } from '../../../addins/thunderbird/background/outbox-sender';
import { usePolicyStrings } from '../../../addins/ui/index';
import { capabilityStrings } from '../../../addins/thunderbird/capability-strings';
import {
  type BuildAnswer,
  type BuildFacts,
  type OpenPgp,
  type Protection,
} from '../../../addins/thunderbird/host/compose-tabs';
import { type OutboxTry } from '../../../addins/thunderbird/host/environment';
import { parseEntity, utf8Bytes } from '../../../shared/index';

const STRINGS = capabilityStrings('en');
const READY: BuildAnswer = {
  kind: 'ready',
  header: utf8Bytes('Subject: [...]\r\n'),
  entity: utf8Bytes('Content-Type: text/plain\r\n\r\nsealed\r\n'),
  copies: [],
  readers: ['bob@signet.example'],
  partly: '',
};

interface Attempt {
  readonly protection?: Protection | undefined;
  readonly openPgp?: OpenPgp;
  /** What it was held to when it was decided about; left out: what is asked for. */
  readonly held?: Protection;
  readonly built?: BuildAnswer;
  readonly details?: object;
  /** How often the Outbox takes nothing. */
  readonly fails?: number;
  /** What was put there by then, or may have been. */
  readonly there?: string[];
}

function attempt({
  protection,
  openPgp,
  held = openPgp ? undefined : protection,
  built = READY,
  details = {},
  fails = 0,
  there = [],
}: Attempt) {
  const seen = {
    ids: [] as string[],
    closed: 0,
    refused: [] as string[],
    waiting: [] as string[],
    facts: [] as BuildFacts[],
  };
  const tries = new Map<number, OutboxTry>();
  const window = { details };
  let left = fails;
  const hosts: OutboxHosts = {
    compose: {
      protection: () => Promise.resolve(protection),
      openPgp: () => Promise.resolve(openPgp ?? { signs: false, encrypts: false }),
      closeSent: () => Promise.resolve(void (seen.closed += 1)),
    },
    outbox: {
      add(_message, id) {
        seen.ids.push(id);
        if (left-- > 0) return Promise.reject(new Error('full'));
        if (!there.includes(id)) there.push(id);
        return Promise.resolve();
      },
      hasTaken: (beginning) => Promise.resolve(there.some((id) => id.startsWith(beginning))),
    },
    lists: { members: () => Promise.resolve(undefined) },
    clock: { now: () => new Date() },
    read: () =>
      Promise.resolve({
        details: {
          from: 'Alice <alice@signet.example>',
          to: ['bob@signet.example'],
          identityId: 'id1',
          ...window.details,
        },
        files: [],
        unread: [],
        threading: {},
      }),
    tries: {
      of: (tabId) => Promise.resolve(tries.get(tabId)),
      keep: (tabId, tried) => Promise.resolve(void tries.set(tabId, tried)),
    },
    tellWaiting: (id) => seen.waiting.push(id),
  };
  const sender = {
    heldTo: () => held,
    build(facts: BuildFacts) {
      seen.facts.push(facts);
      return Promise.resolve(
        built.kind === 'ready' && built === READY ? { ...built, header: new Uint8Array(facts.header) } : built,
      );
    },
    refuse: (_tab: number, _window: number, texts: readonly string[]) =>
      Promise.resolve(void seen.refused.push(...texts)),
  };
  return { seen, there, window, outbox: new OutboxSender(hosts, sender, 'en') };
}

const BOTH = { sign: true, encrypt: true };

describe('a message that may go', () => {
  it.each([
    ['nothing is asked for', {}],
    ['nothing is asked for in the end', { protection: { sign: false, encrypt: false } }],
    ['OpenPGP does it', { protection: BOTH, openPgp: { signs: false, encrypts: true } }],
  ])('is left to Thunderbird where %s', async (_why, options) => {
    const { outbox, seen } = attempt(options);
    expect(await outbox.leavesByItself(1, 2)).toBe(true);
    expect(seen).toMatchObject({ ids: [], facts: [], closed: 0 });
  });

  it('is built, put into the Outbox, and its window closed', async () => {
    const { outbox, seen } = attempt({ protection: BOTH });
    expect(await outbox.leavesByItself(1, 2)).toBe(false);
    const [facts] = seen.facts;
    expect(facts).toMatchObject({ tabId: 1, from: 'alice@signet.example', to: 'bob@signet.example', queued: true });
    const header = parseEntity(new Uint8Array(facts?.header ?? new ArrayBuffer(0))).header;
    expect(header.first('message-id')).toBe(`<${seen.ids[0] ?? ''}>`);
    expect(seen).toMatchObject({ closed: 1, refused: [], waiting: seen.ids });
    expect(seen.ids[0]).toMatch(/@signet\.example$/);
  });

  it.each([
    ['none', undefined],
    ['none in the end', { sign: false, encrypt: false }],
    ['only a signature', { sign: true, encrypt: false }],
  ])('stays where it was held to more than is asked for by now: %s', async (_, protection) => {
    const { outbox, seen } = attempt({ protection, held: BOTH });
    expect(await outbox.leavesByItself(1, 2)).toBe(false);
    expect(seen).toMatchObject({ ids: [], facts: [], closed: 0, refused: [usePolicyStrings('en').changed] });
  });

  it('stays where it cannot be built, and says why', async () => {
    const { outbox, seen } = attempt({ protection: BOTH, built: { kind: 'refused', message: 'no certificate' } });
    expect(await outbox.leavesByItself(1, 2)).toBe(false);
    expect(seen).toMatchObject({ ids: [], closed: 0, refused: ['no certificate'] });
  });

  it('stays where it has what cannot be carried, and nothing of it is built', async () => {
    const { outbox, seen } = attempt({ protection: BOTH, details: { attachVCard: true } });
    expect(await outbox.leavesByItself(1, 2)).toBe(false);
    expect(seen).toMatchObject({ facts: [], closed: 0, refused: [STRINGS.refusedHere, STRINGS.refused.vcard] });
  });

  it('stays where the Outbox does not take it, and goes there under the same id later, once', async () => {
    const { outbox, seen, there } = attempt({ protection: BOTH, fails: 1 });
    await outbox.leavesByItself(1, 2);
    expect(seen).toMatchObject({ closed: 0, refused: [STRINGS.notStored], waiting: [] });
    await outbox.leavesByItself(1, 2);
    // The window did not close, and Send is pressed once more.
    await outbox.leavesByItself(1, 2);
    expect([seen.ids.length, new Set(seen.ids).size, there.length, seen.closed]).toEqual([2, 1, 1, 1]);
    expect(seen.refused.at(-1)).toBe(STRINGS.alreadyThere);
  });

  it('has another id where it was changed and nothing of it got there', async () => {
    const { outbox, seen, there, window } = attempt({ protection: BOTH, fails: 1 });
    await outbox.leavesByItself(1, 2);
    window.details = { subject: 'Another' };
    await outbox.leavesByItself(1, 2);
    expect([new Set(seen.ids).size, there.length, seen.closed]).toEqual([2, 1, 1]);
  });

  it.each([
    ['changed', { body: 'another text' }],
    ['sent to somebody else', { to: ['carol@signet.example'] }],
  ])('stays where it got there, or a part of it, and was %s since', async (_what, details) => {
    const { outbox, seen, there, window } = attempt({ protection: BOTH });
    await outbox.leavesByItself(1, 2);
    window.details = details;
    expect(await outbox.leavesByItself(1, 2)).toBe(false);
    expect([seen.refused, seen.facts.length, there.length]).toEqual([[STRINGS.earlierForm], 1, 1]);
  });

  it('says that a part of it is there where the rest is not', async () => {
    const there: string[] = [];
    const { outbox, seen } = attempt({ protection: BOTH, built: { kind: 'refused', message: 'no copy' }, there });
    await outbox.leavesByItself(1, 2);
    expect(seen.refused).not.toContain(STRINGS.partlyStored);
    const header = parseEntity(new Uint8Array(seen.facts[0]?.header ?? new ArrayBuffer(0))).header;
    there.push((header.first('message-id') ?? '').slice(1).replace('@', '.0123456789abcdef@'));
    await outbox.leavesByItself(1, 2);
    expect(seen.refused).toEqual(['no copy', 'no copy', STRINGS.partlyStored]);
  });

  it('is known in the Outbox by the Message-ID that it has there, also as a blind copy', async () => {
    const header = utf8Bytes('Message-ID: <x.0123456789abcdef@signet.example>\r\n');
    const { outbox, seen } = attempt({ protection: BOTH, built: { ...READY, header } });
    await outbox.leavesByItself(1, 2);
    expect([seen.ids, seen.waiting]).toEqual([
      ['x.0123456789abcdef@signet.example'],
      ['x.0123456789abcdef@signet.example'],
    ]);
  });

  it('stays where anything else fails', async () => {
    const { outbox, seen } = attempt({ protection: BOTH, details: { identityId: undefined } });
    expect(await outbox.leavesByItself(1, 2)).toBe(false);
    expect([seen.refused.length, seen.closed, seen.ids.length]).toEqual([1, 0, 0]);
  });
});
