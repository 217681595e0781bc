import { formatMailboxes, isAddress, parseMailboxes } from './address';
import { formatDate } from './compose-header';
import { parseDateTime } from './date-time';

/** The registered Header Confidentiality Policies (RFC 9788 3.2), by their registered names. */
export type HeaderPolicy = 'hcp_no_confidentiality' | 'hcp_baseline' | 'hcp_shy';

/** From the one that hides least to the one that hides most. */
export const HEADER_POLICIES: readonly HeaderPolicy[] = ['hcp_no_confidentiality', 'hcp_baseline', 'hcp_shy'];

/** What stands outside in place of a subject (RFC 9788 3.2.1). */
const OBSCURED_SUBJECT = '[...]';

/**
 * What an encrypted message shows outside of a field: the value itself, another one, or undefined where the field is
 * left out (RFC 9788 3.1). `name` in any case. The address of From never changes (3.1.1). Not for structural fields.
 */
export function outsideValue(policy: HeaderPolicy, name: string, value: string): string | undefined {
  if (policy === 'hcp_no_confidentiality') return value;
  const field = name.toLowerCase();
  if (field === 'subject') return OBSCURED_SUBJECT;
  if (field === 'comments' || field === 'keywords') return undefined;
  return policy === 'hcp_shy' ? shyValue(field, value) : value;
}

/** RFC 9788 3.2.2: addresses without names, dates without the writer's time zone; what cannot be read stays. */
function shyValue(field: string, value: string): string {
  if (field === 'from' || field === 'to' || field === 'cc') {
    const mailboxes = parseMailboxes(value);
    if (mailboxes.length === 0 || !mailboxes.every(({ address }) => isAddress(address))) return value;
    return formatMailboxes(mailboxes.map(({ address }) => ({ name: '', address })));
  }
  if (field !== 'date') return value;
  const date = parseDateTime(value);
  return date === undefined ? value : formatDate(date);
}
