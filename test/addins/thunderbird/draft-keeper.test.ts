import { DraftKeeper } from '../../../addins/thunderbird/background/draft-keeper';
import { type BuildAnswer, type BuildFacts } from '../../../addins/thunderbird/host/compose-tabs';
import { type Ports } from '../../../addins/thunderbird/wiring';
import { setDraftKeeping } from '../../../addins/policy/default-protection';
import { latin1Bytes, latin1Text, SignetError } from '../../../shared/index';
import { createWorld, DRAFT, entity, type World } from './send-world';

const HEADER = latin1Bytes(
  'Message-ID: <1@signet.example>\r\nFrom: Alice <alice@signet.example>\r\nTo: bob@signet.example\r\nSubject: Secret\r\nMIME-Version: 1.0\r\n',
);
const FACTS: BuildFacts = {
  ...DRAFT,
  newsgroups: '',
  header: HEADER.buffer,
  queued: true,
  isDraft: true,
  protection: { sign: true, encrypt: true },
};

let world: World;
beforeEach(async () => {
  const made = await createWorld();
  const kept = new Map<string, unknown>();
  const settings = {
    get: (name: string) => Promise.resolve(kept.get(name)),
    set: (name: string, value: unknown) => Promise.resolve(void kept.set(name, value)),
  };
  world = { ...made, ports: { ...made.ports, core: { ...made.ports.core, settings } } };
});

function keeper(core: Partial<Ports['core']> = {}, isOwn: Promise<boolean> = Promise.resolve(true)): DraftKeeper {
  const compose = { isOwnDraft: () => isOwn, showSending: () => Promise.resolve() };
  const pane = { message: () => Promise.resolve(new Blob(['draft'])) };
  return new DraftKeeper({ compose, pane }, { ...world.ports, core: { ...world.ports.core, ...core } }, 'en');
}

const textOf = (answer: BuildAnswer): string =>
  answer.kind === 'ready' ? latin1Text(new Uint8Array([...answer.header, ...answer.entity])) : answer.message;

describe('a draft that is kept', () => {
  it('is encrypted to its writer where the message is to be encrypted', async () => {
    const answer = await keeper().build(FACTS, entity());
    expect(answer).toMatchObject({ kind: 'ready', copies: [], readers: [] });
    expect(textOf(answer)).toContain('Subject: [...]\r\nMIME-Version: 1.0\r\nX-Signet-Draft: encrypted\r\n');
    expect(textOf(answer)).not.toMatch(/hello|Secret/);
  });

  it('is kept as it is where the message is not, and where its writer wants that', async () => {
    const plain = { ...FACTS, protection: { sign: true, encrypt: false } };
    expect(textOf(await keeper().build(plain, entity()))).toContain('Secret');
    await setDraftKeeping(world.ports.core.settings, false);
    expect(textOf(await keeper().build(FACTS, entity()))).toContain('hello');
  });

  it('is encrypted whatever its writer wants where a policy says so', async () => {
    await setDraftKeeping(world.ports.core.settings, false);
    const { policy } = world.ports;
    const settings = { drafts: { value: 'encrypted' } } as const;
    world = {
      ...world,
      ports: { ...world.ports, policy: async () => ({ ...(await policy()), document: { version: 2, settings } }) },
    };
    expect(textOf(await keeper().build(FACTS, entity()))).not.toContain('hello');
  });

  it('is not kept, in words, where it cannot be encrypted', async () => {
    const other = { ...FACTS, from: 'nobody@signet.example' };
    const answer = await keeper().build(other, entity());
    expect(answer.kind).toBe('refused');
    expect(textOf(answer)).toMatch(/^The draft was not saved[^]+\n.*nobody@signet\.example/);
  });

  it('is not kept where that cannot be found out', async () => {
    const unread = (): Promise<never> => Promise.reject(new SignetError('malformed-policy', 'unread', 'unread'));
    world = { ...world, ports: { ...world.ports, policy: unread } };
    expect((await keeper().build(FACTS, entity())).kind).toBe('refused');
  });
});

describe('a draft that is opened again', () => {
  const restored = { sign: true, encrypt: true, message: latin1Bytes('Subject: Secret\r\n\r\n') };

  it('is left to Thunderbird where it is not one of ours', async () => {
    expect(await keeper({}, Promise.resolve(false)).reopen(7)).toBeNull();
  });

  it('is opened with its message and what was asked for it', async () => {
    const core = { restoreDraft: () => Promise.resolve(restored) };
    const { message, ...protection } = restored;
    expect(await keeper(core).reopen(7)).toEqual({ message, protection });
  });

  it('stays closed, in words, where it was not written by Signet or no key opens it', async () => {
    for (const [code, words] of [
      ['unsupported', 'not written as a draft by Signet'],
      ['decryption-failed', 'It is untouched'],
    ] as const) {
      const core = { restoreDraft: () => Promise.reject(new SignetError(code, 'closed', 'draft')) };
      expect(await keeper(core).reopen(7)).toEqual({ refused: expect.stringContaining(words) as string });
    }
  });

  it('is not opened where nobody knows whether it is one', async () => {
    await expect(keeper({}, Promise.reject(new Error('offline'))).reopen(7)).rejects.toThrow('offline');
  });
});
