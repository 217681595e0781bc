/*
 * Conversations in which the pane has met an encrypted message, for the guard on Send: a short mark of each and nothing else.
 * Others with access to the mailbox can read them. No imports and ES2016 only, as classic Outlook's launch events read it too.
 */

/** Beyond that the oldest are forgotten: 32 KB hold all that add-ins keep in a mailbox. */
const MOST = 400;

/** FNV-1a of 32 bits. Two conversations may have the same: then one is asked about that need not be. */
export function markOf(conversation: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < conversation.length; at++) hash = Math.imul(hash ^ conversation.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** Whether a conversation is noted. What is there and cannot be read may name any. */
export function isNoted(stored: unknown, conversation: string | undefined): boolean {
  if (conversation === undefined || stored === undefined || stored === null) return false;
  return typeof stored !== 'string' || stored.split(' ').indexOf(markOf(conversation)) >= 0;
}

/** The marks with one more, which becomes the newest. */
export function withNoted(stored: unknown, conversation: string): string {
  const mark = markOf(conversation);
  const before = typeof stored === 'string' ? stored.split(' ').filter((one) => one !== mark && one !== '') : [];
  return before.concat(mark).slice(-MOST).join(' ');
}
