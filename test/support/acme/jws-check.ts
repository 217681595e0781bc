import { createHash, createHmac, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { AcmeError } from './acme-error';

/** What a signed request says, once its signature held. */
export interface SignedRequest {
  readonly payload: string;
  readonly nonce: string;
  readonly url: string;
  readonly jwk: JsonWebKey | undefined;
  readonly kid: string | undefined;
}

interface Flattened {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

const malformed = (detail: string): AcmeError => new AcmeError(400, 'malformed', detail);

/**
 * Checks a request as RFC 8555 6.2 demands: flattened JSON with these three members alone, ES256, `url` that of the request,
 * a nonce, and either `jwk` or `kid`. `keyOf`: the key of an account. Throws AcmeError.
 */
export function checkJws(body: string, url: string, keyOf: (kid: string) => JsonWebKey | undefined): SignedRequest {
  const jws = flattened(body);
  const header = objectIn(jws.protected);
  const { alg, nonce, jwk, kid } = header;
  if (alg !== 'ES256') throw new AcmeError(400, 'badSignatureAlgorithm', 'ES256 was expected');
  if (header['url'] !== url) throw new AcmeError(403, 'unauthorized', 'url is not that of the request');
  if (typeof nonce !== 'string') throw new AcmeError(400, 'badNonce', 'no nonce');
  if ((jwk === undefined) === (kid === undefined)) throw malformed('exactly one of jwk and kid was expected');
  const key = jwk === undefined ? keyOf(String(kid)) : (jwk as JsonWebKey);
  if (!key) throw new AcmeError(400, 'accountDoesNotExist', 'no such account');
  if (!verifies(jws, key)) throw malformed('the signature does not hold');
  return {
    payload: Buffer.from(jws.payload, 'base64url').toString('utf8'),
    nonce,
    url,
    jwk: jwk as JsonWebKey | undefined,
    kid: kid as string | undefined,
  };
}

function flattened(body: string): Flattened {
  const value = JSON.parse(body) as Record<string, unknown>;
  const names = Object.keys(value).sort().join();
  if (names !== 'payload,protected,signature') throw malformed('not the flattened form');
  for (const text of Object.values(value)) {
    if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text)) throw malformed('not base64url without padding');
  }
  return value as unknown as Flattened;
}

function objectIn(text: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, unknown>;
}

function verifies(jws: Flattened, jwk: JsonWebKey): boolean {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${jws.protected}.${jws.payload}`);
  const signature = Buffer.from(jws.signature, 'base64url');
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** RFC 7638. */
export function thumbprintOf({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/** Whether an externalAccountBinding binds this account's key (RFC 8555 7.3.4). */
export function bindsAccount(
  binding: unknown,
  expected: { readonly kid: string; readonly key: string; readonly url: string; readonly jwk: JsonWebKey },
): boolean {
  const jws = binding as Flattened;
  const header = objectIn(jws.protected);
  const mac = createHmac('sha256', Buffer.from(expected.key, 'base64url'))
    .update(`${jws.protected}.${jws.payload}`)
    .digest('base64url');
  const bound = objectIn(jws.payload);
  return (
    header['alg'] === 'HS256' &&
    header['kid'] === expected.kid &&
    header['url'] === expected.url &&
    header['nonce'] === undefined &&
    mac === jws.signature &&
    thumbprintOf(bound) === thumbprintOf(expected.jwk)
  );
}
