/**
 * One spelling for every way to write an addr-spec that means the same mailbox: lower case, the domain in A-labels.
 * The local part's case is dropped although RFC 5321 2.4 allows it to count; no mail system in use does.
 */
export function normalizedAddress(address: string): string {
  const trimmed = address.trim().normalize('NFC').toLowerCase();
  const at = trimmed.lastIndexOf('@');
  return at < 0 ? trimmed : `${trimmed.slice(0, at)}@${asciiDomain(trimmed.slice(at + 1))}`;
}

function asciiDomain(domain: string): string {
  if (/^[\x21-\x7e]*$/.test(domain)) return domain;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return domain;
  }
}
