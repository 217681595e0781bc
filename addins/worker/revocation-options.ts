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
  /** The user may choose only this or more. */
  readonly leastLookup?: RevocationLookup;
  /** An https address that asks on behalf of those who cannot (docs/revocation.md). */
  readonly relay?: string;
};

/** Under this name. */
export const REVOCATION_SETTING = 'revocation';
/** From the least to the most. */
export const REVOCATION_LOOKUPS = ['off', 'on-request', 'always'] as const satisfies readonly RevocationLookup[];
const DEFAULTS: RevocationOptions = { lookup: 'on-request', required: false, softFail: false };

/**
 * The organisation's word, else what is stored, else the default, and no less than the organisation's least. A value that is
 * none is as if left out.
 */
export async function readRevocationOptions(
  settings: Pick<Settings, 'get'>,
  policy: RevocationPolicy = {},
): Promise<RevocationOptions> {
  const { lookup, required, softFail } = {
    ...DEFAULTS,
    ...known(await settings.get(REVOCATION_SETTING)),
    ...known(policy),
  };
  return { lookup: atLeast(lookup, policy.leastLookup), required, softFail };
}

function atLeast(lookup: RevocationLookup, least: RevocationLookup = 'off'): RevocationLookup {
  return REVOCATION_LOOKUPS[Math.max(...[lookup, least].map((one) => REVOCATION_LOOKUPS.indexOf(one)))] ?? least;
}

/** Those fields of a value of unknown form that mean something. */
export function known(value: unknown): Partial<RevocationOptions> {
  const { lookup, required, softFail } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    ...((REVOCATION_LOOKUPS as readonly unknown[]).includes(lookup) && { lookup: lookup as RevocationLookup }),
    ...(typeof required === 'boolean' && { required }),
    ...(typeof softFail === 'boolean' && { softFail }),
  };
}

export async function storeRevocationOptions(
  settings: Pick<Settings, 'set'>,
  { lookup, required, softFail }: RevocationOptions,
): Promise<void> {
  await settings.set(REVOCATION_SETTING, { lookup, required, softFail });
}
