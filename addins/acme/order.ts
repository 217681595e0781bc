import { type GeneratedKeyKind } from '../../shared/index';
import { type AcmeProblem } from './failure';

/** Where an order stands: what is asked or done next. */
export type OrderStep =
  | 'directory'
  | 'terms'
  | 'account'
  | 'order'
  | 'authorization'
  | 'mail'
  | 'response'
  | 'answer'
  | 'validation'
  | 'status'
  | 'finalize'
  | 'download'
  | 'done'
  | 'failed';

/** Resources of the server (RFC 8555 7.1.1). */
export interface DirectoryUrls {
  readonly newNonce: string;
  readonly newAccount: string;
  readonly newOrder: string;
}

/** The challenge mail, as far as the response needs it. */
export interface ChallengeMail {
  readonly tokenPart1: string;
  readonly messageId: string;
  /** Where the response goes. */
  readonly replyTo: string;
}

/**
 * An order as it is kept, between rounds and over restarts. Plain data without any key: the account's key and that of the
 * certificate are named by their ids among the waiting keys.
 */
export interface AcmeOrder {
  readonly kind: 'order';
  readonly id: string;
  readonly directory: string;
  readonly address: string;
  readonly keyKind: GeneratedKeyKind;
  readonly created: Date;
  /** The identity that this order is to replace. */
  readonly renews?: string;
  /** How many orders were begun to replace it, this one with them. */
  readonly attempt?: number;
  readonly requestId: string;
  readonly accountKeyId: string;
  readonly step: OrderStep;
  readonly urls?: DirectoryUrls;
  /** Address of the terms of service that the server names. */
  readonly terms?: string;
  readonly agreedTerms?: string;
  readonly needsExternalAccount?: boolean;
  readonly accountUrl?: string;
  readonly orderUrl?: string;
  readonly finalizeUrl?: string;
  readonly authorizationUrl?: string;
  readonly challenge?: { readonly url: string; readonly token: string; readonly from: string };
  /** Until when the challenge can be met. */
  readonly expires?: Date;
  readonly certificateUrl?: string;
  readonly mail?: ChallengeMail;
  /** Message-ID of the response: the same however often it has to be sent. */
  readonly responseId?: string;
  readonly nonce?: string;
  /** The question that is out is for a nonce. */
  readonly isAskingNonce?: boolean;
  /** How often the question that is out was refused for its nonce. */
  readonly nonceTries: number;
  /** Names the task that is out: what comes of an earlier one is not taken. */
  readonly turn?: string;
  /** When a page took it in hand. */
  readonly takenUp?: Date;
  /** Not before then. */
  readonly wait?: Date;
  /** What kept messages that looked like the challenge from being it. */
  readonly passedOver: readonly AcmeProblem[];
  readonly problem?: AcmeProblem;
  readonly detail?: string;
  readonly identityId?: string;
}

/** An account at a server: used again by every later order there. */
export interface AcmeAccount {
  readonly kind: 'account';
  readonly directory: string;
  readonly keyId: string;
  readonly url: string;
  readonly agreedTerms?: string;
}

/** What screens show of an order. */
export type OrderView = Pick<
  AcmeOrder,
  | 'id'
  | 'directory'
  | 'address'
  | 'created'
  | 'renews'
  | 'step'
  | 'terms'
  | 'needsExternalAccount'
  | 'wait'
  | 'passedOver'
  | 'problem'
  | 'detail'
  | 'identityId'
  | 'expires'
>;

export function orderView(order: AcmeOrder): OrderView {
  const { id, directory, address, created, renews, step, terms, needsExternalAccount, wait, passedOver } = order;
  const { problem, detail, identityId, expires } = order;
  return {
    ...{ id, directory, address, created, step, passedOver },
    ...(renews !== undefined && { renews }),
    ...(terms !== undefined && { terms }),
    ...(needsExternalAccount !== undefined && { needsExternalAccount }),
    ...(wait !== undefined && { wait }),
    ...(problem !== undefined && { problem }),
    ...(detail !== undefined && { detail }),
    ...(identityId !== undefined && { identityId }),
    ...(expires !== undefined && { expires }),
  };
}
