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

/** Of a policy, or of one of its accounts. */
export const entryOf = (of: Values, name: SettingName): Values | undefined =>
  asValues(asValues(of['settings'])?.[name]);

/** The policy or account with an entry for one setting, or without. */
export function withEntry(of: Values, name: SettingName, entry: Values | undefined): Values {
  return withMember(of, 'settings', withMember(asValues(of['settings']) ?? {}, name, entry));
}

type ListName = 'rules' | 'accounts';

export const itemsOf = (policy: Values, name: ListName): readonly Values[] =>
  listOf(policy[name]).map((item) => asValues(item) ?? {});

/** The policy with one rule or account changed, added at the end, or taken away. */
export function withItem(policy: Values, name: ListName, at: number, item: Values | undefined): Values {
  const items = [...itemsOf(policy, name)];
  items.splice(at, 1, ...(item ? [item] : []));
  return withMember(policy, name, items);
}

/** Names with their addresses, in the order in which they stand. */
export type Group = readonly [name: string, members: unknown];
export const groupsOf = (policy: Values): readonly Group[] => Object.entries(asValues(policy['groups']) ?? {});

/** The policy with one group changed, added at the end, or taken away. A name that another group has gets a number. */
export function withGroup(policy: Values, at: number, group: Group | undefined): Values {
  const groups = [...groupsOf(policy)];
  groups.splice(at, 1);
  if (group) {
    const taken = groups.map(([name]) => name);
    groups.splice(at, 0, [taken.includes(group[0]) ? freeName(group[0], taken) : group[0], group[1]]);
  }
  return withMember(policy, 'groups', groups.length > 0 ? Object.fromEntries(groups) : undefined);
}

/** The text with the lowest number with which it is none of those that are taken. */
export function freeName(text: string, taken: readonly unknown[]): string {
  let number = 1;
  while (taken.includes(`${text}-${number}`)) number++;
  return `${text}-${number}`;
}

/** A text for users: the German one is empty where one holds for all languages. What is neither is shown as JSON. */
export function localTexts(value: unknown): { readonly en: string; readonly de: string } {
  const { en, de } = asValues(value) ?? {};
  return typeof en === 'string' && typeof de === 'string' ? { en, de } : { en: textOr(value), de: '' };
}

/** As it stands in a document: one text where there is but one, undefined for none. */
export function localText(en: string, de: string): unknown {
  if (en !== '' && de !== '' && en !== de) return { en, de };
  return en || de || undefined;
}

export const textOr = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** What stands between commas; undefined for nothing. */
export function partsOf(text: string): readonly string[] | undefined {
  const parts = text.split(/[,;\n]/).flatMap((part) => part.trim() || []);
  return parts.length > 0 ? parts : undefined;
}
