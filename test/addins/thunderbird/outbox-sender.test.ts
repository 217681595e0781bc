/** @jest-environment ./test/support/jsdom-environment.js */
import { OutboxSender, type OutboxHosts } from '../../../addins/thunderbird/background/outbox-sender';
import { capabilityStrings } from '../../../addins/thunderbird/capability-strings';
import {
  type BuildAnswer,
  type BuildFacts,
  type OpenPgp,
  type Protection,
} from '../../../addins/thunderbird/host/compose-tabs';
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
  readonly built?: BuildAnswer;
  readonly details?: object;
  /** How often the Outbox takes nothing. */
  readonly fails?: number;
}

function attempt({ protection, openPgp, built = READY, details = {}, fails = 0 }: Attempt) {
  const seen = {
    ids: [] as string[],
    closed: 0,
    refused: [] as string[],
    waiting: [] as string[],
    facts: [] as BuildFacts[],
  };
  const ids = new Map<number, string>();
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
        return left-- > 0 ? Promise.reject(new Error('full')) : Promise.resolve();
      },
    },
    lists: { members: () => Promise.resolve(undefined) },
    clock: { now: () => new Date() },
    read: () =>
      Promise.resolve({
        details: { from: 'Alice <alice@signet.example>', to: ['bob@signet.example'], identityId: 'id1', ...details },
        files: [],
        unread: [],
        threading: {},
      }),
    ids: {
      of(tabId) {
        if (!ids.has(tabId)) ids.set(tabId, crypto.randomUUID());
        return Promise.resolve(ids.get(tabId) ?? '');
      },
      forget: (tabId) => Promise.resolve(void ids.delete(tabId)),
    },
    stayAwake: () => Promise.resolve(),
    tellWaiting: (id) => seen.waiting.push(id),
  };
  const sender = {
    build(facts: BuildFacts) {
      seen.facts.push(facts);
      return Promise.resolve(built);
    },
    refuse: (_tab: number, _window: number, texts: readonly string[]) =>
      Promise.resolve(void seen.refused.push(...texts)),
  };
  return { seen, outbox: new OutboxSender(hosts, sender, 'en') };
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

  it('stays where the Outbox does not take it, and goes there under the same id later', async () => {
    const { outbox, seen } = attempt({ protection: BOTH, fails: 1 });
    await outbox.leavesByItself(1, 2);
    expect(seen).toMatchObject({ closed: 0, refused: [STRINGS.notStored], waiting: [] });
    await outbox.leavesByItself(1, 2);
    expect(new Set(seen.ids).size).toBe(1);
    await outbox.leavesByItself(1, 2);
    expect(new Set(seen.ids).size).toBe(2);
  });

  it('stays where anything else fails', async () => {
    const { outbox, seen } = attempt({ protection: BOTH, details: { identityId: undefined } });
    expect(await outbox.leavesByItself(1, 2)).toBe(false);
    expect([seen.refused.length, seen.closed, seen.ids.length]).toEqual([1, 0, 0]);
  });
});
