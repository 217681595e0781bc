import {
  type GeneratedKeyKind,
  type IdentityVault,
  type KeyStore,
  type ReadPorts,
  type WaitingKeys,
} from '../../shared/index';
import { type OrderView } from '../acme/order';
import { type DueRenewal } from '../acme/orders';
import { type ExternalAccount } from '../acme/jws';
import { type AcmeRound, type AcmeTurn } from '../acme/tasks';
import { type OrderStore, type Settings } from '../storage/index';
import { type AcmeOptions, type AcmePolicy } from './acme-options';

/** The options in force, and those that the organisation has set, which the user cannot change. */
export interface AcmeChoice {
  readonly options: AcmeOptions;
  readonly fixed: readonly (keyof AcmeOptions)[];
}

export interface BeginOrder {
  readonly address: string;
  readonly keyKind: GeneratedKeyKind;
  readonly renews?: string;
}

/** What pages ask about orders at a certification authority. Network and mailbox are on their side, keys and state here. */
export type AcmeCalls = {
  readonly acmeChoice: { readonly request: undefined; readonly answer: AcmeChoice };
  readonly storeAcmeOptions: { readonly request: AcmeOptions; readonly answer: undefined };
  readonly acmeOrders: { readonly request: undefined; readonly answer: readonly OrderView[] };
  readonly beginOrder: { readonly request: BeginOrder; readonly answer: OrderView };
  readonly forgetOrder: { readonly request: string; readonly answer: undefined };
  /** For this run of the worker only: it is never kept. */
  readonly bindAccount: {
    readonly request: { readonly id: string; readonly external: ExternalAccount };
    readonly answer: undefined;
  };
  readonly acmeRound: {
    readonly request: { readonly id: string } & AcmeTurn;
    readonly answer: AcmeRound;
  };
  readonly dueRenewals: { readonly request: undefined; readonly answer: readonly DueRenewal[] };
};

export interface AcmeCallPorts extends ReadPorts {
  readonly keyStore: KeyStore & IdentityVault;
  readonly waitingKeys: WaitingKeys;
  readonly orders: OrderStore;
  readonly settings: Settings;
  readonly acmePolicy?: AcmePolicy;
}
