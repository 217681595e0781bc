import { PatternIndex, addressKeys } from './address-pattern';
import { type Source } from './decision';
import { type Permissions } from './demand';
import { type Contact, type LocalText, type PolicyDocument, type SettingEntries } from './document';
import { type Setting } from './setting';
import { isMessageSetting, SETTINGS, type SettingName, type SettingValues } from './settings';
import { type UserLayer } from './user-layer';

/** What the administrator, or nobody, says of one setting. */
export interface Basis<T> extends Permissions {
  readonly value: T;
  readonly source: Source;
}

/** What holds for the program as a whole, and who said so. */
export interface EffectiveSetting<T> {
  readonly value: T;
  readonly source: Source;
  /** Whether the user could choose another value; where not, `text` and `contact` are shown. */
  readonly change: Permissions['change'];
  readonly text?: LocalText;
  readonly contact?: Contact;
}

/** The settings of a document and a user, ready to be asked for one account. */
export class LayeredSettings {
  readonly #document: PolicyDocument;
  readonly #user: UserLayer;
  readonly #accounts = new PatternIndex<{ readonly pattern: string; readonly settings: SettingEntries }>();
  readonly #userAccounts = new PatternIndex<Partial<SettingValues>>();

  constructor(document: PolicyDocument, user: UserLayer) {
    this.#document = document;
    this.#user = user;
    for (const { identity, settings } of document.accounts ?? []) {
      for (const pattern of identity) this.#accounts.add(pattern, { pattern, settings });
    }
    for (const { identity, settings } of user.accounts ?? []) {
      for (const pattern of identity) this.#userAccounts.add(pattern, settings);
    }
  }

  /** Built-in or administrator: the account's word, else the word for all. `from` left out: no account. */
  basis<N extends SettingName>(name: N, from?: string): Basis<SettingValues[N]> {
    const account = from === undefined ? undefined : this.#accountWith(name, from);
    const entry = (account?.settings ?? this.#document.settings)?.[name];
    const setting = SETTINGS[name] as unknown as Setting<SettingValues[N]>;
    if (!entry) {
      const change = setting.change ?? 'free';
      return { value: setting.builtIn, change, override: change, source: { layer: 'built-in' } };
    }
    const { change = 'none', override = change, value = setting.builtIn } = entry;
    const source: Source = {
      layer: 'administrator',
      ...(account && { account: account.pattern }),
      ...this.explained(entry),
    };
    return { value, change, override: isMessageSetting(name) ? override : 'none', source };
  }

  /** What the user wants; undefined: nothing. */
  wanted<N extends SettingName>(name: N, from?: string): SettingValues[N] | undefined {
    const accounts = from === undefined ? [] : this.#userAccounts.find(addressKeys(from));
    const account = accounts.find((one) => one[name] !== undefined);
    return (account ?? this.#user.settings)?.[name];
  }

  /** A setting with the user's word, where it counts. For settings that no rule and no message changes. */
  effective<N extends SettingName>(name: N, from?: string): EffectiveSetting<SettingValues[N]> {
    const basis = this.basis(name, from);
    const wanted = this.wanted(name, from);
    const counts = wanted !== undefined && mayBecome(name, basis.value, wanted, basis.change);
    const value: SettingValues[N] = counts ? wanted : basis.value;
    const source: Source = counts ? { layer: 'user' } : basis.source;
    return { value, source, change: basis.change, ...this.explained(basis.source) };
  }

  /** The text and contact of one place, or the document's own contact. */
  explained({
    text,
    contact,
  }: {
    readonly text?: LocalText;
    readonly contact?: Contact;
  }): Pick<Source, 'text' | 'contact'> {
    const asked = contact ?? this.#document.contact;
    return { ...(text !== undefined && { text }), ...(asked && { contact: asked }) };
  }

  #accountWith(name: SettingName, from: string): { pattern: string; settings: SettingEntries } | undefined {
    return this.#accounts.find(addressKeys(from)).find(({ settings }) => settings[name] !== undefined);
  }
}

/** Whether a later layer with this permission may put one value in the place of another. */
export function mayBecome<N extends SettingName>(
  name: N,
  value: SettingValues[N],
  wanted: SettingValues[N],
  permission: Permissions['change'],
): boolean {
  if (permission === 'free') return true;
  if (permission === 'none') return false;
  const levels = levelsOf(name);
  return levels.length > 0 && levels.indexOf(wanted) >= levels.indexOf(value);
}

/** What a permission leaves to later layers: nothing, only what is stricter, or every value there is. */
export function roomFor<N extends SettingName>(
  name: N,
  value: SettingValues[N],
  permission: Permissions['change'],
): Permissions['change'] {
  if (permission !== 'stricter') return permission;
  const levels = levelsOf(name);
  const at = levels.indexOf(value);
  if (at === levels.length - 1) return 'none';
  return at === 0 ? 'free' : 'stricter';
}

/** The values of a setting from the laxest; none where none is stricter than another. */
export function levelsOf<N extends SettingName>(name: N): readonly SettingValues[N][] {
  return (SETTINGS[name] as unknown as Setting<SettingValues[N]>).levels ?? [];
}
