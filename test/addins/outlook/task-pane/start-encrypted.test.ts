import { answersEncrypted, startsEncrypted } from '../../../../addins/outlook/task-pane/compose/start-encrypted';
import { recipientRows } from '../../../../addins/outlook/task-pane/compose/recipient-rows';
import { formatProtection, parseProtection } from '../../../../addins/outlook/protection-header';
import { SignetError, type Readiness } from '../../../../shared/index';
import { type Certificate } from '../../../../shared/pkix/certificate';

const person = (address: string, isList = false) => ({ name: '', address, ...(isList && { isList: true as const }) });
const HEAD = { from: person('alice@signet.example'), to: [person('bob@signet.example')], cc: [], bcc: [] };
const SIGN = { sign: true, encrypt: false };

interface Facts {
  readonly refused?: boolean;
  readonly nobody?: boolean;
  readonly isOff?: boolean;
  readonly original?: string;
}

function services({
  refused = false,
  nobody = false,
  isOff = false,
  original,
}: Facts): Parameters<typeof answersEncrypted>[1] {
  const readiness = {
    recipients: [{ field: nobody ? 'from' : 'to', address: 'bob@signet.example', state: 'ready' }],
    refusals: refused ? [{ code: 'recipient-certificate' }] : [],
  };
  const view = { summary: { encryption: original }, errant: [], signatures: [], encryption: { state: original } };
  return {
    core: {
      readiness: () => Promise.resolve(readiness),
      settings: { get: () => Promise.resolve(isOff ? false : undefined) },
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

describe('a draft starts encrypted', () => {
  it.each([
    ['where everybody in it can read that', {}, SIGN, undefined, true],
    ['not where somebody cannot', { refused: true }, SIGN, undefined, false],
    ['not before somebody is in it', { nobody: true }, SIGN, undefined, false],
    ['not where the user wants none of it', { isOff: true }, SIGN, undefined, false],
    ['not where the user said otherwise', {}, { ...SIGN, isChosen: true as const }, undefined, false],
    ['not where everything was switched off', {}, { sign: false, encrypt: false }, undefined, false],
    [
      'where it answers an encrypted message, whoever it goes to',
      { refused: true, original: 'opened' },
      SIGN,
      '<1@x>',
      true,
    ],
    ['where that message is not for this key', { refused: true, original: 'not-for-us' }, SIGN, '<1@x>', true],
    ['where locked keys leave that message closed', { refused: true, original: 'locked' }, SIGN, '<1@x>', true],
    ['not where it answers a plain one', { refused: true, original: 'none' }, SIGN, '<1@x>', false],
    ['not where that is not there', { refused: true }, SIGN, '<1@x>', false],
  ] as const)('%s', async (_, facts, choice, inReplyTo, expected) => {
    const given = services(facts);
    expect(await startsEncrypted(HEAD, choice, () => answersEncrypted(inReplyTo, given), given)).toBe(expected);
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
