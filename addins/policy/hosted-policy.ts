import {
  hex,
  STRICT_DEFAULT,
  utf8Text,
  verifySignedData,
  type Bytes,
  type Clock,
  type UnlockTime,
} from '../../shared/index';
import { alone, type KeyPolicy, type Settings } from '../storage/index';
import { type Provision } from '../worker/provision';
import { policyInForce, type AskedPolicy, type PolicyInForce, type PolicyKeeper } from './policy-in-force';
import { provisionOf } from './provision-of';

/** What came from the server of a hosted policy. */
export type FetchedPolicy =
  | { readonly kind: 'unreachable' }
  /** It is being asked. */
  | { readonly kind: 'pending' }
  /** `signature` left out: none lies beside it. */
  | { readonly kind: 'fetched'; readonly octets: Bytes; readonly signature?: Bytes };

/** A policy that lies on a server, by whom it must be signed, and what came from there. Plain data. */
export interface HostedRequest {
  /** What is kept is kept by this. */
  readonly url: string;
  /** SHA-256 of SubjectPublicKeyInfo, lower-case hexadecimal. */
  readonly keys: readonly string[];
  readonly fetched: FetchedPolicy;
}

/**
 * The policy in force where it lies on a server. It counts only with a good signature of a named key beside it. Of pages and
 * workers one asks at a time, so that none puts an older one in the place of a newer. Rejects where what was last known
 * cannot be read or kept.
 */
export async function hostedPolicyInForce(
  request: HostedRequest,
  settings: Settings,
  clock: Clock,
): Promise<PolicyInForce> {
  const keeper = keeperOf(settings, request.url);
  const found = await alone('signet-policy', () => policyInForce({ ask: () => askedPolicy(request), keeper, clock }));
  return request.fetched.kind === 'pending' ? meanwhile(found) : found;
}

/** What holds until the server has answered: what was known and has not ended, else the strict default. */
function meanwhile({ kind, document, reasons, ...rest }: PolicyInForce): PolicyInForce {
  const others = reasons.filter((reason) => reason !== 'unreachable');
  return kind === 'last-known' && !others.includes('expired')
    ? { kind, document, reasons: others, ...rest }
    : { kind: 'strict', document: STRICT_DEFAULT, reasons: others };
}

/** What is provided to a worker, under the policy that is in force as it starts. */
export async function provisionUnder(
  provision: Provision,
  request: HostedRequest,
  settings: Settings,
): Promise<Provision> {
  return withPolicy(provision, await hostedPolicyInForce(request, settings, { now: () => new Date() }));
}

export async function policyForPage(request: HostedRequest, settings: Settings, clock: Clock): Promise<PolicyInForce> {
  return withoutIdentities(await hostedPolicyInForce(request, settings, clock));
}

/** What pages are told of it: keys and their passphrases stay in the worker. */
export function withoutIdentities({ document, ...policy }: PolicyInForce): PolicyInForce {
  const { identities, ...settings } = document.settings ?? {};
  if (!identities) return { ...policy, document };
  // The same policy is kept without them, and provides less then.
  const { digest } = policy;
  return { ...policy, document: { ...document, settings }, ...(digest && { digest: `${digest} with identities` }) };
}

/** What a build provides, and what the policy says beside and above it. */
export function withPolicy(provision: Provision, { document }: PolicyInForce): Provision {
  const own = provisionOf(document);
  const { keys, lookUp, revocation, acme } = provision;
  return {
    ...provision,
    ...own,
    anchors: [...provision.anchors, ...own.anchors],
    certificates: [...provision.certificates, ...own.certificates],
    identities: [...provision.identities, ...own.identities],
    ...((keys ?? own.keys) && { keys: stricterKeys(keys, own.keys) }),
    // What the build says of places that are asked stays: its pages reach no others.
    ...((lookUp ?? own.lookUp) && {
      lookUp: { ...own.lookUp, ...lookUp, sources: { ...own.lookUp?.sources, ...lookUp?.sources } },
    }),
    ...((revocation ?? own.revocation) && { revocation: { ...revocation, ...own.revocation } }),
    ...((acme ?? own.acme) && { acme: { ...acme, ...own.acme } }),
  };
}

/** What one of them demands the other does not take back. */
function stricterKeys(build: KeyPolicy = {}, policy: KeyPolicy = {}): KeyPolicy {
  const fixed = [build.unlockTime, policy.unlockTime].filter((time) => time !== undefined);
  const [longest] = [build.longestUnlockTime, policy.longestUnlockTime]
    .filter((time) => time !== undefined)
    .sort(byTime);
  const shortest = [...fixed, ...(longest === undefined ? [] : [longest])].sort(byTime)[0];
  return {
    passphraseRequired: build.passphraseRequired === true || policy.passphraseRequired === true,
    ...((build.backupFirst === true || policy.backupFirst === true) && { backupFirst: true }),
    ...(fixed.length > 0 && shortest !== undefined
      ? { unlockTime: shortest }
      : longest && { longestUnlockTime: longest }),
  };
}

const minutesOf = (time: UnlockTime): number => (time === 'session' ? Infinity : time);
const byTime = (a: UnlockTime, b: UnlockTime): number => (minutesOf(a) < minutesOf(b) ? -1 : 1);

/** What a server gave, with what its signature is worth. */
export async function askedPolicy({ fetched, keys }: HostedRequest): Promise<AskedPolicy> {
  if (fetched.kind !== 'fetched') return { kind: 'unreachable' };
  const { octets, signature } = fetched;
  // What is no UTF-8 is no policy either.
  const text = utf8Text(octets) ?? '';
  if (signature === undefined) return { kind: 'text', text, signature: 'absent' };
  return { kind: 'text', text, signature: (await isSignedBy(keys, octets, signature)) ? 'good' : 'bad' };
}

/**
 * The one rule: among the SignerInfos of a detached SignedData one is valid over these octets and made by a named key. What
 * its certificate says, and who issued it, counts for nothing. Weak algorithms and keys are not valid. Never rejects.
 */
async function isSignedBy(keys: readonly string[], octets: Bytes, signature: Bytes): Promise<boolean> {
  try {
    const { form, reasons, signers } = await verifySignedData({ cms: signature, detached: octets });
    if (form !== 'detached' || reasons.length > 0) return false;
    const valid = signers.flatMap((one) =>
      one.integrity === 'intact' && one.reasons.length === 0 && one.certificate ? [one.certificate] : [],
    );
    const made = await Promise.all(valid.map(({ publicKey }) => digestOf(publicKey.spki)));
    return made.some((one) => keys.includes(one));
  } catch {
    return false;
  }
}

const digestOf = async (octets: Bytes): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)));

/** By its address: a page that was opened with another one neither sees nor changes what was known of this. */
function keeperOf(settings: Settings, url: string): PolicyKeeper {
  const name = `policy:hosted:${url}`;
  return { read: () => settings.get(name), write: (kept) => settings.set(name, kept) };
}
