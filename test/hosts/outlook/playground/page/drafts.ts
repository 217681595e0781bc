import { type JsonDraft } from '../../graph/graph-draft';
import { ewsIdOf, restIdOfEws } from '../../graph/message-id';
import { type HostItem } from '../../host/item';
import { jsonDraft } from './items';
import { ServerError, type ServerApi } from './server-api';

/** The last write of each draft: they go one after the other, so that one draft never becomes two. */
const writing = new WeakMap<HostItem, Promise<string>>();

/** Keeps a draft on the server; sets and gives its item id in the form of office.js. */
export function saveDraft(item: HostItem, server: ServerApi): Promise<string> {
  const before = writing.get(item) ?? Promise.resolve();
  const next = before.then(
    () => write(item, server),
    () => write(item, server),
  );
  writing.set(item, next);
  return next;
}

/** Takes a draft away for good, one that is being written too. */
export async function discardDraft(item: HostItem, server: ServerApi): Promise<void> {
  await writing.get(item)?.catch(() => undefined);
  if (item.itemId !== undefined) await server.discardDraft(restIdOfEws(item.itemId));
}

async function write(item: HostItem, server: ServerApi): Promise<string> {
  const known = item.itemId === undefined ? undefined : restIdOfEws(item.itemId);
  const draft = await jsonDraft(item);
  item.itemId = ewsIdOf(await put(draft, known, server));
  return item.itemId;
}

async function put(draft: JsonDraft, known: string | undefined, server: ServerApi): Promise<string> {
  try {
    return await server.saveDraft(draft, known);
  } catch (thrown) {
    // It was deleted on the server: Outlook writes it again.
    if (!(thrown instanceof ServerError) || known === undefined) throw thrown;
    return server.saveDraft(draft, undefined);
  }
}

/** Whether anything was written: an empty draft is dropped when it is left. */
export function isWorthKeeping(item: HostItem): boolean {
  // A meeting that is not sent would stand in the calendar, which the playground does not have.
  if (item.mode === 'AppointmentCompose') return false;
  const { to, cc, bcc } = item.recipients;
  const hasText = item.bodyHtml.replace(/<[^>]*>|&nbsp;|\s/g, '') !== '';
  return item.subject !== '' || hasText || item.attachments.length > 0 || to.length + cc.length + bcc.length > 0;
}
