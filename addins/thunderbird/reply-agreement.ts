import { session } from './host/environment';

/* What the user was asked, and agreed to, about one answer; lasts as long as Thunderbird runs, and only for its window. */

export interface ReplyQuestion {
  /** Whom the message that is answered says it is from; left out: it could not be opened, so that nobody knows. */
  readonly from?: string;
  /** Where the answer would go. */
  readonly addresses: readonly string[];
}

const askedName = (tabId: number): string => `reply-asked:${tabId}`;
const agreedName = (tabId: number): string => `reply-agreed:${tabId}`;

/** Keeps a question for the popup; undefined: there is none. */
export async function keepQuestion(tabId: number, question: ReplyQuestion | undefined): Promise<void> {
  await (question ? session.set(askedName(tabId), question) : session.remove(askedName(tabId)));
}

/** The question that the last try to send raised. */
export async function openQuestion(tabId: number): Promise<ReplyQuestion | undefined> {
  return (await session.get(askedName(tabId))) as ReplyQuestion | undefined;
}

/** The user wants the answer to go to just these addresses. */
export async function agree(tabId: number, { addresses }: ReplyQuestion): Promise<void> {
  await session.set(agreedName(tabId), [...addresses]);
  await keepQuestion(tabId, undefined);
}

export async function agreedAddresses(tabId: number): Promise<readonly string[]> {
  const agreed = await session.get(agreedName(tabId));
  return Array.isArray(agreed) ? agreed.filter((one): one is string => typeof one === 'string') : [];
}
