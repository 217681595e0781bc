import { comparableAddress, type Readiness } from '../../../../shared/index';
import { recipientRow, withOpen, type RecipientRow } from '../../../ui/index';
import { type DraftHead } from '../../host/draft-reader';

/**
 * Rows of the people in a draft; those in `open` get it unencrypted. `readiness` undefined: still being looked up. A group that has no certificate of its own
 * is a list: Outlook does not say who is in it. The sender comes last, and only where something stands against their own copy.
 */
export function recipientRows(
  head: DraftHead,
  readiness: Readiness | undefined,
  open: readonly string[] = [],
): readonly RecipientRow[] {
  const fields = ['to', 'cc', 'bcc'] as const;
  const known = new Map(readiness?.recipients.map((one) => [nameOf(one.address), one]));
  const people = fields.flatMap((field) => head[field].map((one) => ({ ...one, field })));
  const own = readiness?.recipients.filter((one) => one.field === 'from' && one.state !== 'ready') ?? [];
  const rows = people.map(({ address, name, field, isList }): RecipientRow => {
    const status = known.get(nameOf(address));
    const shown = { address, field, ...(name === '' ? {} : { name }) };
    if (!status) return { ...shown, state: 'checking' };
    if (isList === true && status.state === 'missing') return { ...shown, state: 'list' };
    return { ...recipientRow(status, name), field, address };
  });
  return withOpen([...rows, ...own.map((status) => recipientRow(status))], open);
}

/** What is no address equals only itself. */
const nameOf = (address: string): string => comparableAddress(address) ?? ` ${address}`;
