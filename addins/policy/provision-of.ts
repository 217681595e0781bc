import {
  fromBase64,
  LOOK_UP_ORDER,
  parseCertificates,
  roomFor,
  SETTINGS,
  utf8Bytes,
  type Der,
  type Permission,
  type PolicyDocument,
  type RecipientRules,
  type SettingName,
  type SettingValues,
} from '../../shared/index';
import { type KeyPolicy } from '../storage/index';
import { type AcmeOptions, type AcmePolicy } from '../worker/acme-options';
import { type LookUpPolicy } from '../worker/look-up-options';
import { type Provision, type UsualSettings } from '../worker/provision';
import { type RevocationOptions, type RevocationPolicy } from '../worker/revocation-options';

/**
 * What a policy says about the program as a whole, as the core's worker takes it: what holds, what is the least, and what
 * holds as long as the user says nothing. A certificate or identity file that cannot be read is left out: that withholds
 * trust or a key, and never gives one.
 */
export function provisionOf(document: PolicyDocument): Provision {
  const fixed = wordsOf(document, 'fixed');
  const least = wordsOf(document, 'least');
  const leastLookup = least('revocation.lookup');
  const externalAccount = fixed('certificateAuthority.externalAccount');
  const relay = fixed('revocation.relay');
  const revocation: RevocationPolicy = {
    ...revocationOf(fixed),
    ...(leastLookup && { leastLookup }),
    ...(relay !== undefined && relay !== '' && { relay }),
  };
  const acme: AcmePolicy = { ...acmeOf(fixed), ...(externalAccount ? { externalAccount } : {}) };
  const longestUnlockTime = least('keys.unlockTime');
  const keys = { ...keysOf(fixed), ...(longestUnlockTime !== undefined && { longestUnlockTime }) };
  const recipients = recipientsOf(fixed);
  const removed = fixed('anchors.removed') ?? [];
  const reminderDays = fixed('reminders.days');
  return {
    anchors: (fixed('anchors.added') ?? []).flatMap(certificatesOf),
    certificates: (fixed('certificates') ?? []).flatMap(certificatesOf),
    identities: (fixed('identities') ?? []).flatMap(identityOf),
    ...(removed.length > 0 && { removedAnchors: removed }),
    ...(fixed('anchors.public') === false && { withoutPublicAnchors: true }),
    ...(fixed('anchors.host') === false && { withoutHostAnchors: true }),
    ...(fixed('anchors.user') === false && { withoutUserAnchors: true }),
    ...(fixed('harvest') === false && { withoutHarvest: true }),
    ...(reminderDays && { reminderDays }),
    ...present({ revocation, acme, lookUp: lookUpOf(fixed), keys, recipients, usual: usualOf(document) }),
  };
}

/** What stands in settings before the user changes it. */
function usualOf(document: PolicyDocument): UsualSettings {
  const usual = wordsOf(document, 'usual');
  const unlockTime = usual('keys.unlockTime');
  const [publicAnchors, hostAnchors] = [usual('anchors.public'), usual('anchors.host')];
  return {
    ...present({ revocation: revocationOf(usual), acme: acmeOf(usual), lookUp: lookUpOf(usual) }),
    ...(unlockTime !== undefined && { unlockTime }),
    ...(publicAnchors !== undefined && { publicAnchors }),
    ...(hostAnchors !== undefined && { hostAnchors }),
  };
}

/** Without what is empty. */
function present<T extends object>(groups: T): T {
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => Object.keys(group as object).length > 0)) as T;
}

/** A setting's value where it has that strength. */
type Words = <N extends SettingName>(name: N) => SettingValues[N] | undefined;

type Strength = 'fixed' | 'least' | 'usual';

/** What users have no setting of their own for: an administrator's value holds, whatever may be changed. */
const WITHOUT_USER: ReadonlySet<SettingName> = new Set<SettingName>([
  'anchors.added',
  'anchors.removed',
  'anchors.user',
  'certificates',
  'certificateAuthority.externalAccount',
  'decryptPermanently',
  'harvest',
  'identities',
  'keys.backupFirst',
  'recipients.expired',
  'recipients.keys',
  'reminders.days',
  'revocation.relay',
]);

const STRENGTHS: Readonly<Record<Permission, Strength>> = { none: 'fixed', stricter: 'least', free: 'usual' };

function wordsOf({ settings = {} }: PolicyDocument, strength: Strength): Words {
  return <N extends SettingName>(name: N) => {
    const entry = settings[name];
    if (!entry) return undefined;
    // Without a value it is as built in.
    const { value = SETTINGS[name].builtIn, change = 'none' } = entry;
    const room = WITHOUT_USER.has(name) ? 'none' : roomFor(name, value as SettingValues[N], change);
    return STRENGTHS[room] === strength ? (value as SettingValues[N]) : undefined;
  };
}

/** Settings of a group by the last part of their names; those that are not there are left out. */
function groupOf<G extends string, M extends string>(
  words: Words,
  group: G,
  members: readonly M[],
): { readonly [K in M]?: `${G}.${K}` extends SettingName ? SettingValues[`${G}.${K}`] : never } {
  return Object.fromEntries(
    members.flatMap((member) => {
      const value = words(`${group}.${member}` as SettingName);
      return value === undefined ? [] : [[member, value] as const];
    }),
  ) as { readonly [K in M]?: `${G}.${K}` extends SettingName ? SettingValues[`${G}.${K}`] : never };
}

const revocationOf = (words: Words): Partial<RevocationOptions> =>
  groupOf(words, 'revocation', ['lookup', 'required', 'softFail']);

const acmeOf = (words: Words): Partial<AcmeOptions> =>
  groupOf(words, 'certificateAuthority', ['directory', 'mailServer', 'renews']);

function lookUpOf(words: Words): LookUpPolicy {
  const sources = LOOK_UP_ORDER.flatMap((name) => {
    const isOn = words(`lookUp.sources.${name}`);
    return isOn === undefined ? [] : [[name, isOn] as const];
  });
  return {
    ...groupOf(words, 'lookUp', ['resolver', 'template']),
    ...(sources.length > 0 && { sources: Object.fromEntries(sources) }),
  };
}

function keysOf(fixed: Words): KeyPolicy {
  const passphraseRequired = fixed('keys.passphraseRequired');
  const unlockTime = fixed('keys.unlockTime');
  return {
    ...(passphraseRequired !== undefined && { passphraseRequired }),
    ...(unlockTime !== undefined && { unlockTime }),
    ...(fixed('keys.backupFirst') === true && { backupFirst: true }),
  };
}

function recipientsOf(fixed: Words): RecipientRules {
  const keys = fixed('recipients.keys');
  return { ...(fixed('recipients.expired') === false && { withoutExpired: true }), ...(keys && { keys }) };
}

function certificatesOf(entry: string): readonly Der[] {
  const octets = entry.includes('-----BEGIN') ? utf8Bytes(entry) : fromBase64(entry);
  try {
    return octets ? parseCertificates(octets).map(({ der }) => der) : [];
  } catch {
    return [];
  }
}

function identityOf({ pfx, passphrase }: SettingValues['identities'][number]): Provision['identities'] {
  const octets = fromBase64(pfx);
  return octets ? [{ pfx: octets, passphrase }] : [];
}
