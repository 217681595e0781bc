import { comparableAddress, isSameDomain, type Addressed, type Mailbox } from '../../../../shared/index';

/** Whom an answer goes to. */
export interface AnswerPeople {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** Where the message wants its answers and they do not go: not signed, or at another domain than its sender. Empty: nowhere. */
  readonly elsewhere: readonly string[];
}

export interface AnsweredPeople {
  readonly from: readonly Mailbox[];
  readonly addressed: Addressed;
  /** The user's own addresses. */
  readonly own: readonly string[];
}

/**
 * To its author, or to Reply-To where a signature covers that and it stays with the author's domain: an answer may quote what
 * was encrypted, and others at a provider have its domain, too. `all`: a copy to all who had the message, each once and the user left out
 * (RFC 5322 3.6.3). An answer to what the user wrote goes to those it was written to. What is no address stays as it was
 * written, for the user to see.
 */
export function answerPeople({ from, addressed, own }: AnsweredPeople, to: 'sender' | 'all'): AnswerPeople {
  const authors = distinct(from);
  const replyTo = distinct(addressed.replyTo);
  const others = without(replyTo, authors);
  const elsewhere = addressed.isReplyToSigned
    ? others.filter((one) => !authors.some((author) => isSameDomain(one, author)))
    : others;
  const readers = without(distinct(addressed.to), own);
  const isByUser = readers.length > 0 && authors.length > 0 && without(authors, own).length === 0;
  const isAsked = replyTo.length > 0 && elsewhere.length === 0;
  const first = isByUser ? readers : isAsked ? replyTo : authors;
  const copies = to === 'all' ? distinct([...addressed.to, ...addressed.cc]) : [];
  return { to: first, cc: without(copies, [...own, ...first]), elsewhere: isByUser ? [] : elsewhere };
}

const keyOf = (address: string): string => comparableAddress(address) ?? address;

const distinct = (list: readonly Mailbox[]): readonly string[] => [
  ...new Map(list.map(({ address }) => [keyOf(address), address])).values(),
];

function without(list: readonly string[], left: readonly string[]): readonly string[] {
  const keys = new Set(left.map(keyOf));
  return list.filter((one) => !keys.has(keyOf(one)));
}
