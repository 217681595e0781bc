import { type AnswerPorts, type Clock, type TrustStore, type WaitingKeys } from '../../shared/index';
import { type OpenMail } from './challenge-mail';
import { type ExternalAccount } from './jws';
import { type AcmeAccount, type AcmeOrder } from './order';

/** Where orders and accounts are kept. */
export interface AcmeRecords {
  order(id: string): Promise<AcmeOrder | undefined>;
  orders(): Promise<readonly AcmeOrder[]>;
  account(directory: string): Promise<AcmeAccount | undefined>;
  put(record: AcmeOrder | AcmeAccount): Promise<void>;
  /** Keeps an order in the place of the one whose turn it was; false where that is not what is kept (any more). */
  replace(order: AcmeOrder, turn: string | undefined): Promise<boolean>;
  remove(record: AcmeOrder | AcmeAccount): Promise<void>;
}

/** What the rounds of an order work with. All of it is where the keys are. */
export interface AcmePorts {
  readonly waitingKeys: WaitingKeys;
  readonly vault: AnswerPorts['vault'];
  readonly trustStore: TrustStore;
  readonly records: AcmeRecords;
  readonly openMail: OpenMail;
  readonly clock: Clock;
  /** Authserv-id of the user's mail server; empty where nobody said. */
  readonly mailServer: () => Promise<string>;
  /** Whether orders at this directory are wanted still, by user and organisation. */
  readonly isOffered: (directory: string) => Promise<boolean>;
  /** What ties an account to a customer, while it is known: it is never kept. */
  readonly externalAccount: (order: AcmeOrder) => ExternalAccount | undefined;
}
