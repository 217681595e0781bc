import { comparableDomain } from './domain';

/**
 * What addr-specs have in common just where they are the same: the domain without case, U-labels as their A-labels
 * (RFC 5890); the local part without case of ASCII letters, else exactly. Undefined for what is no addr-spec, so that it
 * equals nothing.
 */
export function comparableAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return undefined;
  const local = address.slice(0, at).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `${local}@${comparableDomain(address.slice(at + 1))}`;
}
