import { LOOK_UP_ORDER, LOOK_UP_TIERS, type LookUpSourceName } from '../../shared/index';
import { type Settings } from '../storage/index';
import { LOOK_UP_SETTING } from './look-up-setting';

/** Where certificates of recipients are looked for. */
export interface LookUpOptions {
  readonly sources: Readonly<Record<LookUpSourceName, boolean>>;
  /** https address of a resolver that speaks DNS over HTTPS (RFC 8484); empty: DNS is not asked. */
  readonly resolver: string;
  /** https address with `{address}` or `{local}` in it, and `{domain}` where wanted; empty: no web address is asked. */
  readonly template: string;
}

/** What an organisation sets; what it leaves out is the user's choice. */
export interface LookUpPolicy {
  readonly sources?: Partial<LookUpOptions['sources']>;
  readonly resolver?: string;
  readonly template?: string;
}

/** What stays on this machine is on; what tells somebody else whom the user writes to is off. */
const DEFAULTS: LookUpOptions = {
  sources: { 'address-book': true, 'host-store': true, exchange: false, ldap: false, dns: false, web: false },
  resolver: '',
  template: '',
};

/** The organisation's word, else what is stored, else the default. A value that is none is as if left out. */
export async function readLookUpOptions(
  settings: Pick<Settings, 'get'>,
  policy: LookUpPolicy = {},
): Promise<LookUpOptions> {
  const stored = knownLookUp(await settings.get(LOOK_UP_SETTING));
  const set = knownLookUp(policy);
  return {
    sources: { ...DEFAULTS.sources, ...stored.sources, ...set.sources },
    resolver: set.resolver ?? stored.resolver ?? DEFAULTS.resolver,
    template: set.template ?? stored.template ?? DEFAULTS.template,
  };
}

/** Those fields of a value of unknown form that mean something. */
export function knownLookUp(value: unknown): LookUpPolicy {
  const { sources, resolver, template } = recordOf(value);
  const choices = recordOf(sources);
  const known = LOOK_UP_ORDER.flatMap((name) => {
    const isOn = choices[name];
    return typeof isOn === 'boolean' ? [[name, isOn] as const] : [];
  });
  return {
    ...(known.length > 0 && { sources: Object.fromEntries(known) }),
    ...(typeof resolver === 'string' && { resolver: resolver.trim() }),
    ...(typeof template === 'string' && { template: template.trim() }),
  };
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;

export async function storeLookUpOptions(settings: Pick<Settings, 'set'>, options: LookUpOptions): Promise<void> {
  const { sources, resolver, template } = options;
  await settings.set(LOOK_UP_SETTING, { sources: { ...sources }, resolver, template });
}

/** The places that are switched on, in the order in which they are asked; each group beside one another. */
export function tiersOf({ sources, resolver, template }: LookUpOptions): readonly (readonly LookUpSourceName[])[] {
  const hasAddress: Partial<Record<LookUpSourceName, boolean>> = { dns: resolver !== '', web: template !== '' };
  return LOOK_UP_TIERS.map((tier) => tier.filter((name) => sources[name] && hasAddress[name] !== false));
}

/**
 * Whether what this place publishes is the organisation's own word: one web server that it named. Not where each recipient's
 * domain is asked, nor a resolver, which says what that domain publishes, whoever named them; nor LDAP, whose directories
 * the user sets up too.
 */
export function isOrganisations(source: LookUpSourceName, policy: LookUpPolicy = {}): boolean {
  return source === 'web' && /^https:\/\/[^/?#{}]+[/?#]/i.test(knownLookUp(policy).template ?? '');
}
