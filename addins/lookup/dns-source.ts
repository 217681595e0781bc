import { toBase64, type Bytes, type LookUpSource } from '../../shared/index';
import { AddressRefusedError } from '../revocation/timed-fetch';
import { NoAnswerError, placeOf, type AskLimits } from './ask-each';
import { encodeQuery, readAnswer, TYPE_SMIMEA } from './dns-message';
import { certificatesOf, smimeaName } from './smimea';
import { askWeb, type WebHost } from './web-question';

/**
 * SMIMEA records (RFC 8162) by DNS over HTTPS (RFC 8484). Only what the resolver says is signed by DNSSEC counts, since
 * anybody could have made up the rest; it is the resolver's word, which is why it is named and asked over https alone. It
 * learns a hash of the local part, from which that can be guessed, and the domain.
 */
export function createDnsSource(host: WebHost, resolver: string, limits?: Partial<AskLimits>): LookUpSource {
  return placeOf('dns', (address, signal) => askFor(host, resolver, address, signal), limits);
}

/** As it is written, and in lower case where that is another: domains publish one of them (RFC 8162 5 leaves it open). */
async function askFor(
  host: WebHost,
  resolver: string,
  address: string,
  signal: AbortSignal,
): Promise<readonly Bytes[]> {
  for (const spelling of new Set([address, address.toLowerCase()])) {
    if (signal.aborted) throw new NoAnswerError('cancelled');
    const name = await smimeaName(spelling);
    const files = name === undefined ? [] : await askName(host, resolver, name, signal);
    if (files.length > 0) return files;
  }
  return [];
}

async function askName(host: WebHost, resolver: string, name: string, signal: AbortSignal): Promise<readonly Bytes[]> {
  const query = encodeQuery(name, TYPE_SMIMEA);
  if (!query) return [];
  const octets = await askWeb(host, queryUrl(resolver, query), 'application/dns-message', signal);
  const answer = readAnswer(octets, name, TYPE_SMIMEA);
  if (!answer || (answer.code !== 0 && answer.code !== 3)) throw new NoAnswerError('no-answer');
  if (answer.records.length > 0 && !answer.isAuthentic) throw new NoAnswerError('not-authenticated');
  return certificatesOf(answer.records);
}

/** RFC 8484 4.1.1; a template's own `{?dns}` may stand at its end. */
export function queryUrl(resolver: string, query: Bytes): string {
  const text = resolver.replace(/\{\?dns\}$/, '');
  if (!URL.canParse(text)) throw new AddressRefusedError();
  const url = new URL(text);
  url.searchParams.set('dns', toBase64(query).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''));
  return url.href;
}
