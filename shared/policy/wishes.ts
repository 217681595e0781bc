import { type Source } from './decision';
import {
  combined,
  demandOf,
  isAllowed,
  ruled,
  rulePermissions,
  withUser,
  type Demand,
  type Permissions,
  type Said,
} from './demand';
import { type Rule } from './document';
import { ALWAYS } from './levels';
import { type LayeredSettings, levelsOf, mayBecome } from './layered';
import { type SettingValues } from './settings';
import { type Exception } from './user-layer';

/* What layers before the message want for one recipient, or for all who fall under the same rules. */

export const ORDERED = [
  'sign',
  'encrypt',
  'headerProtection',
  'legacyDisplay',
  'tripleWrap',
  'missingCertificate',
  'missingSigner',
  'mixedRecipients',
  'algorithms.floor',
] as const;
export type OrderedSetting = (typeof ORDERED)[number];

/** Settings whose values have no order: the first rule that says anything counts. */
export type UnorderedSetting = 'form' | 'archive';

export interface Picked<T> extends Permissions {
  readonly value: T;
  readonly source: Source;
}

export interface Wishes {
  readonly demands: Readonly<Record<OrderedSetting, Demand>>;
  /** The same without the user: what holds where an administrator demands the protection itself. */
  readonly administrators: Readonly<Record<OrderedSetting, Demand>>;
  readonly form: Picked<SettingValues['form']>;
  readonly archive: Picked<SettingValues['archive']>;
  /** What the user wanted and may not have. */
  readonly notAllowed: readonly { readonly setting: OrderedSetting; readonly source: Source; readonly says: string }[];
}

export const REPLY: Source = { layer: 'built-in', rule: 'reply-to-encrypted' };

export interface WishContext {
  readonly settings: LayeredSettings;
  readonly from: string;
  readonly replyToEncrypted: boolean;
}

/** Combines rules in the order of their document with what the settings say. */
export function wishesOf(rules: readonly Rule[], exceptions: readonly Exception[], context: WishContext): Wishes {
  const { settings, from } = context;
  const administrators = record((name) => administratorsDemand(name, rules, context));
  const notAllowed: { setting: OrderedSetting; source: Source; says: string }[] = [];
  const wish = (demand: Demand, setting: OrderedSetting, value: unknown, source: Source): Demand => {
    const level = (levelsOf(setting) as readonly unknown[]).indexOf(value);
    if (!isAllowed(level, demand.user)) notAllowed.push({ setting, source, says: String(value) });
    return withUser(demand, level, source);
  };
  const demands = record((name) => {
    const wanted = settings.wanted(name, from);
    let demand = administrators[name];
    if (wanted !== undefined) demand = wish(demand, name, wanted, { layer: 'user' });
    for (const one of exceptions) {
      const [setting, value] = EXCEPTIONS[one.kind];
      if (setting === name) demand = wish(demand, name, value, exceptionSource(one));
    }
    return name === 'encrypt' && context.replyToEncrypted ? raisedForReply(demand) : demand;
  });
  const picked = { form: pick('form', rules, context), archive: pick('archive', rules, context) };
  return { demands, administrators, ...picked, notAllowed };
}

export const EXCEPTIONS = {
  'never-sign': ['sign', 'never'],
  'always-encrypt': ['encrypt', 'always'],
} as const satisfies Record<Exception['kind'], readonly [OrderedSetting, string]>;

export const exceptionSource = ({ pattern }: Exception): Source => ({ layer: 'user', exception: pattern });

/** What was written under encryption is answered under encryption, as far as that may be. */
const raisedForReply = (demand: Demand): Demand =>
  demand.level < ALWAYS.encrypt && isAllowed(ALWAYS.encrypt, demand.user)
    ? withUser(demand, ALWAYS.encrypt, REPLY)
    : demand;

function record(of: (name: OrderedSetting) => Demand): Record<OrderedSetting, Demand> {
  return Object.fromEntries(ORDERED.map((name) => [name, of(name)])) as Record<OrderedSetting, Demand>;
}

function administratorsDemand(name: OrderedSetting, rules: readonly Rule[], context: WishContext): Demand {
  const { settings, from } = context;
  const { value, source, ...permissions } = settings.basis(name, from);
  const levels = levelsOf(name) as readonly unknown[];
  const basis = demandOf(levels.indexOf(value), levels.length - 1, permissions, source);
  return combined(
    basis,
    rules.flatMap((rule) => saidBy(rule, name, settings) ?? []),
  );
}

function saidBy(rule: Rule, name: OrderedSetting, settings: LayeredSettings): Said | undefined {
  const source = ruleSource(rule, settings);
  const top = levelsOf(name).length - 1;
  if (name === 'sign' || name === 'encrypt') {
    const verb = rule[name];
    if (verb === undefined) return undefined;
    return ruled(name, verb, rule, source);
  }
  const value = name in rule ? rule[name as keyof Rule] : undefined;
  if (value === undefined) return undefined;
  const level = (levelsOf(name) as readonly unknown[]).indexOf(value);
  return { verb: 'require', demand: demandOf(level, top, rulePermissions(rule, 'require'), source) };
}

export const ruleSource = (rule: Rule, settings: LayeredSettings): Source => ({
  layer: 'administrator',
  rule: rule.id,
  ...settings.explained(rule),
});

function pick<N extends UnorderedSetting>(
  name: N,
  rules: readonly Rule[],
  { settings, from }: WishContext,
): Picked<SettingValues[N]> {
  const rule = rules.find((one) => one[name] !== undefined);
  const administrators: Picked<SettingValues[N]> = rule
    ? {
        value: rule[name] as SettingValues[N],
        ...rulePermissions(rule, 'require'),
        source: ruleSource(rule, settings),
      }
    : settings.basis(name, from);
  const wanted = settings.wanted(name, from);
  const counts = wanted !== undefined && mayBecome(name, administrators.value, wanted, administrators.change);
  return counts ? { ...administrators, value: wanted, source: { layer: 'user' } } : administrators;
}
