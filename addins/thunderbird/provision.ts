import { fromBase64, findCertificates, utf8Bytes, type Der, type RecipientRules } from '../../shared/index';
import { type Provision } from '../worker/provision';
import { knownAcme, knownExternalAccount, type AcmePolicy } from '../worker/acme-options';
import { readKeyPolicy } from '../worker/key-policy';
import { knownLookUp } from '../worker/look-up-options';
import { known } from '../worker/revocation-options';

/**
 * Reads `anchors` and `certificates` (base64 of DER or PKCS #7, or PEM) and `identities` (`pfx` in base64, `passphrase`).
 * `publicAuthorities`: false switches Mozilla's roots off, `thunderbirdAuthorities`: false those that were added to
 * Thunderbird; so does any other value that is not true.
 * An entry that cannot be read is left out: that can only withhold trust or a key, never give one. `revocation` has
 * `lookup`, `required` and `softFail`, `certificateAuthority` has `directory`, `mailServer`, `renews` and `externalAccount`
 * (`kid`, `key`), `lookUp` has `sources`, `resolver` and `template`; what is there the user cannot change. `keys`
 * has `passphraseRequired` and `unlockTime`, `recipients` has `expired` (false: nobody may use an expired certificate) and
 * `keys` (`newest` or `all`).
 */
export function readProvision(values: Readonly<Record<string, unknown>>): Provision {
  const revocation = known(values['revocation']);
  const lookUp = knownLookUp(values['lookUp']);
  const keys = readKeyPolicy(values['keys']);
  const acme = acmePolicyOf(values['certificateAuthority']);
  const recipients = recipientRulesOf(values['recipients']);
  return {
    anchors: listOf(values['anchors']).flatMap(certificatesOf),
    ...(isOff(values['publicAuthorities']) && { withoutPublicAnchors: true }),
    ...(isOff(values['thunderbirdAuthorities']) && { withoutHostAnchors: true }),
    certificates: listOf(values['certificates']).flatMap(certificatesOf),
    identities: listOf(values['identities']).flatMap(identityOf),
    ...(Object.keys(revocation).length > 0 && { revocation }),
    ...(Object.keys(acme).length > 0 && { acme }),
    ...(Object.keys(lookUp).length > 0 && { lookUp }),
    ...(keys && { keys }),
    ...(recipients && { recipients }),
  };
}

/** What has expired is forbidden by every value but true; of two ways to choose the one that is not known is none. */
function recipientRulesOf(value: unknown): RecipientRules | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { expired, keys } = value as Record<string, unknown>;
  return {
    ...(isOff(expired) && { withoutExpired: true }),
    ...((keys === 'all' || keys === 'newest') && { keys }),
  };
}

function acmePolicyOf(value: unknown): AcmePolicy {
  const { externalAccount } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const external = knownExternalAccount(externalAccount);
  return { ...knownAcme(value), ...(external && { externalAccount: external }) };
}

/** Trust is withheld by every value but true. */
function isOff(value: unknown): boolean {
  return value !== undefined && value !== true;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function certificatesOf(entry: unknown): readonly Der[] {
  if (typeof entry !== 'string') return [];
  const octets = entry.includes('-----BEGIN') ? utf8Bytes(entry) : fromBase64(entry);
  return octets === undefined ? [] : findCertificates(octets).map(({ der }) => der);
}

function identityOf(entry: unknown): Provision['identities'] {
  const { pfx, passphrase } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const octets = typeof pfx === 'string' ? fromBase64(pfx) : undefined;
  return octets && typeof passphrase === 'string' ? [{ pfx: octets, passphrase }] : [];
}
