import { type Question } from '../../../../shared/index';
import { type DraftHead } from '../../host/draft-reader';

/** What the user was asked about a draft and agreed to, as long as the pane is open and the people in it are the same. */
export interface Agreement {
  readonly about: string;
  readonly questions: readonly Question[];
}

export function agreedTo(before: Agreement, head: DraftHead, questions: readonly Question[]): Agreement {
  return { about: aboutOf(head), questions: [...new Set([...confirmed(before, head), ...questions])] };
}

/** Nothing where somebody came or went since. */
export const confirmed = ({ about, questions }: Agreement, head: DraftHead): readonly Question[] =>
  about === aboutOf(head) ? questions : [];

const aboutOf = ({ from, to, cc, bcc }: DraftHead): string =>
  JSON.stringify([[from], to, cc, bcc].map((list) => list.map(({ address }) => address)));
