/** Where an organisation's policy lies, and whose signature it must have: as the manifest says it in its page addresses. */
export interface HostedPolicy {
  /** https; the signature lies beside it, with `.p7s` at the end. */
  readonly url: string;
  /** SHA-256 of the SubjectPublicKeyInfo of each key that may sign it, hexadecimal. */
  readonly keys: readonly string[];
}

/**
 * What the query of a page's address says of a policy. Undefined: it names none. `unusable`: it names one in a way that
 * nobody can follow, so that there is one and it cannot be had.
 */
export function hostedPolicyOf(search: string): HostedPolicy | 'unusable' | undefined {
  const query = new URLSearchParams(search);
  const [urls, keys] = [query.getAll('policy'), query.getAll('policy-key')];
  if (urls.length === 0 && keys.length === 0) return undefined;
  const [url = ''] = urls;
  const isWhole = urls.length === 1 && /^https:\/\/[^#]+$/.test(url) && URL.canParse(url);
  const areKeys = keys.length > 0 && keys.every((key) => /^[0-9a-f]{64}$/i.test(key));
  return isWhole && areKeys ? { url, keys: keys.map((key) => key.toLowerCase()) } : 'unusable';
}
