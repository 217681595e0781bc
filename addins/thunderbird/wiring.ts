import { type Clock } from '../../shared/index';
import { createAcmeNetwork } from '../acme/network';
import { type LookUpHost } from '../lookup/look-up-host';
import { createDirectNetwork } from '../revocation/index';
import { createCore, type Core } from '../worker/core';
import { type CoreCalls } from '../worker/core-calls';
import { onLockNews } from '../worker/lock-news';
import { createDecisionRecord, type DecisionRecord } from '../policy/decision-record';
import { type PolicyInForce } from '../policy/policy-in-force';
import { provisionOf } from '../policy/provision-of';
import { type Provision } from '../worker/provision';
import { REPEATABLE } from '../worker/repeatable-calls';
import { type LockWatch } from '../worker/until-unlocked';
import { WorkerClient } from '../worker/worker-client';
import { capabilities } from './host/capabilities';
import { readCertificateStore } from './host/certificate-store';
import { accountAddresses } from './host/environment';
import { createComposeTabs, type ComposeTabs } from './host/compose-tabs';
import { createMessagePane, type MessagePane } from './host/message-pane';
import { createMessageButtons } from './host/message-buttons';
import { mailbox } from './host/mailbox';
import { acmeNetworkHost, askForServer, askForServers, networkHost } from './host/network';
import { createMailingLists, type MailingLists } from './host/mailing-lists';
import { createOutbox, type Outbox } from './host/outbox';
import { thunderbirdPolicy } from './policy';

/** The hosts' side: no state of its own, usable at once. */
export interface Hosts {
  readonly compose: ComposeTabs;
  readonly pane: MessagePane;
  readonly outbox: Outbox;
  readonly lists: MailingLists;
}

/** What every page of the add-on works with. */
export interface Ports {
  readonly core: Core;
  readonly clock: Clock;
  /** The policy in force, asked anew each time. */
  readonly policy: () => Promise<PolicyInForce>;
  readonly record: DecisionRecord;
  /** Word of keys that were locked or unlocked, in whichever page. */
  readonly watchLock: LockWatch;
}

export const hosts: Hosts = {
  compose: createComposeTabs(),
  pane: capabilities.has('show-in-place') ? createMessagePane() : createMessageButtons(),
  outbox: createOutbox(),
  lists: createMailingLists(),
};

const clock: Clock = { now: () => new Date() };

const createClient = (): WorkerClient<CoreCalls> =>
  new WorkerClient({
    start: () =>
      new Worker(new URL(/* webpackChunkName: "core-worker" */ '../worker/core-worker.ts', import.meta.url), {
        name: 'core',
      }),
    configuration: async (): Promise<Provision> => provisionOf((await thunderbirdPolicy(clock)).document),
    repeatable: REPEATABLE,
  });

const lookUpHost: LookUpHost = {
  sources: ['address-book', ...(['host-store', 'ldap'] as const).filter((one) => capabilities.has(one)), 'web', 'dns'],
  connect: async (names, options) => (await import('./look-up')).lookUpSources(names, options),
  permit: askForServers,
};

const core = createCore(
  createClient(),
  createClient(),
  createDirectNetwork(networkHost),
  capabilities.has('host-store') ? readCertificateStore : undefined,
  capabilities.has('answer-challenges')
    ? { network: createAcmeNetwork(acmeNetworkHost), mailbox, permit: askForServer }
    : undefined,
  lookUpHost,
  accountAddresses,
);

const policy = (): Promise<PolicyInForce> => thunderbirdPolicy(clock);

/** The page's own core: its workers start with its first call and end with the page. */
export const ports: Ports = {
  core,
  clock,
  policy,
  record: createDecisionRecord({ settings: core.settings, clock, policy }),
  watchLock: onLockNews,
};
