import {
  fromBase64,
  LOOK_UP_ORDER,
  parseCertificates,
  SETTINGS,
  utf8Bytes,
  type Der,
  type PolicyDocument,
  type RecipientRules,
  type SettingName,
  type SettingValues,
} from '../../shared/index';
import { type KeyPolicy } from '../storage/index';
import { type AcmePolicy } from '../worker/acme-options';
import { type LookUpPolicy } from '../worker/look-up-options';
import { type Provision } from '../worker/provision';
import { type RevocationPolicy } from '../worker/revocation-options';

/**
 * What a policy says about the program as a whole, as the core's worker takes it. What users may change freely is theirs and
 * is not in it. A certificate or identity file that cannot be read is left out: that withholds trust or a key, and never
 * gives one.
 */
export function provisionOf(document: PolicyDocument): Provision {
  const fixed = fixedOf(document);
  const group = groupOf(fixed);
  const { externalAccount, ...acme } = group('certificateAuthority', [
    'directory',
    'mailServer',
    'renews',
    'externalAccount',
  ]);
  const { relay = '', ...options } = group('revocation', ['lookup', 'required', 'softFail', 'relay']);
  const revocation: RevocationPolicy = { ...options, ...(relay !== '' && { relay }) };
  const authority: AcmePolicy = { ...acme, ...(externalAccount ? { externalAccount } : {}) };
  const lookUp = lookUpOf(fixed);
  const keys = keysOf(fixed);
  const recipients = recipientsOf(fixed);
  return {
    anchors: (fixed('anchors.added') ?? []).flatMap(certificatesOf),
    certificates: (fixed('certificates') ?? []).flatMap(certificatesOf),
    identities: (fixed('identities') ?? []).flatMap(identityOf),
    ...(fixed('anchors.public') === false && { withoutPublicAnchors: true }),
    ...(fixed('anchors.host') === false && { withoutHostAnchors: true }),
    ...(Object.keys(revocation).length > 0 && { revocation }),
    ...(Object.keys(authority).length > 0 && { acme: authority }),
    ...(Object.keys(lookUp).length > 0 && { lookUp }),
    ...(keys && { keys }),
    ...(recipients && { recipients }),
  };
}

type Fixed = <N extends SettingName>(name: N) => SettingValues[N] | undefined;

/** What is brought along has no user's word against it; of the rest, what users may not change freely. */
const BROUGHT: ReadonlySet<SettingName> = new Set<SettingName>(['anchors.added', 'certificates', 'identities']);

function fixedOf({ settings = {} }: PolicyDocument): Fixed {
  return <N extends SettingName>(name: N) => {
    const entry = settings[name];
    const isFixed = BROUGHT.has(name) || (entry?.change ?? 'none') !== 'free';
    // What is fixed without a value is fixed as it is built in.
    return isFixed && entry ? ((entry.value ?? SETTINGS[name].builtIn) as SettingValues[N]) : undefined;
  };
}

/** Settings by the last part of their names; those that are not there are left out. */
function groupOf(fixed: Fixed) {
  return <G extends string, M extends string>(
    group: G,
    members: readonly M[],
  ): { readonly [K in M]?: `${G}.${K}` extends SettingName ? SettingValues[`${G}.${K}`] : never } =>
    Object.fromEntries(
      members.flatMap((member) => {
        const value = fixed(`${group}.${member}` as SettingName);
        return value === undefined ? [] : [[member, value] as const];
      }),
    ) as { readonly [K in M]?: `${G}.${K}` extends SettingName ? SettingValues[`${G}.${K}`] : never };
}

function lookUpOf(fixed: Fixed): LookUpPolicy {
  const sources = LOOK_UP_ORDER.flatMap((name) => {
    const isOn = fixed(`lookUp.sources.${name}`);
    return isOn === undefined ? [] : [[name, isOn] as const];
  });
  return {
    ...groupOf(fixed)('lookUp', ['resolver', 'template']),
    ...(sources.length > 0 && { sources: Object.fromEntries(sources) }),
  };
}

function keysOf(fixed: Fixed): KeyPolicy | undefined {
  const passphraseRequired = fixed('keys.passphraseRequired');
  const unlockTime = fixed('keys.unlockTime');
  const backupFirst = fixed('keys.backupFirst');
  if (passphraseRequired === undefined && unlockTime === undefined && backupFirst === undefined) return undefined;
  return {
    passphraseRequired: passphraseRequired === true,
    ...(unlockTime !== undefined && { unlockTime }),
    ...(backupFirst === true && { backupFirst }),
  };
}

function recipientsOf(fixed: Fixed): RecipientRules | undefined {
  const keys = fixed('recipients.keys');
  const withoutExpired = fixed('recipients.expired') === false;
  if (keys === undefined && !withoutExpired) return undefined;
  return { ...(withoutExpired && { withoutExpired }), ...(keys && { keys }) };
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
