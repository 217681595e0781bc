import { patternKey } from './address-pattern';
import { type Condition, type PolicyDocument, type Rule, type SettingEntries } from './document';
import { CONTENT_ALGORITHMS } from './settings';
import { LIMITS } from '../base/limits';

/** What two places of a document, each right by itself, have against one another. */
export interface Contradiction {
  readonly code: 'contradiction' | 'unknown-group' | 'too-many';
  readonly path: string;
  readonly expected: string;
}

type Say = (code: Contradiction['code'], path: string, expected: string) => void;

/** Everything in a document that cannot hold together. */
export function contradictionsOf(document: PolicyDocument): readonly Contradiction[] {
  const found: Contradiction[] = [];
  const say: Say = (code, path, expected) => found.push({ code, path, expected });
  const { settings = {}, accounts = [], rules = [] } = document;
  inDates(document, say);
  inAlgorithms(settings, {}, 'settings', say);
  accounts.forEach((account, at) => {
    inAlgorithms(account.settings, settings, `accounts[${at}].settings`, say);
  });
  inAccounts(accounts, say);
  rules.forEach((rule, at) => inRule(rule, `rules[${at}]`, document, say));
  betweenRules(rules, say);
  return found;
}

function inDates({ issued, expires }: PolicyDocument, say: Say): void {
  if (issued === undefined || expires === undefined) return;
  if (Date.parse(issued) >= Date.parse(expires)) say('contradiction', 'expires', `later than issued, ${issued}`);
}

function inAlgorithms(entries: SettingEntries, above: SettingEntries, path: string, say: Say): void {
  const valueOf = (name: 'algorithms.floor' | 'algorithms.ceiling'): number => {
    const value = entries[name]?.value ?? above[name]?.value;
    return value === undefined ? -1 : CONTENT_ALGORITHMS.indexOf(value);
  };
  const [floor, ceiling] = [valueOf('algorithms.floor'), valueOf('algorithms.ceiling')];
  if (ceiling >= 0 && floor > ceiling) {
    const name = entries['algorithms.ceiling'] ? 'algorithms.ceiling' : 'algorithms.floor';
    say('contradiction', `${path}.${name}`, 'a ceiling that is not below the floor');
  }
}

/** Which of two accounts counts may not hang on their order. */
function inAccounts(accounts: NonNullable<PolicyDocument['accounts']>, say: Say): void {
  const seen = new Map<string, string>();
  accounts.forEach(({ identity }, at) => {
    identity.forEach((pattern, index) => {
      const key = patternKey(pattern);
      const path = `accounts[${at}].identity[${index}]`;
      const earlier = key === undefined ? undefined : seen.get(key);
      if (earlier !== undefined) say('contradiction', path, `another pattern than ${earlier} has`);
      else if (key !== undefined) seen.set(key, path);
    });
  });
}

const EFFECTS = [
  'sign',
  'encrypt',
  'form',
  'headerProtection',
  'missingCertificate',
  'missingSigner',
  'archive',
] as const satisfies readonly (keyof Rule)[];

function inRule(rule: Rule, path: string, { groups }: PolicyDocument, say: Say): void {
  if (EFFECTS.every((name) => rule[name] === undefined)) say('contradiction', path, `one of ${EFFECTS.join(', ')}`);
  if (rule.sign === 'forbid') {
    for (const name of ['form', 'missingSigner'] as const) {
      if (rule[name] !== undefined) say('contradiction', `${path}.${name}`, 'nothing, where signing is forbidden');
    }
  }
  if (rule.encrypt === 'forbid') {
    for (const name of ['headerProtection', 'missingCertificate'] as const) {
      if (rule[name] !== undefined) say('contradiction', `${path}.${name}`, 'nothing, where encryption is forbidden');
    }
  }
  if (rule.sign === 'require' || rule.encrypt === 'require') {
    for (const name of ['change', 'override'] as const) {
      if (rule[name] === 'free')
        say('contradiction', `${path}.${name}`, 'none or stricter, where something is required');
    }
  }
  for (const name of ['when', 'unless'] as const) {
    const condition = rule[name];
    if (condition) inCondition(condition, `${path}.${name}`, groups, say);
  }
}

function inCondition(condition: Condition, path: string, groups: PolicyDocument['groups'], say: Say): void {
  condition.group?.forEach((name, index) => {
    if (groups?.has(name) !== true) say('unknown-group', `${path}.group[${index}]`, 'the name of a group');
  });
  const { over, under } = condition.size ?? {};
  if (over !== undefined && under !== undefined && under <= over + 1) {
    say('contradiction', `${path}.size`, 'a size that is over the one and under the other');
  }
  if (Object.keys(condition).length === 0) say('contradiction', path, 'a condition');
}

/** Names that two rules have, and rules that ask for the opposite in the same case. */
function betweenRules(rules: readonly Rule[], say: Say): void {
  const ids = new Map<string, number>();
  const demands = new Map<string, { readonly verb: string; readonly id: string }>();
  let addresses = 0;
  rules.forEach((rule, at) => {
    if (ids.has(rule.id))
      say('contradiction', `rules[${at}].id`, `another name than rule ${(ids.get(rule.id) ?? 0) + 1} has`);
    ids.set(rule.id, at);
    addresses += (rule.when?.recipient?.length ?? 0) + (rule.unless?.recipient?.length ?? 0);
    for (const name of ['sign', 'encrypt'] as const) {
      const verb = rule[name];
      if (verb !== 'require' && verb !== 'forbid') continue;
      const key = `${name} ${caseOf(rule)}`;
      const earlier = demands.get(key);
      if (earlier && earlier.verb !== verb) {
        say(
          'contradiction',
          `rules[${at}].${name}`,
          `what rule ${earlier.id} asks for in the same case: ${earlier.verb}`,
        );
      }
      demands.set(key, { verb, id: rule.id });
    }
  });
  if (addresses > LIMITS.policyEntries) say('too-many', 'rules', `at most ${LIMITS.policyEntries} addresses`);
}

/** The same text for two rules that apply in the same cases, as far as they are written alike. */
function caseOf({ when = {}, unless = {} }: Rule): string {
  const sorted = (condition: Condition): string =>
    JSON.stringify(
      Object.entries(condition)
        .map(([name, value]) => [
          name,
          Array.isArray(value) ? (value as unknown[]).map(comparable).sort() : (value as unknown),
        ])
        .sort(([a], [b]) => String(a).localeCompare(String(b))),
    );
  return `${sorted(when)} ${sorted(unless)}`;
}

const comparable = (one: unknown): string => patternKey(String(one)) ?? String(one).toLowerCase();
