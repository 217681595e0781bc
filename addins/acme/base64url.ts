import { fromBase64, toBase64, utf8Bytes, type Bytes } from '../../shared/index';

/** RFC 4648 5, without padding. */
export function toBase64Url(octets: Uint8Array): string {
  return toBase64(octets).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Undefined for anything that is not of that alphabet, padding included (RFC 8555 6.1). */
export function fromBase64Url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const padding = '='.repeat((4 - (text.length % 4)) % 4);
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/') + padding);
}

export const jsonBase64Url = (value: unknown): string => toBase64Url(utf8Bytes(JSON.stringify(value)));
