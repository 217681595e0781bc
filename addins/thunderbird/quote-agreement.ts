import { session } from './host/environment';

/* What the user was asked, and agreed to, about one message that may quote an encrypted one; lasts as long as Thunderbird runs. */

const askedName = (tabId: number): string => `quote-asked:${tabId}`;
const agreedName = (tabId: number): string => `quote-agreed:${tabId}`;

/** Keeps for the popup whether the question is open. */
export async function keepQuoteQuestion(tabId: number, isOpen: boolean): Promise<void> {
  await (isOpen ? session.set(askedName(tabId), true) : session.remove(askedName(tabId)));
}

/** The last try to send raised the question. */
export async function isQuoteAsked(tabId: number): Promise<boolean> {
  return (await session.get(askedName(tabId))) === true;
}

/** The user wants the message to go unencrypted. */
export async function agreeToQuote(tabId: number): Promise<void> {
  await session.set(agreedName(tabId), true);
  await keepQuoteQuestion(tabId, false);
}

export async function hasAgreedToQuote(tabId: number): Promise<boolean> {
  return (await session.get(agreedName(tabId))) === true;
}
