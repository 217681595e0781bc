import { type ConversationMessage } from '../../../../addins/outlook/graph/conversation';
import { type About } from '../../../../addins/outlook/host/compose-item';
import { isAboutEncrypted } from '../../../../addins/outlook/task-pane/compose/answered-message';
import { recipientRows } from '../../../../addins/outlook/task-pane/compose/recipient-rows';
import { formatProtection, parseProtection } from '../../../../addins/outlook/protection-header';
import { SignetError, type Readiness } from '../../../../shared/index';
import { type Certificate } from '../../../../shared/pkix/certificate';

type Ports = Parameters<typeof isAboutEncrypted>[1];
const person = (address: string, isList = false) => ({ name: '', address, ...(isList && { isList: true as const }) });
const HEAD = { from: person('alice@signet.example'), to: [person('bob@signet.example')], cc: [], bcc: [] };

function services(
  original?: string,
  messages: readonly ConversationMessage[] = [],
  noteEncrypted?: Ports['noteEncrypted'],
): Ports {
  const view = { summary: { encryption: original }, errant: [], signatures: [], encryption: { state: original } };
  return {
    core: {
      open: () =>
        original === 'locked'
          ? Promise.reject(new SignetError('locked', 'the keys are locked'))
          : Promise.resolve({ view, forget: () => undefined }),
    },
    originals: {
      storedEntity: () =>
        original === undefined ? Promise.reject(new Error('not there')) : Promise.resolve(new Blob(['x'])),
      wholeMessage: () => Promise.reject(new Error('not there')),
    },
    conversation: () => Promise.resolve(messages),
    noteEncrypted,
  } as unknown as Ports;
}

const about = (what: About, owner?: string) => ({
  about: () => Promise.resolve(what),
  conversationId: () => 'c',
  owner: () => Promise.resolve(owner),
});
const ANSWER = { kind: 'message', internetMessageId: '<1@x>' } as const;
const FORWARD: About = { kind: 'conversation', restId: 'AAQk' };

describe('a message that a draft answers', () => {
  it.each([
    ['is encrypted', 'opened', true],
    ['is so where it is not for this key', 'not-for-us', true],
    ['is taken for it where locked keys leave it closed', 'locked', true],
    ['is not where it is plain', 'none', false],
  ])('%s', async (_, original, expected) => {
    expect(await isAboutEncrypted(about(ANSWER), services(original))).toBe(expected);
  });

  it('is so where it was opened before, whatever another message of its Message-ID is', async () => {
    const item = { ...about(ANSWER), isAboutEncrypted: true } as const;
    expect(await isAboutEncrypted(item, services('none'))).toBe(true);
    expect(await isAboutEncrypted(item, services())).toBe(true);
  });

  it('is looked for by what the mailbox calls it where that is known', async () => {
    const asked: unknown[] = [];
    const ports = services('none');
    const storedEntity = (name: object) => Promise.resolve(void asked.push(name));
    const wholeMessage = () => Promise.resolve(new Blob(['x']));
    const from = { ...ports, originals: { ...ports.originals, storedEntity, wholeMessage } };
    await isAboutEncrypted(about({ ...ANSWER, restId: 'AAMk' }, 'team@signet.example'), from);
    expect(asked).toMatchObject([{ restId: 'AAMk', internetMessageId: '<1@x>' }]);
  });

  it('is none where the draft names none, and not known where it is not there', async () => {
    expect(await isAboutEncrypted(about({ kind: 'nothing' }), services('opened'))).toBe(false);
    await expect(isAboutEncrypted(about(ANSWER), services())).rejects.toThrow();
    expect(await isAboutEncrypted(about({ kind: 'unknown' }), services('none'))).toBe('unknown');
  });
});

describe('a conversation in which a draft is about an encrypted message', () => {
  it('is noted for the guard before that is told, where it is known to be one', async () => {
    const noted: string[] = [];
    const note = (id: string) => Promise.resolve(void noted.push(id));
    for (const original of ['none', 'opened', 'locked'])
      await isAboutEncrypted(about(ANSWER), services(original, [], note));
    await isAboutEncrypted(about({ kind: 'unknown' }), services('opened', [], note));
    await isAboutEncrypted({ ...about(ANSWER), conversationId: () => undefined }, services('opened', [], note));
    expect(noted).toEqual(['c', 'c']);
  });

  it('is told of where it cannot be noted', async () => {
    const note = () => Promise.reject(new SignetError('host', 'full'));
    expect(await isAboutEncrypted(about(ANSWER), services('opened', [], note))).toBe(true);
  });
});

describe('a conversation of which a draft forwards something', () => {
  const plain = { restId: '1', isSmime: false };
  const smime = { restId: '2', isSmime: true };

  it.each([
    ['has an encrypted message', 'opened', [plain, smime], true],
    ['has a signed one alone', 'none', [plain, smime], false],
    ['has nothing that need be opened', 'opened', [plain], false],
    ['is not there, so that nobody knows', 'opened', [], 'unknown'],
  ] as const)('%s', async (_, original, messages, expected) => {
    expect(await isAboutEncrypted(about(FORWARD), services(original, messages))).toBe(expected);
  });

  it('that has no message is that of a new one, where it may be', async () => {
    const old = { ...FORWARD, mayBeNew: true } as const;
    expect(await isAboutEncrypted(about(old), services('opened', []))).toBe(false);
    expect(await isAboutEncrypted(about(old), services('opened', [smime]))).toBe(true);
    // What a shared mailbox has is not asked for.
    expect(await isAboutEncrypted(about(old, 'sales@x'), services('opened', []))).toBe('unknown');
  });

  it('is not known where what may be encrypted does not open', async () => {
    await expect(isAboutEncrypted(about(FORWARD), services(undefined, [smime]))).rejects.toThrow();
  });
});

describe('what the draft carries of the choice', () => {
  it.each([
    [{ sign: true, encrypt: false }, 'sign'],
    [{ sign: true, encrypt: true, isChosen: true as const }, 'sign,encrypt,chosen'],
    [{ sign: false, encrypt: true, isChosen: true as const }, 'encrypt,chosen'],
  ])('%j is %j, and back', (choice, text) => {
    expect(formatProtection(choice)).toBe(text);
    expect(parseProtection(text)).toEqual(choice);
  });

  it('is nothing where nothing is asked for, but where the user said so', () => {
    expect(formatProtection({ sign: false, encrypt: false })).toBe('');
    expect(formatProtection({ sign: false, encrypt: false, isChosen: true })).toBe('chosen');
  });
});

describe('the people in a draft', () => {
  const none = { recipients: [], refusals: [], withOldCertificate: [], signer: undefined } as Readiness;
  const missing = (address: string): Readiness => ({
    ...none,
    recipients: [{ address, field: 'to', state: 'missing' }],
  });

  it('are being looked up until something is known of them', () => {
    expect(recipientRows(HEAD, undefined)).toMatchObject([{ state: 'checking', field: 'to' }]);
    expect(recipientRows(HEAD, none)).toMatchObject([{ state: 'checking' }]);
    expect(recipientRows(HEAD, missing('Bob@SIGNET.example'.toLowerCase()))).toMatchObject([{ state: 'missing' }]);
  });

  it('are not all, where the sender could not read their own copy', () => {
    const own = { address: HEAD.from.address, field: 'from', state: 'missing', ownCertificates: 0 } as const;
    const readiness: Readiness = { ...none, recipients: [own] };
    expect(recipientRows({ ...HEAD, to: [] }, readiness)).toEqual([{ address: own.address, state: 'missing' }]);
    const ready = { ...own, state: 'ready', certificate: {} as Certificate } as const;
    expect(recipientRows({ ...HEAD, to: [] }, { ...none, recipients: [ready] })).toEqual([]);
  });

  it('are a list where Outlook says so and the list has no certificate of its own', () => {
    const team = { ...HEAD, to: [person('team@signet.example', true)] };
    expect(recipientRows(team, missing('team@signet.example'))).toMatchObject([{ state: 'list' }]);
  });
});
