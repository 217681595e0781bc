import { type Settings } from '../storage/index';

/** Where certificates are asked for, and how their mails are known. Off where no directory is named. */
export interface AcmeOptions {
  /** Address of the directory (RFC 8555 7.1.1); empty: off. */
  readonly directory: string;
  /** What the user's mail server calls itself in Authentication-Results (RFC 8601); empty: S/MIME alone proves a challenge. */
  readonly mailServer: string;
  /** Certificates that came this way are renewed without asking. */
  readonly renews: boolean;
}

/** What an organisation sets; what it leaves out is the user's choice. */
export type AcmePolicy = Partial<AcmeOptions> & {
  /** Ties accounts to the organisation's customer account (RFC 8555 7.3.4). */
  readonly externalAccount?: { readonly kid: string; readonly key: string };
};

/** Under this name. */
export const ACME_SETTING = 'acme';
const DEFAULTS: AcmeOptions = { directory: '', mailServer: '', renews: false };

/** The organisation's word, else what is stored, else off. A value of another kind is as if left out. */
export async function readAcmeOptions(settings: Pick<Settings, 'get'>, policy: AcmePolicy = {}): Promise<AcmeOptions> {
  const { directory, mailServer, renews } = {
    ...DEFAULTS,
    ...knownAcme(await settings.get(ACME_SETTING)),
    ...knownAcme(policy),
  };
  return { directory, mailServer, renews };
}

/**
 * Whether orders that were begun at this directory are gone on with: not where authorities are switched off, nor where the
 * organisation names another one. What is no address counts as another.
 */
export function isOffered(directory: string, chosen: AcmeOptions, policy: AcmePolicy = {}): boolean {
  if (chosen.directory === '') return false;
  const named = knownAcme(policy).directory;
  return named === undefined || (URL.canParse(named) && new URL(named).href === directory);
}

/** Those fields of a value of unknown form that mean something. */
export function knownAcme(value: unknown): Partial<AcmeOptions> {
  const { directory, mailServer, renews } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    ...(typeof directory === 'string' && { directory: directory.trim() }),
    ...(typeof mailServer === 'string' && { mailServer: mailServer.trim() }),
    ...(typeof renews === 'boolean' && { renews }),
  };
}

/** A customer account, where a value of unknown form is one. */
export function knownExternalAccount(value: unknown): AcmePolicy['externalAccount'] {
  const { kid, key } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return typeof kid === 'string' && typeof key === 'string' && kid !== '' && key !== '' ? { kid, key } : undefined;
}

export async function storeAcmeOptions(settings: Pick<Settings, 'set'>, options: AcmeOptions): Promise<void> {
  const { directory, mailServer, renews } = options;
  await settings.set(ACME_SETTING, { directory, mailServer, renews });
}
