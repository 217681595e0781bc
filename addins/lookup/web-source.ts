import { comparableAddress, type Bytes, type LookUpSource } from '../../shared/index';
import { AddressRefusedError, StatusError } from '../revocation/timed-fetch';
import { placeOf, type AskLimits } from './ask-each';
import { askWeb, type WebHost } from './web-question';

/** A server that has nothing of this name; whatever else it says is no answer. */
const NOBODY: ReadonlySet<number> = new Set([404, 410]);
const ACCEPTED = 'application/pkix-cert, application/pkcs7-mime, application/x-pem-file, */*;q=0.1';

/** Certificates at a web address that is made of the recipient's. The server there learns it. */
export function createWebSource(host: WebHost, template: string, limits?: Partial<AskLimits>): LookUpSource {
  return placeOf('web', (address, signal) => askFor(host, template, address, signal), limits);
}

async function askFor(
  host: WebHost,
  template: string,
  address: string,
  signal: AbortSignal,
): Promise<readonly Bytes[]> {
  const url = expandTemplate(template, address);
  if (url === undefined) throw new AddressRefusedError();
  try {
    return [await askWeb(host, url, ACCEPTED, signal)];
  } catch (thrown) {
    if (thrown instanceof StatusError && NOBODY.has(thrown.status)) return [];
    throw thrown;
  }
}

/**
 * The web address for one recipient: `{address}`, `{local}` and `{domain}` in the template stand for the addr-spec, in lower
 * case and its domain in A-labels, and its parts. `{domain}` may also stand in the place of a host. Undefined where the
 * template names no person, or the address is none that a web address can have.
 */
export function expandTemplate(template: string, address: string): string | undefined {
  const comparable = comparableAddress(address);
  if (!namesPerson(template) || comparable === undefined) return undefined;
  const at = comparable.lastIndexOf('@');
  const domain = comparable.slice(at + 1);
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) return undefined;
  const parts: Readonly<Record<string, string>> = {
    address: encodeURIComponent(comparable),
    local: encodeURIComponent(comparable.slice(0, at)),
    domain,
  };
  return template.replace(/\{(address|local|domain)\}/g, (_whole, name: string) => parts[name] ?? '');
}

/** Whether a template makes another address of each recipient. */
export const namesPerson = (template: string): boolean => /\{(address|local)\}/.test(template);
