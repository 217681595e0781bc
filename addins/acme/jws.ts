import { equal, SignetError, utf8Bytes, type Bytes, type Der } from '../../shared/index';
import { AcmeFailure } from './failure';
import { fromBase64Url, jsonBase64Url, toBase64Url } from './base64url';

/** The public key of an account, RFC 7517 and RFC 7518 6.2.1. */
export interface EcJwk {
  readonly crv: 'P-256';
  readonly kty: 'EC';
  readonly x: string;
  readonly y: string;
}

/** Algorithm and curve of a SubjectPublicKeyInfo on P-256, up to the uncompressed point (RFC 5480 2). */
const P256_HEAD = Uint8Array.of(
  ...[0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
  ...[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04],
);

/** Throws `unsupported` for a key of another kind. */
export function jwkOf(spki: Der): EcJwk {
  const point = spki.subarray(P256_HEAD.length);
  if (point.length !== 64 || !equal(spki.subarray(0, P256_HEAD.length), P256_HEAD)) {
    throw new SignetError('unsupported', 'an account key on P-256 was expected', 'acme');
  }
  return { crv: 'P-256', kty: 'EC', x: toBase64Url(point.subarray(0, 32)), y: toBase64Url(point.subarray(32)) };
}

/** RFC 7638: the members that are required, in the order of their names. */
export async function thumbprint({ crv, kty, x, y }: EcJwk): Promise<string> {
  return sha256(JSON.stringify({ crv, kty, x, y }));
}

export async function sha256(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8Bytes(text))));
}

/** What the protected header says (RFC 8555 6.2): who signs by `jwk`, or by `kid`, the account's address. */
export type JwsHeader = { readonly nonce: string; readonly url: string } & (
  { readonly jwk: EcJwk } | { readonly kid: string }
);

/** A JWS by ES256 in the flattened JSON form. `payload` '' is that of POST-as-GET (RFC 8555 6.3). */
export async function signJws(header: JwsHeader, payload: unknown, privateKey: Bytes): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('pkcs8', privateKey, algorithm, false, ['sign']);
  return flattened({ alg: 'ES256', ...header }, payload, (signed) =>
    crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, signed),
  );
}

/** What a certification authority gave to a customer, to tie an account of the protocol to. */
export interface ExternalAccount {
  readonly kid: string;
  /** A MAC key in base64url. */
  readonly key: string;
}

/** externalAccountBinding, RFC 8555 7.3.4. Rejects with AcmeFailure for a key that is no base64url. */
export async function bindExternalAccount(
  { kid, key }: ExternalAccount,
  url: string,
  jwk: EcJwk,
): Promise<Readonly<Record<string, string>>> {
  const octets = fromBase64Url(key.trim().replace(/=+$/, ''));
  if (!octets || octets.length === 0) throw new AcmeFailure('external-key');
  const imported = await crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const text = await flattened({ alg: 'HS256', kid, url }, jwk, (signed) =>
    crypto.subtle.sign('HMAC', imported, signed),
  );
  return JSON.parse(text) as Record<string, string>;
}

async function flattened(
  header: object,
  payload: unknown,
  sign: (signed: Bytes) => Promise<ArrayBuffer>,
): Promise<string> {
  const head = jsonBase64Url(header);
  const body = payload === '' ? '' : jsonBase64Url(payload);
  const signature = toBase64Url(new Uint8Array(await sign(utf8Bytes(`${head}.${body}`))));
  return JSON.stringify({ protected: head, payload: body, signature });
}
