import { answersEncrypted } from '../../../../addins/outlook/task-pane/compose/answered-message';
import { recipientRows } from '../../../../addins/outlook/task-pane/compose/recipient-rows';
import { formatProtection, parseProtection } from '../../../../addins/outlook/protection-header';
import { SignetError, type Readiness } from '../../../../shared/index';
import { type Certificate } from '../../../../shared/pkix/certificate';

const person = (address: string, isList = false) => ({ name: '', address, ...(isList && { isList: true as const }) });
const HEAD = { from: person('alice@signet.example'), to: [person('bob@signet.example')], cc: [], bcc: [] };

function services(original?: string): Parameters<typeof answersEncrypted>[1] {
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
  } as unknown as Parameters<typeof answersEncrypted>[1];
}

const answering = (name: string | undefined) => ({ answered: () => Promise.resolve(name) });

describe('a message that a draft answers', () => {
  it.each([
    ['is encrypted', 'opened', true],
    ['is so where it is not for this key', 'not-for-us', true],
    ['is taken for it where locked keys leave it closed', 'locked', true],
    ['is not where it is plain', 'none', false],
  ])('%s', async (_, original, expected) => {
    expect(await answersEncrypted(answering('<1@x>'), services(original))).toBe(expected);
  });

  it('is none where the draft names none, and not known where it is not there', async () => {
    expect(await answersEncrypted(answering(undefined), services('opened'))).toBe(false);
    await expect(answersEncrypted(answering('<1@x>'), services())).rejects.toThrow();
    expect(await answersEncrypted(answering('unknown'), services('none'))).toBe('unknown');
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
