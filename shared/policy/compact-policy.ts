import { patternKey, type AddressPattern } from './address-pattern';
import { comparableText } from './comparable-text';
import { type Permissions } from './demand';
import {
  type AccountPolicy,
  type Condition,
  type Contact,
  type LocalText,
  type PolicyDocument,
  type Rule,
  type SettingEntries,
  type Verb,
} from './document';
import { type Protection } from './levels';
import { SETTINGS } from './settings';

/* What of a policy can be judged by a script that has a draft's people and subject before it, and nothing else. */

/** Says what a file is, so that a build takes no other for it. */
const COMPACT_FORM = 'signet-compact-policy-1';

interface Explained {
  readonly text?: LocalText;
  readonly contact?: Contact;
}

export interface CompactEntry extends Permissions, Explained {
  readonly value: string;
  /** Nobody but Signet itself says so. */
  readonly isBuiltIn?: true;
}

/** A message to those may need a copy to an archive; undefined: nothing is said about it. */
type Copies = boolean;

export interface CompactAccount {
  /** Keys of patterns. */
  readonly identity: readonly string[];
  readonly sign?: CompactEntry;
  readonly encrypt?: CompactEntry;
  readonly copies?: Copies;
}

export interface CompactCondition {
  /** Keys of patterns, one of which the sender matches. */
  readonly from?: readonly string[];
  /** Lists of such keys; the recipient matches one of each. */
  readonly to?: readonly (readonly string[])[];
  /** Parts of the subject, in the form of `comparableText`. */
  readonly subject?: readonly string[];
  readonly calendar?: boolean;
  readonly answersEncrypted?: boolean;
  /** There is more to it, which cannot be judged. */
  readonly isPartial?: true;
}

export interface CompactRule extends Partial<Permissions>, Explained {
  readonly id: string;
  readonly when?: CompactCondition;
  readonly unless?: CompactCondition;
  readonly sign?: Verb;
  readonly encrypt?: Verb;
  readonly copies?: true;
}

export interface CompactPolicy {
  readonly form: typeof COMPACT_FORM;
  readonly serial?: number;
  readonly contact?: Contact;
  readonly sign: CompactEntry;
  readonly encrypt: CompactEntry;
  readonly copies: Copies;
  readonly accounts: readonly CompactAccount[];
  readonly rules: readonly CompactRule[];
}

/**
 * The part of a policy that says whether a draft may leave without protection. What it leaves out of conditions is marked,
 * and `judgeCompact` then takes the stricter of what may be. Certificates, dates and all else that needs more than a look at
 * the draft are the full policy's alone.
 */
export function compactPolicy(document: PolicyDocument): CompactPolicy {
  const { settings = {}, accounts = [], rules = [], serial, contact } = document;
  return {
    form: COMPACT_FORM,
    ...(serial !== undefined && { serial }),
    ...(contact && { contact }),
    sign: entryOf('sign', settings) ?? builtIn('sign'),
    encrypt: entryOf('encrypt', settings) ?? builtIn('encrypt'),
    copies: copiesOf(settings) ?? false,
    accounts: accounts.flatMap(accountOf),
    rules: rules.flatMap((rule) => ruleOf(rule, document)),
  };
}

/** Names of rules with conditions that cannot be judged of a draft: they are taken for the stricter. */
export const partialRules = ({ rules }: CompactPolicy): readonly string[] =>
  rules.filter(({ when, unless }) => when?.isPartial ?? unless?.isPartial).map(({ id }) => id);

const builtIn = (name: Protection): CompactEntry => ({
  value: SETTINGS[name].builtIn,
  change: 'free',
  override: 'free',
  isBuiltIn: true,
});

function entryOf(name: Protection, settings: SettingEntries): CompactEntry | undefined {
  const entry = settings[name];
  if (!entry) return undefined;
  const { value = SETTINGS[name].builtIn, change = 'none', override = change } = entry;
  return { value, change, override, ...explained(entry) };
}

const explained = ({ text, contact }: Explained): Explained => ({
  ...(text !== undefined && { text }),
  ...(contact && { contact }),
});

/** Copies of what is encrypted alone are no matter of a draft that leaves as it is. */
function copiesOf({ archive }: SettingEntries): Copies | undefined {
  return archive && archive.value?.when === 'always';
}

function accountOf({ identity, settings }: AccountPolicy): readonly CompactAccount[] {
  const [sign, encrypt, copies] = [entryOf('sign', settings), entryOf('encrypt', settings), copiesOf(settings)];
  if (!sign && !encrypt && copies === undefined) return [];
  const said = { ...(sign && { sign }), ...(encrypt && { encrypt }), ...(copies !== undefined && { copies }) };
  return [{ identity: keysOf(identity), ...said }];
}

function ruleOf(rule: Rule, { groups }: PolicyDocument): readonly CompactRule[] {
  const { id, when, unless, sign, encrypt, change, override, archive } = rule;
  const copies = archive?.when === 'always';
  if (sign === undefined && encrypt === undefined && !copies) return [];
  return [
    {
      id,
      ...(when && { when: conditionOf(when, groups) }),
      ...(unless && { unless: conditionOf(unless, groups) }),
      ...(sign && { sign }),
      ...(encrypt && { encrypt }),
      ...(copies && { copies }),
      ...(change && { change }),
      ...(override && { override }),
      ...explained(rule),
    },
  ];
}

function conditionOf(condition: Condition, groups: PolicyDocument['groups']): CompactCondition {
  const { recipient, group, identity, subject, calendar, replyToEncrypted, attachment, size } = condition;
  const members = group?.flatMap((name) => groups?.get(name) ?? []);
  const to = [recipient, members].filter((list) => list !== undefined).map(keysOf);
  return {
    ...(identity && { from: keysOf(identity) }),
    ...(to.length > 0 && { to }),
    ...(subject && { subject: subject.map(comparableText) }),
    ...(calendar !== undefined && { calendar }),
    ...(replyToEncrypted !== undefined && { answersEncrypted: replyToEncrypted }),
    ...((attachment !== undefined || size !== undefined) && { isPartial: true }),
  };
}

const keysOf = (patterns: readonly AddressPattern[]): readonly string[] => [
  ...new Set(patterns.flatMap((pattern) => patternKey(pattern) ?? [])),
];
