import { LIMITS } from '../base/limits';
import { type AddressPattern } from './address-pattern';
import { MOMENT, PATTERN, POLICY_VERSION } from './document';
import { Faults, type PolicyFault } from './fault';
import { isJsonFault, locateJson, positionOf } from './located-json';
import {
  ACCOUNT_SETTINGS,
  SETTING_NAMES,
  SETTINGS,
  type AccountSetting,
  type SettingName,
  type SettingValues,
} from './settings';
import { choice, constant, list, object, text, type Shape } from './shape';

/** Something the user once said about an address or domain and that is remembered. */
export interface Exception {
  readonly kind: 'never-sign' | 'always-encrypt';
  readonly pattern: AddressPattern;
  /** RFC 3339, in UTC: when it was said. */
  readonly added: string;
  /** In the user's own words; may be empty. */
  readonly reason: string;
  /** From then on it does not count. Left out: it never ends. */
  readonly expires?: string;
}

export interface UserAccount {
  readonly identity: readonly AddressPattern[];
  readonly settings: Partial<Pick<SettingValues, AccountSetting>>;
}

/** What a user set for themselves; counts where an administrator allows it. */
export interface UserLayer {
  readonly version: typeof POLICY_VERSION;
  readonly settings?: Partial<SettingValues>;
  readonly accounts?: readonly UserAccount[];
  readonly exceptions?: readonly Exception[];
}

export const EMPTY_USER_LAYER: UserLayer = { version: POLICY_VERSION };

function values<N extends SettingName>(names: readonly N[]): Shape<Partial<Pick<SettingValues, N>>> {
  const fields = names.map((name) => [name, SETTINGS[name].shape as Shape<unknown>] as const);
  return object<Partial<Pick<SettingValues, N>>>(Object.fromEntries(fields) as never);
}

const USER_LAYER = object<UserLayer>(
  {
    version: constant(POLICY_VERSION, 'version'),
    settings: values(SETTING_NAMES),
    accounts: list(
      object<UserAccount>({ identity: list(PATTERN, { least: 1 }), settings: values(ACCOUNT_SETTINGS) }, [
        'identity',
        'settings',
      ]),
    ),
    exceptions: list(
      object<Exception>(
        {
          kind: choice('never-sign', 'always-encrypt'),
          pattern: PATTERN,
          added: MOMENT,
          reason: text(),
          expires: MOMENT,
        },
        ['kind', 'pattern', 'added', 'reason'],
      ),
      { most: LIMITS.policyRules },
    ),
  },
  ['version'],
);

export type UserLayerReading =
  | { readonly kind: 'user-layer'; readonly layer: UserLayer }
  | { readonly kind: 'unreadable'; readonly faults: readonly PolicyFault[] };

/** Reads what `JSON.stringify` wrote of a user layer; a layer with any fault is none. Never throws for a text. */
export function parseUserLayer(source: string): UserLayerReading {
  const faults = new Faults();
  const node = locateJson(source);
  if (isJsonFault(node)) faults.add('syntax', node.at, '', node.code === 'syntax' ? node.expected : node.code);
  const layer = isJsonFault(node) ? undefined : USER_LAYER.read(node, '', faults);
  if (layer && faults.isEmpty()) return { kind: 'user-layer', layer };
  return { kind: 'unreadable', faults: faults.all.map(({ at, ...one }) => ({ ...one, ...positionOf(source, at) })) };
}
