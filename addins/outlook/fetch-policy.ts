import { LIMITS, type Bytes } from '../../shared/index';
import { type FetchedPolicy } from '../policy/hosted-policy';
import { type HostedPolicy } from './hosted-address';

/** What leaves waits no longer than this, and so does a pane that knows no policy yet. */
const PATIENCE_MS = 8_000;
/** UTF-8 takes at most three octets for a UTF-16 code unit. */
const MOST = 3 * LIMITS.policyCharacters;
const MOST_SIGNATURE = 256 * 1024;

/**
 * The policy and its signature as their server gives them now: without cookies, by no other way than the address named, and
 * no more than a policy may have. Never rejects: whatever goes wrong, it could not be had.
 */
export async function fetchPolicy(
  { url }: HostedPolicy,
  fetchLike: typeof fetch,
  patience = PATIENCE_MS,
): Promise<FetchedPolicy> {
  const signal = AbortSignal.timeout(patience);
  const signatureUrl = new URL(url);
  signatureUrl.pathname += '.p7s';
  try {
    const [text, signature] = await Promise.all([
      load(url, MOST, signal, fetchLike),
      load(signatureUrl.href, MOST_SIGNATURE, signal, fetchLike),
    ]);
    if (text === undefined) return { kind: 'unreachable' };
    return { kind: 'fetched', octets: text, ...(signature && { signature }) };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** Undefined where the server says that there is nothing; rejects where nothing whole comes. */
async function load(
  url: string,
  most: number,
  signal: AbortSignal,
  fetchLike: typeof fetch,
): Promise<Bytes | undefined> {
  const response = await fetchLike(url, {
    signal,
    cache: 'no-cache',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  });
  if (response.status === 404 || response.status === 410) return undefined;
  if (!response.ok || !response.body) throw new Error('not given');
  return bounded(response.body, most);
}

async function bounded(body: ReadableStream<Uint8Array<ArrayBuffer>>, most: number): Promise<Bytes> {
  const reader = body.getReader();
  const parts: Bytes[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > most) {
      await reader.cancel();
      throw new Error('too large');
    }
    parts.push(read.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
