import { LIMITS } from '../base/limits';
import { type AddressPattern, isAddressPattern, PATTERN_SYNTAX } from './address-pattern';
import { type Permission } from './setting';
import {
  ACCOUNT_SETTINGS,
  ARCHIVE,
  SETTING_NAMES,
  SETTINGS,
  type AccountSetting,
  type Archive,
  type SettingName,
  type SettingValues,
} from './settings';
import { choice, constant, described, either, flag, list, named, object, text, whole, type Shape } from './shape';

/* The document that an administrator writes. docs/policy.md explains it by examples. */

/** The version of documents that have `version`; those without are of version 1 (`earlier-version.ts`). */
export const POLICY_VERSION = 2;

/** A text in the reader's language; a plain one is for all. */
export type LocalText = string | { readonly en: string; readonly de: string };

export interface Contact {
  readonly text?: LocalText;
  /** An address or a telephone number: shown, never followed by itself. */
  readonly at?: string;
}

/** What is said where something may not be changed. */
interface Explained {
  readonly text?: LocalText;
  readonly contact?: Contact;
}

/** What is decided about one setting. */
export interface SettingEntry<T> extends Explained {
  /** Left out: as it is built in. */
  readonly value?: T;
  /** What users may change in their settings. Left out: `none`. */
  readonly change?: Permission;
  /** What they may change for one message. Left out: as `change`. For settings about messages only. */
  readonly override?: Permission;
}

export type SettingEntries<N extends SettingName = SettingName> = {
  readonly [K in N]?: SettingEntry<SettingValues[K]>;
};

/** Settings of those accounts whose address matches; the most particular pattern counts. */
export interface AccountPolicy {
  readonly identity: readonly AddressPattern[];
  readonly settings: SettingEntries<AccountSetting>;
}

/** All that is named must be the case; of a list one is enough. */
export interface Condition {
  readonly recipient?: readonly AddressPattern[];
  /** Names of `groups`. */
  readonly group?: readonly string[];
  /** Addresses of the sender. */
  readonly identity?: readonly AddressPattern[];
  /** Parts of the subject, without regard to case. */
  readonly subject?: readonly string[];
  readonly replyToEncrypted?: boolean;
  readonly calendar?: boolean;
  /** Whether there are attachments, or endings of their names. */
  readonly attachment?: boolean | readonly string[];
  /** Octets of the message. */
  readonly size?: { readonly over?: number; readonly under?: number };
}

export type Verb = 'require' | 'prefer' | 'forbid';

export interface Rule extends Explained {
  /** Names it in explanations and records. */
  readonly id: string;
  /** Left out: always. */
  readonly when?: Condition;
  readonly unless?: Condition;
  readonly sign?: Verb;
  readonly encrypt?: Verb;
  readonly form?: SettingValues['form'];
  readonly headerProtection?: SettingValues['headerProtection'];
  readonly missingCertificate?: SettingValues['missingCertificate'];
  readonly missingSigner?: SettingValues['missingSigner'];
  readonly archive?: Archive;
  /** What users may change of what the rule says. Left out: `free` for what it prefers, else `none`. */
  readonly change?: Permission;
  /** The same for one message. Left out: as `change`. */
  readonly override?: Permission;
}

export interface PolicyDocument {
  readonly $schema?: string;
  readonly version: typeof POLICY_VERSION;
  /** Grows with each issue: an older one never replaces a newer one. */
  readonly serial?: number;
  /** RFC 3339, in UTC. */
  readonly issued?: string;
  readonly expires?: string;
  readonly name?: LocalText;
  /** Whom users ask, where a setting or rule names nobody else. */
  readonly contact?: Contact;
  readonly settings?: SettingEntries;
  readonly accounts?: readonly AccountPolicy[];
  readonly groups?: ReadonlyMap<string, readonly AddressPattern[]>;
  readonly rules?: readonly Rule[];
}

const LOCAL_TEXT: Shape<LocalText> = either(
  text(),
  object<{ readonly en: string; readonly de: string }>({ en: text(), de: text() }, ['en', 'de']),
  (kind) => kind !== 'object',
);
const CONTACT = object<Contact>({ text: LOCAL_TEXT, at: text({ longest: 320 }) });
const PERMISSION = choice('none', 'stricter', 'free');
export const PATTERN: Shape<AddressPattern> = text({
  is: isAddressPattern,
  pattern: PATTERN_SYNTAX,
  longest: 320,
  expected: 'an address, *@domain, *@*.domain or *',
});
const PATTERNS = list(PATTERN, { least: 1 });
export const MOMENT = text({
  is: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value)),
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$',
  expected: 'a time in UTC, such as 2027-01-31T00:00:00Z',
});
const NAME = text({
  is: (value) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value),
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  longest: 100,
  expected: 'a name of letters, digits, dots, dashes and underscores',
});
const OCTETS = whole(0, Number.MAX_SAFE_INTEGER);

const CONDITION = object<Condition>({
  recipient: PATTERNS,
  group: list(NAME, { least: 1 }),
  identity: PATTERNS,
  subject: list(text({ is: (value) => value.trim() !== '', pattern: '\\S', expected: 'a text that is not empty' }), {
    least: 1,
    most: 1_000,
  }),
  replyToEncrypted: flag(),
  calendar: flag(),
  attachment: either(flag(), list(text({ longest: 100 }), { least: 1, most: 1_000 }), (kind) => kind === 'boolean'),
  size: object<NonNullable<Condition['size']>>({ over: OCTETS, under: OCTETS }),
});

const VERB = choice('require', 'prefer', 'forbid');
const explained = { text: LOCAL_TEXT, contact: CONTACT };
const permissions = { change: PERMISSION, override: PERMISSION };

const RULE = object<Rule>(
  {
    id: NAME,
    when: CONDITION,
    unless: CONDITION,
    sign: VERB,
    encrypt: VERB,
    form: SETTINGS.form.shape,
    headerProtection: SETTINGS.headerProtection.shape,
    missingCertificate: SETTINGS.missingCertificate.shape,
    missingSigner: SETTINGS.missingSigner.shape,
    archive: ARCHIVE,
    ...permissions,
    ...explained,
  },
  ['id'],
);

/** Entries of the named settings; which values they take is said by `SETTINGS`. */
function entries<N extends SettingName>(names: readonly N[]): Shape<SettingEntries<N>> {
  const fields = names.map((name) => {
    const { shape, about, scope } = SETTINGS[name];
    const value = shape as Shape<unknown>;
    const { override, change } = permissions;
    const entry = { value, change, ...(scope === 'message' && { override }), ...explained };
    return [name, described(about, object<object>(entry))] as const;
  });
  return object<SettingEntries<N>>(Object.fromEntries(fields) as never);
}

export const DOCUMENT: Shape<PolicyDocument> = object<PolicyDocument>(
  {
    $schema: text(),
    version: constant(POLICY_VERSION, 'version'),
    serial: whole(0, Number.MAX_SAFE_INTEGER),
    issued: MOMENT,
    expires: MOMENT,
    name: LOCAL_TEXT,
    contact: CONTACT,
    settings: entries(SETTING_NAMES),
    accounts: list(
      object<AccountPolicy>({ identity: PATTERNS, settings: entries(ACCOUNT_SETTINGS) }, ['identity', 'settings']),
      { most: 1_000 },
    ),
    groups: named(PATTERNS, NAME),
    rules: list(RULE, { most: LIMITS.policyRules }),
  },
  ['version'],
);

/** The JSON Schema (draft 2020-12) of what `parsePolicy` reads. What depends on two places is said by the parser alone. */
export const policySchema = (): Readonly<Record<string, unknown>> => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Signet policy',
  ...DOCUMENT.schema,
});
