import { AcmeFailure } from './failure';
import { ACME_LIMITS } from './limits';

/** A directory's address (RFC 8555 7.1.1) as one that may be asked: https, no user name. Undefined for any other. */
export function directoryUrl(text: string): URL | undefined {
  if (text.length > ACME_LIMITS.urlLength || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isGood = url.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
  return isGood ? url : undefined;
}

/**
 * An address that a server gave out, which must be at the same place as its directory: who is asked was chosen by the user
 * or the organisation, and is not for the server to change. Throws AcmeFailure.
 */
export function sameOrigin(directory: string, text: unknown): string {
  const [base, url] = [directoryUrl(directory), typeof text === 'string' ? directoryUrl(text) : undefined];
  if (!base || !url || url.origin !== base.origin) throw new AcmeFailure('address-refused');
  return url.href;
}
