import { utf8Text } from '../../shared/index';
import { sameOrigin } from './addresses';
import { fromBase64Url } from './base64url';
import { AcmeFailure, type AcmeProblem } from './failure';
import { type AcmeResponse } from './network';
import { type DirectoryUrls } from './order';

/* What servers answer, read strictly where it decides something and not at all where it does not. */

type Json = Readonly<Record<string, unknown>>;

/** The JSON object of an answer. Throws AcmeFailure: what the server says against it, or that this is no such server. */
export function objectOf({ status, contentType, body }: AcmeResponse): Json {
  const value = parsed(utf8Text(body) ?? '');
  if (status >= 400) throw refusal(status, value);
  if (!value || status < 200 || status > 299 || !/^application\/(\S+\+)?json\b/i.test(contentType)) {
    throw new AcmeFailure('not-acme');
  }
  return value;
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

const TYPES: Readonly<Record<string, AcmeProblem>> = {
  badNonce: 'bad-nonce',
  rateLimited: 'rate-limited',
  userActionRequired: 'terms',
  externalAccountRequired: 'external-account',
  accountDoesNotExist: 'account-refused',
  invalidContact: 'account-refused',
  unsupportedContact: 'account-refused',
  rejectedIdentifier: 'address-rejected',
  unsupportedIdentifier: 'address-rejected',
  unauthorized: 'unauthorized',
  incorrectResponse: 'response-incorrect',
  badCSR: 'request-rejected',
  badPublicKey: 'request-rejected',
};

/** A problem document (RFC 7807, RFC 8555 6.7) as what it is for the user. */
export function refusal(status: number, document: Json | undefined): AcmeFailure {
  const detail = typeof document?.['detail'] === 'string' ? document['detail'] : undefined;
  if (status === 429) return new AcmeFailure('rate-limited', detail);
  return new AcmeFailure(problemOf(document?.['type']) ?? (status >= 500 ? 'server-error' : 'refused'), detail);
}

/** The error that an authorization's challenge or an order carries. */
export function statedProblem(error: unknown, otherwise: AcmeProblem): AcmeFailure {
  const document = typeof error === 'object' && error !== null ? (error as Json) : {};
  const detail = typeof document['detail'] === 'string' ? document['detail'] : undefined;
  return new AcmeFailure(problemOf(document['type']) ?? otherwise, detail);
}

function problemOf(type: unknown): AcmeProblem | undefined {
  const name = typeof type === 'string' ? /^urn:ietf:params:acme:error:(\w+)$/.exec(type)?.[1] : undefined;
  return name !== undefined && Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
}

export interface DirectoryFacts {
  readonly urls: DirectoryUrls;
  readonly terms?: string;
  readonly needsExternalAccount: boolean;
}

/** RFC 8555 7.1.1. */
export function readDirectory(directory: string, value: Json): DirectoryFacts {
  const url = (name: string): string => {
    if (typeof value[name] !== 'string') throw new AcmeFailure('not-acme');
    return sameOrigin(directory, value[name]);
  };
  const urls = { newNonce: url('newNonce'), newAccount: url('newAccount'), newOrder: url('newOrder') };
  const meta = (typeof value['meta'] === 'object' && value['meta'] !== null ? value['meta'] : {}) as Json;
  const terms = meta['termsOfService'];
  // Shown as a link that a person may follow: only addresses of the web.
  const isLink = typeof terms === 'string' && terms.length < 2_000 && /^https?:\/\/[^\s"<>]+$/.test(terms);
  return {
    urls,
    ...(isLink && { terms }),
    needsExternalAccount: meta['externalAccountRequired'] === true,
  };
}

export interface OrderFacts {
  readonly status: 'pending' | 'ready' | 'processing' | 'valid' | 'invalid';
  readonly authorization: string | undefined;
  readonly finalize: string;
  readonly certificate: string | undefined;
  readonly error: unknown;
}

const ORDER_STATES: readonly unknown[] = ['pending', 'ready', 'processing', 'valid', 'invalid'];

/** RFC 8555 7.1.3. */
export function readOrder(directory: string, value: Json): OrderFacts {
  const [authorization] = Array.isArray(value['authorizations']) ? (value['authorizations'] as unknown[]) : [];
  if (!ORDER_STATES.includes(value['status'])) throw new AcmeFailure('not-acme');
  return {
    status: value['status'] as OrderFacts['status'],
    authorization: authorization === undefined ? undefined : sameOrigin(directory, authorization),
    finalize: sameOrigin(directory, value['finalize']),
    certificate: value['certificate'] === undefined ? undefined : sameOrigin(directory, value['certificate']),
    error: value['error'],
  };
}

export interface AuthorizationFacts {
  readonly status: 'pending' | 'valid' | 'invalid' | 'deactivated' | 'expired' | 'revoked';
  readonly address: string;
  readonly expires: Date | undefined;
  /** The mail challenge of RFC 8823 3, if there is one. */
  readonly challenge:
    { readonly url: string; readonly token: string; readonly from: string; readonly error: unknown } | undefined;
}

const AUTHORIZATION_STATES: readonly unknown[] = ['pending', 'valid', 'invalid', 'deactivated', 'expired', 'revoked'];
/** RFC 8823 3: token-part2 has 128 bits at least. */
const TOKEN_OCTETS = 16;

/** RFC 8555 7.1.4, RFC 8823 3. */
export function readAuthorization(directory: string, value: Json): AuthorizationFacts {
  const { type, value: address } = (value['identifier'] ?? {}) as { type?: unknown; value?: unknown };
  if (!AUTHORIZATION_STATES.includes(value['status']) || type !== 'email' || typeof address !== 'string') {
    throw new AcmeFailure('not-acme');
  }
  const list = Array.isArray(value['challenges']) ? (value['challenges'] as Json[]) : [];
  const found = list.find((one) => one['type'] === 'email-reply-00');
  const expires = new Date(typeof value['expires'] === 'string' ? value['expires'] : NaN);
  return {
    status: value['status'] as AuthorizationFacts['status'],
    address,
    expires: Number.isNaN(expires.getTime()) ? undefined : expires,
    challenge: found && readChallenge(directory, found),
  };
}

function readChallenge(directory: string, found: Json): NonNullable<AuthorizationFacts['challenge']> {
  const { token, from } = found;
  const octets = typeof token === 'string' ? fromBase64Url(token) : undefined;
  if (typeof token !== 'string' || (octets?.length ?? 0) < TOKEN_OCTETS || typeof from !== 'string') {
    throw new AcmeFailure('not-acme');
  }
  return { url: sameOrigin(directory, found['url']), token, from, error: found['error'] };
}
