import { type Bytes } from '../../shared/index';
import { hasPublicAddress } from '../revocation/direct-network';
import { isAddressLiteral } from '../revocation/public-address';
import { permittedUrl } from '../revocation/network-rules';
import { AddressRefusedError, fetchAnswer } from '../revocation/timed-fetch';
import { NoAnswerError } from './ask-each';
import { LOOK_UP_LIMITS } from './limits';

/** What a host lends for asking servers. */
export interface WebHost {
  readonly fetch: typeof fetch;
  /** The addresses of a name; left out where the host cannot say, and then only names are judged. May reject. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  /** Whether the user let the add-on reach this server; left out: nothing has to be asked for. */
  readonly isPermitted?: (url: string) => Promise<boolean>;
}

/**
 * One GET under the rules that hold for revocation (addins/revocation), and over https alone: no private address, no
 * redirect, no cookie, referrer or cache, and reading stops at a limit. Rejects with NoAnswerError, AddressRefusedError,
 * StatusError or TooLargeError.
 */
export async function askWeb(host: WebHost, text: string, accept: string, signal: AbortSignal): Promise<Bytes> {
  const url = permittedUrl(text);
  if (url?.protocol !== 'https:' || url.port === '80') throw new AddressRefusedError();
  if (host.isPermitted && !(await host.isPermitted(url.href).catch(() => false))) {
    throw new NoAnswerError('not-permitted');
  }
  if (!isAddressLiteral(url.hostname) && !(await hasPublicAddress(host, url.hostname))) throw new AddressRefusedError();
  return fetchAnswer(host.fetch, url, { headers: { accept } }, signal, LOOK_UP_LIMITS.answerOctets);
}
