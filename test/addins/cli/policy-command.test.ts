import { exchangeRules } from '../../../addins/cli/exchange-rules';
import { runPolicy, type PolicyAnswer } from '../../../addins/cli/policy-command';
import { parsePolicy, type PolicyDocument } from '../../../shared/index';

const FILES: Readonly<Record<string, string>> = {
  'right.json': `{ "version": 2, "contact": { "text": "Ask the desk." },
  "rules": [{ "id": "board", "when": { "recipient": ["*@board.test"] }, "encrypt": "require" }] }`,
  'wrong.json': '{\n  "version": 2,\n  "settings": { "sign": { "value": "maybe" } }\n}',
  'old.json': '{ "publicAuthorities": false, "surprise": 1 }',
  'ahead.json': `{ "version": 2, "settings": { "engine": { "value": "thunderbird" }, "mixedRecipients": { "value": "split" } },
  "accounts": [{ "identity": ["*"], "settings": { "engine": { "value": "thunderbird" } } }] }`,
  'facts.json': '{ "from": "me@home.test", "recipients": ["a@board.test"], "time": "2027-01-15T00:00:00Z" }',
  'missing.json': '{ "from": "me@home.test", "recipients": [{ "address": "a@board.test", "certificate": "missing" }] }',
  'user.json': '{ "version": 2, "settings": { "sign": "never" } }',
  'odd.json': '{ "from": "me@home.test", "recipient": [] }',
};
const run = (...args: readonly string[]): PolicyAnswer =>
  runPolicy(args, (file) => {
    const text = FILES[file];
    if (text === undefined) throw new Error(`${file}: not there`);
    return text;
  });

describe('policy check', () => {
  it('says what is wrong with line and column, in either language', () => {
    expect(run('check', 'wrong.json')).toEqual({
      status: 1,
      out: 'wrong.json:3:36: line 3, column 36, settings.sign.value: This value means nothing here; expected: never, offer, always.\n',
      err: '',
    });
    expect(run('check', 'wrong.json', '--lang', 'de').out).toContain('Zeile 3, Spalte 36');
  });

  it('says what is right, and what of an old document means nothing', () => {
    expect(run('check', 'right.json', 'old.json')).toEqual({
      status: 0,
      out: 'right.json: ok\nold.json: version 1: surprise: passed over\nold.json: ok\n',
      err: '',
    });
  });

  it('says what not every host does, which is no fault', () => {
    expect(run('check', 'ahead.json')).toEqual({
      status: 0,
      out: [
        'ahead.json: settings.engine: Thunderbird does this. Outlook has no S/MIME that Signet could drive: there Signet signs and encrypts itself.',
        'ahead.json: accounts[0].settings.engine: Thunderbird does this. Outlook has no S/MIME that Signet could drive: there Signet signs and encrypts itself.',
        'ahead.json: ok',
        '',
      ].join('\n'),
      err: '',
    });
  });

  it('gives the same as data', () => {
    const [result] = JSON.parse(run('check', 'wrong.json', '--json').out) as { faults: object[] }[];
    expect(result?.faults).toMatchObject([{ code: 'wrong-value', line: 3, column: 36 }]);
  });
});

describe('policy export outlook', () => {
  const wrote = (document: object) =>
    runPolicy(['export', 'outlook', 'p'], () => JSON.stringify({ version: 2, ...document }));

  it('writes what can be judged of a draft, by itself, and names what is taken for stricter', () => {
    const size = { id: 'large', when: { recipient: ['*@B.test'], size: { over: 5 } }, encrypt: 'require' };
    const { status, out, err } = wrote({ serial: 3, rules: [size, { id: 'form', form: 'opaque' }] });
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      form: 'signet-compact-policy-1',
      serial: 3,
      sign: { value: 'always', change: 'free', isBuiltIn: true },
      rules: [{ id: 'large', when: { to: [['*@b.test']], isPartial: true }, encrypt: 'require' }],
    });
    expect(err).toBe('policy: rule large: attachments and size are not seen: taken for the stricter\n');
  });

  it('writes nothing of a policy with a fault, and nothing that is too long for a script', () => {
    expect(wrote({ settings: { sign: { value: 'maybe' } } })).toMatchObject({ status: 2, out: '' });
    const recipient = Array.from({ length: 20_000 }, (_, at) => `p${at}@b.test`);
    const { status, out, err } = wrote({ rules: [{ id: 'all', when: { recipient }, sign: 'require' }] });
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/at most 262144 for Outlook/);
  });
});

describe('policy explain', () => {
  it('says what is decided, and who decided it', () => {
    const { status, out } = run('explain', 'right.json', 'facts.json');
    expect(status).toBe(0);
    expect(out).toContain('a@board.test: sign (clear), encrypt');
    expect(out).toContain('Encryption: your organisation’s rule “board”: required (for a@board.test) – this decides');
  });

  it('says why nothing is sent, and whom to ask', () => {
    const { status, out } = run('explain', 'right.json', 'missing.json');
    expect(status).toBe(1);
    expect(out).toContain(
      'There is no usable certificate to encrypt to: a@board.test. Your organisation decided so. Questions: Ask the desk.',
    );
  });

  it('takes the settings of a user into account', () => {
    expect(run('explain', 'right.json', 'facts.json', 'user.json').out).toContain('a@board.test: encrypt');
  });

  it('does nothing with what it cannot read', () => {
    expect(run('explain', 'wrong.json', 'facts.json')).toMatchObject({ status: 2, out: '' });
    expect(run('explain', 'right.json', 'odd.json').err).toContain('odd.json: expected recipient: one of time, from');
    expect(run('explain', 'right.json', 'nowhere.json').err).toBe('policy: nowhere.json: not there\n');
    expect(run('explain', 'right.json')).toMatchObject({ status: 2, out: '' });
    expect(run()).toMatchObject({ status: 2, out: '' });
  });
});

function scriptOf(document: object): ReturnType<typeof exchangeRules> {
  const reading = parsePolicy(JSON.stringify({ version: 2, ...document }));
  if (reading.kind === 'unreadable') throw new Error(JSON.stringify(reading.faults));
  return exchangeRules(reading.document satisfies PolicyDocument);
}

describe('transport rules for Exchange', () => {
  it('reject what a rule requires and the message has not', () => {
    const when = { recipient: ['*@board.test', '*@*.b.test', 'a@c.test'], subject: ['[it’s]'], size: { over: 10 } };
    const { script, leftOut } = scriptOf({
      rules: [{ id: 'board', when, encrypt: 'require', text: { en: "Don't.", de: 'Nein.' } }],
    });
    expect(leftOut).toEqual([]);
    expect(script.split('\n').slice(3)).toEqual([
      "New-TransportRule -Name 'Signet board encrypt' -FromScope InOrganization `",
      "  -RecipientAddressMatchesPatterns '@board\\.test$','\\.b\\.test$','^a@c\\.test$' `",
      "  -SubjectMatchesPatterns '\\[it’’s\\]' `",
      '  -MessageSizeOver 10B `',
      "  -ExceptIfHeaderMatchesMessageHeader 'Content-Type' -ExceptIfHeaderMatchesPatterns 'smime-type=\"?(enveloped|authEnveloped)-data' `",
      "  -RejectMessageEnhancedStatusCode '5.7.1' -RejectMessageReasonText 'Don''t.'",
      '',
    ]);
  });

  it('reject nothing that accounts or other rules of the policy let leave, and say so', () => {
    const always = { value: 'always' };
    for (const [document, why] of [
      [
        { settings: { sign: always }, rules: [{ id: 'a', when: { calendar: true }, sign: 'forbid' }] },
        'a rule forbids it of some messages',
      ],
      [
        { settings: { sign: always }, accounts: [{ identity: ['*@b.test'], settings: { sign: { value: 'never' } } }] },
        'an account has it otherwise',
      ],
      [{ accounts: [{ identity: ['*@b.test'], settings: { sign: always } }] }, 'account *@b.test: not exported'],
    ] as const) {
      const { script, leftOut } = scriptOf(document);
      expect(script).not.toContain('New-TransportRule');
      expect(leftOut.join()).toContain(why);
    }
  });

  it('have a rule of the policy that requires it of all, since nothing outranks that', () => {
    const { script, leftOut } = scriptOf({
      accounts: [{ identity: ['*@b.test'], settings: { sign: { value: 'never' } } }],
      rules: [
        { id: 'all', sign: 'require' },
        { id: 'invitations', when: { calendar: true }, sign: 'forbid' },
      ],
    });
    expect(script).toContain("'Signet all sign'");
    expect(leftOut).toEqual([]);
  });

  it('have names and reasons of a length that Exchange takes', () => {
    const ids = ['x', 'y'].map((end) => `${'very-long-'.repeat(9)}${end}`);
    const { script } = scriptOf({ rules: ids.map((id) => ({ id, encrypt: 'require', text: 'é'.repeat(1_100) })) });
    const names = [...script.matchAll(/-Name '([^']*)'/g)].map(([, name = '']) => name);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(64);
    expect(script).toContain(`'${'é'.repeat(1_024)}'`);
  });

  it('have a rule for what is locked for all, and none for what is free or only preferred', () => {
    expect(scriptOf({ settings: { sign: { value: 'always' } } }).script).toContain("'Signet settings.sign sign'");
    for (const document of [
      { settings: { sign: { value: 'always', override: 'free' } } },
      { settings: { encrypt: { value: 'when-possible' } } },
      { rules: [{ id: 'a', sign: 'prefer', encrypt: 'forbid' }] },
    ]) {
      expect(scriptOf(document).script).not.toContain('New-TransportRule');
    }
  });

  it.each([
    [{ when: { replyToEncrypted: true } }, 'replyToEncrypted'],
    [{ when: { calendar: false } }, 'no invitation'],
    [{ when: { size: { under: 5 } } }, 'a size under'],
    [{ unless: { calendar: true, subject: ['x'] } }, 'more than one condition'],
    [{ unless: { recipient: ['*'] } }, 'about recipients'],
  ])('say which rules they cannot be: %j', (more, said) => {
    const { script, leftOut } = scriptOf({ rules: [{ id: 'r', sign: 'require', ...more }] });
    expect(script).not.toContain('New-TransportRule');
    expect(leftOut).toEqual([expect.stringContaining(said)]);
  });

  it('except what one condition excepts', () => {
    expect(scriptOf({ rules: [{ id: 'r', sign: 'require', unless: { calendar: true } }] }).script).toContain(
      '-ExceptIfMessageTypeMatches Calendaring',
    );
  });
});
