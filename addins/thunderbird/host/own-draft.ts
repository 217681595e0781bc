import { DRAFT_FIELD, parseEntity } from '../../../shared/index';
import { withDeadline } from './deadline';
import { thunderbird } from './thunderbird';
import { withoutMailboxPrefix } from './mailbox-prefix';

/** As long as a big message over a slow line takes. */
const CALL_MS = 120_000;
/** More than any header of a draft. */
const HEAD = 1 << 18;

/** Whether a stored message is an encrypted draft of ours, by its own word. Rejects where it cannot be read. */
export async function isOwnDraft(messageId: number): Promise<boolean> {
  const raw = thunderbird.messages.getRaw(messageId, { data_format: 'File' });
  const octets = await withoutMailboxPrefix(await withDeadline('getRaw', CALL_MS, raw));
  const head = new Uint8Array(await octets.slice(0, HEAD).arrayBuffer());
  return parseEntity(head).header.first(DRAFT_FIELD) !== undefined;
}
