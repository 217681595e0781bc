/**
 * A domain name for comparison: lower case, labels of other scripts as A-labels (RFC 5890), one trailing dot left out.
 * A name that IDNA does not allow comes back as lower-case text, so it equals only itself.
 */
export function comparableDomain(domain: string): string {
  const text = domain.toLowerCase().replace(/\.$/, '');
  if (/^[\0-\x7f]*$/.test(text) || /[\0-,/:-@[-`{-\x7f]/.test(text)) return text;
  try {
    return new URL(`http://${text}`).hostname;
  } catch {
    return text;
  }
}
