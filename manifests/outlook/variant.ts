import { ADDIN } from './source';

const SEND_MODES = ['SoftBlock', 'Block'] as const;
const PERMISSIONS = ['ReadWriteItem', 'ReadWriteMailbox'] as const;

/** What differs between one deployment and another. */
export interface Variant {
  /** Where the add-in is served: https, without a slash at the end. */
  readonly publicUrl: string;
  /**
   * `Block` for tenants that enforce protection (the add-in must then be deployed by an administrator). Not `PromptUser`: with
   * it users send all the same what the guard holds.
   */
  readonly sendMode: (typeof SEND_MODES)[number];
  /** `ReadWriteMailbox` lends EWS too: for mail and the directory of Exchange on premises (docs/administrators.md). */
  readonly permission: (typeof PERMISSIONS)[number];
  /** Sign-in host and others that the pane may open, beside `publicUrl`'s own: origins. */
  readonly appDomains: readonly string[];
  /** The organisation's policy that the panes ask; undefined: there is none. */
  readonly policy?: HostedPolicy;
}

/** Where a policy lies, and which keys may sign it (docs/policy.md). */
export interface HostedPolicy {
  readonly url: string;
  /** SHA-256 of SubjectPublicKeyInfo, hexadecimal. */
  readonly keys: readonly string[];
}

export const DEFAULT_VARIANT: Variant = {
  publicUrl: 'https://localhost:8443/addin',
  sendMode: 'SoftBlock',
  permission: 'ReadWriteItem',
  appDomains: [],
};

/** Throws for an address that Outlook would not take, and for words of the environment that mean nothing. */
export function variantFor(publicUrl: string, rest: Partial<Variant> = {}): Variant {
  const url = new URL(publicUrl);
  if (url.protocol !== 'https:') throw new Error('PUBLIC_URL: https expected');
  if (url.search !== '' || url.hash !== '') throw new Error('PUBLIC_URL: no query and no fragment expected');
  const { sendMode, permission } = { ...DEFAULT_VARIANT, ...rest };
  if (!SEND_MODES.includes(sendMode)) throw new Error(`OUTLOOK_SEND_MODE: one of ${SEND_MODES.join(', ')} expected`);
  if (!PERMISSIONS.includes(permission))
    throw new Error(`OUTLOOK_PERMISSION: one of ${PERMISSIONS.join(', ')} expected`);
  if (rest.policy) checkPolicy(rest.policy);
  return { ...DEFAULT_VARIANT, ...rest, publicUrl: publicUrl.replace(/\/+$/, '') };
}

/** Several, so that the key can be rotated; an address has to stay within what Outlook takes. */
const MOST_KEYS = 8;
const MOST_ADDRESS = 2_048;

function checkPolicy({ url, keys }: HostedPolicy): void {
  const { protocol, hash } = new URL(url);
  if (protocol !== 'https:' || hash !== '') throw new Error('POLICY_URL: https without a fragment expected');
  const areKeys = keys.every((key) => /^[0-9a-f]{64}$/i.test(key));
  if (keys.length === 0 || keys.length > MOST_KEYS || !areKeys) {
    throw new Error(`POLICY_KEYS: 1 to ${MOST_KEYS} times SHA-256 in hexadecimal expected`);
  }
}

/** The address of a page; those of the panes carry where the policy lies and who signs it. */
export function pageUrl({ publicUrl, policy }: Variant, page: keyof typeof ADDIN.pages): string {
  const address = publicUrl + ADDIN.pages[page];
  if (!policy || (page !== 'compose' && page !== 'read')) return address;
  const query = new URLSearchParams([['policy', policy.url], ...policy.keys.map((key) => ['policy-key', key])]);
  const whole = `${address}&${query.toString()}`;
  if (whole.length > MOST_ADDRESS) throw new Error('POLICY_URL: too long');
  return whole;
}

/** Every origin that the manifests have to name. */
export function originsOf({ publicUrl, appDomains }: Variant): readonly string[] {
  return [...new Set([new URL(publicUrl).origin, ...appDomains])];
}

/** Sizes of an icon on a command. */
export const COMMAND_SIZES = [16, 32, 80] as const;

export const iconUrl = ({ publicUrl }: Variant, name: string, size: number): string =>
  `${publicUrl}/icons/${name}-${size}.png`;
