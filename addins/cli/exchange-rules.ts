import { type Condition, type PolicyDocument, type Rule } from '../../shared/index';

export interface ExchangeRules {
  /** A PowerShell script for Exchange Online or Exchange Server. */
  readonly script: string;
  /** What transport rules cannot say, in English for administrators. */
  readonly leftOut: readonly string[];
}

/**
 * Transport rules (New-TransportRule) that reject what rules of a policy require to be signed or encrypted and that is not by its
 * Content-Type, whichever client it is from. Exports rules that `require`, and settings for all that are `always` and locked; a
 * condition that Exchange has no word for leaves the whole rule out, so that no rule rejects more than the policy means. A
 * transport rule sees how a message is marked and verifies nothing.
 */
export function exchangeRules(document: PolicyDocument): ExchangeRules {
  const { groups, rules = [], accounts = [] } = document;
  const leftOut: string[] = [];
  const all = NAMES.filter((name) => isLocked(document.settings?.[name])).map((name) => lockedRule(name));
  const commands = [...all, ...rules].flatMap((rule) =>
    NAMES.filter((name) => rule[name] === 'require').flatMap((name) => {
      const others = all.includes(rule) ? othersOf(document, name) : undefined;
      const conditions = others ?? conditionsOf(rule, groups);
      if (typeof conditions !== 'string') return [command(rule, name, conditions)];
      leftOut.push(`${rule.id}: ${conditions}`);
      return [];
    }),
  );
  for (const { identity, settings } of accounts) {
    if (NAMES.some((name) => isLocked(settings[name]))) leftOut.push(`account ${identity.join(', ')}: not exported`);
  }
  return { script: [...HEAD, ...commands, ''].join('\n'), leftOut };
}

type Name = 'sign' | 'encrypt';
type SettingOf = NonNullable<NonNullable<PolicyDocument['settings']>[Name]>;
const NAMES: readonly Name[] = ['sign', 'encrypt'];

function isLocked(entry: SettingOf | undefined): boolean {
  const { value, change = 'none', override = change } = entry ?? {};
  return value === 'always' && change !== 'free' && override !== 'free';
}

const lockedRule = (name: Name): Rule => {
  const id = `settings.${name}`;
  return name === 'sign' ? { id, sign: 'require' } : { id, encrypt: 'require' };
};

/** Why a server that knew a setting alone would reject what others of the policy let leave. Nothing outranks what a rule requires. */
function othersOf({ rules = [], accounts = [] }: PolicyDocument, name: Name): string | undefined {
  if (rules.some((one) => one[name] === 'forbid')) return 'a rule forbids it of some messages';
  const isOtherwise = accounts.some(({ settings }) => settings[name] !== undefined && !isLocked(settings[name]));
  return isOtherwise ? 'an account has it otherwise' : undefined;
}

const HEAD = [
  '# Written by: npm run policy -- export exchange',
  '# Untested on a real tenant: try each with -Mode AuditAndNotify first. Connect-ExchangeOnline before.',
  '# These rules see how a message is marked, not whether a signature is valid or who can decrypt.',
];

/** Signed inside encryption does not show, so that what is encrypted passes as signed. */
const PROTECTED = {
  encrypt: String.raw`'smime-type="?(enveloped|authEnveloped)-data'`,
  sign: String.raw`'multipart/signed','application/(x-)?pkcs7-mime'`,
} as const;
const TEXT = {
  encrypt: 'This message must be encrypted (S/MIME).',
  sign: 'This message must be signed (S/MIME).',
} as const;

function command(rule: Rule, name: 'sign' | 'encrypt', conditions: readonly string[]): string {
  const said = typeof rule.text === 'object' ? rule.text.en : rule.text;
  return [
    `New-TransportRule -Name ${quoted(nameOf(rule.id, name))} -FromScope InOrganization`,
    ...conditions,
    `-ExceptIfHeaderMatchesMessageHeader 'Content-Type' -ExceptIfHeaderMatchesPatterns ${PROTECTED[name]}`,
    `-RejectMessageEnhancedStatusCode '5.7.1' -RejectMessageReasonText ${quoted(cut(said ?? TEXT[name], LONGEST_TEXT))}`,
  ].join(' `\n  ');
}

/** What Exchange takes of a name and of a reason. */
const LONGEST_NAME = 64;
const LONGEST_TEXT = 1_024;
const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('');

/** Names must differ: of a long one the end, which tells it from others like it, is what stays apart. */
function nameOf(id: string, name: string): string {
  const [start, end] = ['Signet ', ` ${name}`];
  const room = LONGEST_NAME - start.length - end.length;
  const letters = Array.from(id);
  if (letters.length <= room) return `${start}${id}${end}`;
  const half = Math.floor(room / 2) - 1;
  return `${start}${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}${end}`;
}

/** The parameters, or why there are none. */
function conditionsOf({ when = {}, unless }: Rule, groups: PolicyDocument['groups']): readonly string[] | string {
  const positive = parametersOf(when, groups, '-');
  if (typeof positive === 'string' || unless === undefined) return positive;
  // Exchange takes any one exception, the policy all conditions of `unless` together.
  if (Object.keys(unless).length > 1) return 'unless with more than one condition';
  if (unless.recipient ?? unless.group) return 'unless about recipients: Exchange takes it for the whole message';
  const negative = parametersOf(unless, groups, '-ExceptIf');
  return typeof negative === 'string' ? negative : [...positive, ...negative];
}

function parametersOf(condition: Condition, groups: PolicyDocument['groups'], prefix: string): string[] | string {
  const { recipient, group, identity, subject, attachment, size } = condition;
  if (recipient && group) return 'recipient and group together';
  if (condition.replyToEncrypted !== undefined) return 'replyToEncrypted is not known to a server';
  if (condition.calendar === false || attachment === false) return 'what is no invitation, or has no attachment';
  if (size?.under !== undefined) return 'a size under a bound';
  const recipients = recipient ?? group?.flatMap((name) => groups?.get(name) ?? []);
  const parameter = (name: string, values: readonly string[]): string =>
    `${prefix}${name} ${values.map(quoted).join(',')}`;
  return [
    ...(recipients ? [parameter('RecipientAddressMatchesPatterns', recipients.map(patternOf))] : []),
    ...(identity ? [parameter('FromAddressMatchesPatterns', identity.map(patternOf))] : []),
    ...(subject ? [parameter('SubjectMatchesPatterns', subject.map(escaped))] : []),
    ...(condition.calendar === true ? [`${prefix}MessageTypeMatches Calendaring`] : []),
    ...(attachment === true ? [`${prefix}AttachmentSizeOver 1B`] : []),
    ...(Array.isArray(attachment)
      ? [
          parameter(
            'AttachmentNameMatchesPatterns',
            (attachment as readonly string[]).map((end) => `${escaped(end)}$`),
          ),
        ]
      : []),
    ...(size?.over === undefined ? [] : [`${prefix}MessageSizeOver ${size.over}B`]),
  ];
}

/** The regular expression of a pattern, as Exchange reads them. */
function patternOf(pattern: string): string {
  if (pattern === '*') return '@';
  if (!pattern.startsWith('*@')) return `^${escaped(pattern)}$`;
  const domain = pattern.slice(2);
  return domain.startsWith('*.') ? `\\.${escaped(domain.slice(2))}$` : `@${escaped(domain)}$`;
}

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** PowerShell takes every kind of single quote for one. */
const quoted = (text: string): string => `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
