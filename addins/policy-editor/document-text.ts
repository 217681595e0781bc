import { type SettingName } from '../../shared/index';

/* The text of a policy is what is edited; forms read it and write it anew. */

export type Values = Readonly<Record<string, unknown>>;

export const EMPTY_POLICY = `${JSON.stringify({ version: 2, serial: 1, settings: {}, rules: [] }, null, 2)}\n`;

/** The object that a text is; undefined for everything else, and forms then have nothing to show. */
export function valuesOf(text: string): Values | undefined {
  try {
    return asValues(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return undefined;
  }
}

/** Undefined for what is no object. */
export function asValues(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** The value with another member; undefined takes it away. The order of the others stays. */
export function withMember(values: Values, name: string, value: unknown): Values {
  const others = Object.entries(values).filter(([other]) => other !== name);
  if (value === undefined) return Object.fromEntries(others);
  return { ...values, [name]: value };
}

export const textOf = (values: Values): string => `${JSON.stringify(values, null, 2)}\n`;

export const entryOf = (policy: Values, name: SettingName): Values | undefined =>
  asValues(asValues(policy['settings'])?.[name]);

/** The policy with an entry for one setting, or without. */
export function withEntry(policy: Values, name: SettingName, entry: Values | undefined): Values {
  return withMember(policy, 'settings', withMember(asValues(policy['settings']) ?? {}, name, entry));
}

export const rulesOf = (policy: Values): readonly Values[] =>
  listOf(policy['rules']).map((rule) => asValues(rule) ?? {});

/** The policy with one rule changed, added at the end, or taken away. */
export function withRule(policy: Values, at: number, rule: Values | undefined): Values {
  const rules = [...rulesOf(policy)];
  rules.splice(at, 1, ...(rule ? [rule] : []));
  return withMember(policy, 'rules', rules);
}

/** What stands between commas; undefined for nothing. */
export function partsOf(text: string): readonly string[] | undefined {
  const parts = text.split(/[,;\n]/).flatMap((part) => part.trim() || []);
  return parts.length > 0 ? parts : undefined;
}
