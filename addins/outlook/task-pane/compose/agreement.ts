import { type DraftHead } from '../../host/draft-reader';
import { type DraftQuestion } from './draft-source';

/** What the user was asked about a draft and agreed to, as long as the pane is open and the people in it are the same. */
export interface Agreement {
  readonly about: string;
  readonly questions: readonly DraftQuestion[];
}

export function agreedTo(before: Agreement, head: DraftHead, questions: readonly DraftQuestion[]): Agreement {
  return { about: aboutOf(head), questions: [...new Set([...confirmed(before, head), ...questions])] };
}

/** Nothing where somebody came or went since. */
export const confirmed = ({ about, questions }: Agreement, head: DraftHead): readonly DraftQuestion[] =>
  about === aboutOf(head) ? questions : [];

const aboutOf = ({ from, to, cc, bcc }: DraftHead): string =>
  JSON.stringify([[from], to, cc, bcc].map((list) => list.map(({ address }) => address)));
