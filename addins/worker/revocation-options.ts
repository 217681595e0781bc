import { type RevocationRule } from '../../shared/index';
import { type Settings } from '../storage/index';

/** When the network may be asked whether certificates were revoked. */
export type RevocationLookup = 'off' | 'on-request' | 'always';

export interface RevocationOptions extends RevocationRule {
  readonly lookup: RevocationLookup;
  readonly softFail: boolean;
}

/** What an organisation sets; what it leaves out is the user's choice. */
export type RevocationPolicy = Partial<RevocationOptions> & {
  /** An https address that asks on behalf of those who cannot (docs/revocation.md). */
  readonly relay?: string;
};

const SETTING = 'revocation';
const LOOKUPS: ReadonlySet<unknown> = new Set(['off', 'on-request', 'always'] satisfies RevocationLookup[]);
const DEFAULTS: RevocationOptions = { lookup: 'on-request', required: false, softFail: false };

/** The organisation's word, else what is stored, else the default. A value that is none is as if left out. */
export async function readRevocationOptions(
  settings: Pick<Settings, 'get'>,
  policy: RevocationPolicy = {},
): Promise<RevocationOptions> {
  const { lookup, required, softFail } = { ...DEFAULTS, ...known(await settings.get(SETTING)), ...known(policy) };
  return { lookup, required, softFail };
}

/** Those fields of a value of unknown form that mean something. */
export function known(value: unknown): Partial<RevocationOptions> {
  const { lookup, required, softFail } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    ...(LOOKUPS.has(lookup) && { lookup: lookup as RevocationLookup }),
    ...(typeof required === 'boolean' && { required }),
    ...(typeof softFail === 'boolean' && { softFail }),
  };
}

export async function storeRevocationOptions(
  settings: Pick<Settings, 'set'>,
  { lookup, required, softFail }: RevocationOptions,
): Promise<void> {
  await settings.set(SETTING, { lookup, required, softFail });
}
