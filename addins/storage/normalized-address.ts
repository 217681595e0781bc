import { comparableDomain } from '../../shared/index';

/**
 * One spelling for every way to write an addr-spec that means the same mailbox: lower case, the domain as
 * `comparableDomain` has it.
 * The local part's case is dropped although RFC 5321 2.4 allows it to count; no mail system in use does.
 */
export function normalizedAddress(address: string): string {
  const trimmed = address.trim().normalize('NFC').toLowerCase();
  const at = trimmed.lastIndexOf('@');
  return at < 0 ? trimmed : `${trimmed.slice(0, at)}@${comparableDomain(trimmed.slice(at + 1))}`;
}
