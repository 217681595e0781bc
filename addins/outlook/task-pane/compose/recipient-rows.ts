import { type Readiness } from '../../../../shared/index';
import { type RecipientRow } from '../../../ui/index';
import { type DraftHead } from '../../host/draft-reader';

/** Rows of the people in a draft; `readiness` undefined: still being looked up. */
export function recipientRows(head: DraftHead, readiness: Readiness | undefined): readonly RecipientRow[] {
  const fields = ['to', 'cc', 'bcc'] as const;
  const rows = fields.flatMap((field) =>
    head[field].map(({ address, name }) => ({ field, address, ...(name === '' ? {} : { name }) })),
  );
  return rows.map((row) => {
    const status = readiness?.recipients.find(({ address }) => address === row.address);
    if (!status) return { ...row, state: 'checking' };
    return status.state === 'unusable'
      ? { ...row, state: 'unusable', reasons: status.reasons }
      : { ...row, state: status.state };
  });
}
