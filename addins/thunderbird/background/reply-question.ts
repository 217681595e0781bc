import { isSameDomain, parseMailboxes, type ViewedMessage } from '../../../shared/index';
import { type Answered, type Draft } from '../host/compose-tabs';
import { agreedAddresses, type ReplyQuestion } from '../reply-agreement';

/** Opens the message that is answered. */
export type OpenOriginal = (messageId: number) => Promise<{ readonly view: Pick<ViewedMessage, 'summary' | 'from'> }>;

/**
 * The question about an answer that leaves its sender's domain because the message that is answered asks for that
 * (`reply-elsewhere`), to addresses that the user has not agreed to yet. Where that message cannot be found or opened, nobody knows
 * whether it asks for that: then the question is about everybody.
 */
export async function replyQuestion(
  tabId: number,
  draft: Draft,
  answered: Answered | undefined,
  original: OpenOriginal,
): Promise<ReplyQuestion | undefined> {
  if (answered === undefined) return undefined;
  const everybody = { addresses: recipientsOf(draft) };
  const question =
    answered === 'unknown'
      ? everybody
      : await original(answered).then(
          ({ view }) => aboutStrangers(draft, view),
          () => everybody,
        );
  const agreed = await agreedAddresses(tabId);
  return question?.addresses.some((address) => !agreed.includes(address)) ? question : undefined;
}

function aboutStrangers(
  draft: Draft,
  { summary, from: [sender] }: Pick<ViewedMessage, 'summary' | 'from'>,
): ReplyQuestion | undefined {
  if (!sender || !summary.reasons.some(({ code }) => code === 'reply-elsewhere')) return undefined;
  const addresses = recipientsOf(draft).filter((address) => !isSameDomain(address, sender.address));
  return { from: sender.address, addresses };
}

const recipientsOf = ({ to, cc, bcc }: Draft): readonly string[] => [
  ...new Set([to, cc, bcc].flatMap(parseMailboxes).map(({ address }) => address)),
];
