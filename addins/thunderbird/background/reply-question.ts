import { isSameDomain, parseMailboxes, type ViewedMessage } from '../../../shared/index';
import { type Draft } from '../host/compose-tabs';
import { agreedAddresses, type ReplyQuestion } from '../reply-agreement';

/**
 * The question about an answer to a message that asks for answers in another domain (`reply-elsewhere`), where this
 * answer goes to another domain than its sender's and the user has not agreed to that yet. `original`: the message that
 * is answered; its rejection is passed on.
 */
export async function replyQuestion(
  tabId: number,
  draft: Draft,
  original: (messageId: number) => Promise<{ readonly view: Pick<ViewedMessage, 'summary' | 'from'> }>,
): Promise<ReplyQuestion | undefined> {
  if (draft.answers === undefined) return undefined;
  const { summary, from } = (await original(draft.answers)).view;
  const [sender] = from;
  if (!sender || !summary.reasons.some(({ code }) => code === 'reply-elsewhere')) return undefined;
  const recipients = [draft.to, draft.cc, draft.bcc].flatMap(parseMailboxes).map(({ address }) => address);
  const addresses = [...new Set(recipients.filter((address) => !isSameDomain(address, sender.address)))];
  const agreed = await agreedAddresses(tabId);
  return addresses.every((address) => agreed.includes(address)) ? undefined : { from: sender.address, addresses };
}
