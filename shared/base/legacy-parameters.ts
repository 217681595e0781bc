import { type Bytes } from './bytes';

/** Octets without their PKCS #7 padding (RFC 5652 6.3); undefined where it is none. */
export function withoutPadding(octets: Bytes, blockSize: number): Bytes | undefined {
  const count = octets.at(-1) ?? 0;
  if (count < 1 || count > blockSize || octets.length % blockSize !== 0) return undefined;
  const end = octets.length - count;
  return octets.subarray(end).every((octet) => octet === count) ? octets.subarray(0, end) : undefined;
}

/** Effective key bits of the version number in RC2-CBC-Parameter, RFC 2268 6; undefined for a number nobody defined. */
export function rc2EffectiveBits(version: number | undefined): number | undefined {
  if (version === undefined) return 32;
  if (version >= 256) return version;
  return { 160: 40, 120: 64, 58: 128 }[version];
}
