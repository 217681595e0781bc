import { type Bytes } from '../../shared/index';
import { type AcmeProblem } from './failure';
import { type AcmeAnswer, type AcmeRequest } from './network';
import { type OrderView } from './order';
import { type ResponseMail } from './response-mail';

/** What the page is to do next for an order: it has the network and the mailbox, and no key. */
export type AcmeTask =
  | { readonly kind: 'ask'; readonly directory: string; readonly request: AcmeRequest }
  /** Messages of `from` to `address` that came at `since` or later and whose subject has "ACME:" in it. */
  | { readonly kind: 'find-mail'; readonly address: string; readonly from: string; readonly since: Date }
  | { readonly kind: 'send-mail'; readonly mail: ResponseMail }
  | { readonly kind: 'wait'; readonly until: Date }
  /** A person has to agree to the terms first. */
  | { readonly kind: 'agree'; readonly terms: string }
  /** A person has to say what ties the account to a customer. */
  | { readonly kind: 'bind' }
  /** It rests: `problem` says why, and it can be taken up again. */
  | { readonly kind: 'rest'; readonly problem: AcmeProblem }
  | { readonly kind: 'end' };

/** What came of a task. */
export type AcmeResult =
  | { readonly kind: 'answer'; readonly answer: AcmeAnswer }
  | { readonly kind: 'mails'; readonly messages: readonly Bytes[] }
  | { readonly kind: 'mails-not-read' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'not-sent' }
  | { readonly kind: 'agreed'; readonly terms: string };

export interface AcmeRound {
  readonly order: OrderView;
  readonly task: AcmeTask;
  /** Goes back with what came of the task. */
  readonly turn: string;
}

/** What a page says to an order. */
export interface AcmeTurn {
  /** That of the round before; left out: the order is taken up. */
  readonly turn?: string;
  /** Left out: nothing came of it, or nothing was to. */
  readonly result?: AcmeResult;
}
