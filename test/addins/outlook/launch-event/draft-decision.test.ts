import {
  builtInSettings,
  decideDraft,
  type DraftDecision,
  type DraftFacts,
  type Level,
  type SendSettings,
} from '../../../../addins/outlook/launch-event/draft-decision';
import { draftProtection } from '../../../../addins/outlook/protection-header';

const LEVELS: readonly Level[] = ['offer', 'default', 'required'];
const VALUES = [undefined, '', 'sign', 'encrypt', 'sign,encrypt', 'chosen', 'sign,chosen', 'encrypt,chosen', 'seal'];
const HEADERS: readonly (Record<string, string> | undefined)[] = [
  undefined,
  ...VALUES.flatMap((own) =>
    VALUES.map((preset) => ({
      ...(own !== undefined && { 'x-signet-protection': own }),
      ...(preset !== undefined && { 'x-signet-preset': preset }),
    })),
  ),
];
const SETTINGS: readonly SendSettings[] = LEVELS.flatMap((sign) => LEVELS.map((encrypt) => ({ sign, encrypt })));
const NOBODY = { from: undefined, recipients: undefined, subject: undefined, mayAnswer: true };

const decide = (headers: object | undefined, settings: SendSettings, item: DraftFacts['item'] = 'message') =>
  decideDraft({ item, headers, ...NOBODY }, settings);

/** Every draft against every setting. */
function each(check: (headers: HEADER, settings: SendSettings, decision: DraftDecision) => void): void {
  for (const headers of HEADERS) for (const settings of SETTINGS) check(headers, settings, decide(headers, settings));
}
type HEADER = (typeof HEADERS)[number];

const strictness = ({ send }: DraftDecision): number => ['allow', 'ask', 'block'].indexOf(send.kind);
const isStricter = (one: Level, other: Level): boolean => LEVELS.indexOf(one) >= LEVELS.indexOf(other);

describe('what a draft says of itself', () => {
  it('never loosens what is required', () => {
    each((_headers, settings, { preset, send }) => {
      if (settings.sign !== 'required' && settings.encrypt !== 'required') return;
      expect(send).toEqual({ kind: 'block', reason: 'required' });
      if (settings.sign === 'required') expect(preset.sign).toBe(true);
      if (settings.encrypt === 'required') expect(preset.encrypt).toBe(true);
    });
  });

  it('lets a message go only where the user or the settings surely want nothing', () => {
    each((headers, settings, { send }) => {
      if (send.kind !== 'allow') return;
      const said = headers && draftProtection(headers);
      expect(said).toMatchObject({ sign: false, encrypt: false });
      const isOffered = settings.sign === 'offer' && settings.encrypt === 'offer';
      expect(isOffered || said?.isChosen === true).toBe(true);
    });
  });

  it('is never a proof: whatever asks for protection is held, however often it says so', () => {
    each((headers, _settings, { send }) => {
      const said = headers && draftProtection(headers);
      if (said === undefined || said.sign || said.encrypt) expect(send.kind).toBe('block');
    });
  });

  it('adds: with a preset nothing is laxer than without', () => {
    for (const settings of SETTINGS) {
      for (const own of VALUES) {
        const headers = { 'x-signet-protection': own ?? '' };
        for (const preset of VALUES) {
          const more = { ...headers, 'x-signet-preset': preset ?? '' };
          expect(strictness(decide(more, settings))).toBeGreaterThanOrEqual(strictness(decide(headers, settings)));
        }
      }
    }
  });
});

it('stricter settings never make a decision laxer, nor a preset smaller', () => {
  for (const item of ['message', 'appointment'] as const) {
    for (const headers of HEADERS) {
      for (const lax of SETTINGS) {
        for (const strict of SETTINGS) {
          if (!isStricter(strict.sign, lax.sign) || !isStricter(strict.encrypt, lax.encrypt)) continue;
          const [a, b] = [decide(headers, lax, item), decide(headers, strict, item)];
          expect(strictness(b)).toBeGreaterThanOrEqual(strictness(a));
          expect(Number(b.preset.sign)).toBeGreaterThanOrEqual(Number(a.preset.sign));
          expect(Number(b.preset.encrypt)).toBeGreaterThanOrEqual(Number(a.preset.encrypt));
        }
      }
    }
  }
});

it.each([
  ['offer', 'offer', 'allow', undefined],
  ['default', 'offer', 'ask', 'invitation'],
  ['offer', 'default', 'ask', 'invitation'],
  ['required', 'offer', 'block', 'invitation-required'],
  ['default', 'required', 'block', 'invitation-required'],
] as const)('an invitation, signing %s and encryption %s: %s', (sign, encrypt, kind, reason) => {
  expect(decide({}, { sign, encrypt }, 'appointment').send).toEqual({ kind, ...(reason && { reason }) });
});

it.each([
  [{}, 'default', 'asked-for'],
  [{ 'x-signet-protection': 'sign' }, 'offer', 'asked-for'],
  [{ 'x-signet-protection': 'chosen' }, 'required', 'required'],
  [{ 'x-signet-protection': 'seal' }, 'offer', 'unreadable'],
  [undefined, 'offer', 'unreadable'],
] as const)('a message with %j, signing %s, is held because: %s', (headers, sign, reason) => {
  expect(decide(headers, { sign, encrypt: 'offer' }).send).toEqual({ kind: 'block', reason });
});

it.each([
  [true, 'default'],
  ['unreadable', 'default'],
  [false, 'offer'],
  [undefined, 'offer'],
  [null, 'offer'],
  ['true', 'default'],
  ['false', 'default'],
  [0, 'default'],
  [{}, 'default'],
])('sign by default %p: %s', (value, sign) => {
  expect(builtInSettings(value)).toEqual({ sign, encrypt: 'offer' });
});

describe('encryption of what can be encrypted', () => {
  const possible = (ifPossible: Level): SendSettings => ({ sign: 'offer', encrypt: 'offer', ifPossible });

  it.each([
    ['default', {}, 'block', 'asked-for'],
    ['default', { 'x-signet-protection': 'chosen' }, 'allow', undefined],
    ['required', { 'x-signet-protection': 'chosen' }, 'block', 'required'],
    ['offer', {}, 'allow', undefined],
  ] as const)('that is %s: a draft with %j is: %s', (level, headers, kind, reason) => {
    expect(decide(headers, possible(level)).send).toEqual({ kind, ...(reason && { reason }) });
  });

  it('is not noted on a draft, as nobody knows yet whether it can be', () => {
    for (const level of LEVELS) expect(decide({}, possible(level)).preset).toEqual({ sign: false, encrypt: false });
  });
});

it('a copy for an archive is not made by Outlook: the draft is held', () => {
  const copies: SendSettings = { sign: 'offer', encrypt: 'offer', copies: 'required' };
  expect(decide({ 'x-signet-protection': 'chosen' }, copies).send).toEqual({ kind: 'block', reason: 'required' });
});

describe('the words of an administrator', () => {
  const said = [{ layer: 'administrator', text: 'We sign.' }] as const;

  it('go with what their policy wants', () => {
    expect(decide({}, { sign: 'required', encrypt: 'offer', said }).send).toMatchObject({ reason: 'required', said });
    expect(decide({}, { sign: 'default', encrypt: 'offer', said }, 'appointment').send).toMatchObject({ said });
  });

  it('do not go with what the sender alone asked for', () => {
    const { send } = decide({ 'x-signet-protection': 'sign' }, { sign: 'offer', encrypt: 'offer', said });
    expect(send).toEqual({ kind: 'block', reason: 'asked-for' });
  });
});
