import {
  refreshRound,
  type MessageRead,
  type RefreshPorts,
  type RefreshRequest,
  type RefreshRound,
  type Work,
} from '../../shared/index';
import { type Settings } from '../storage/index';
import { type MessageRequest } from './message-request';
import { type Handlers } from './protocol';
import {
  known,
  REVOCATION_LOOKUPS,
  readRevocationOptions,
  storeRevocationOptions,
  type RevocationLookup,
  type RevocationOptions,
  type RevocationPolicy,
} from './revocation-options';

/** The options in force, and those that the organisation has set, which the user cannot change. */
export interface RevocationChoice {
  readonly options: RevocationOptions;
  readonly fixed: readonly (keyof RevocationOptions)[];
  /** What of `lookup` may be chosen, from the least. */
  readonly lookups: readonly RevocationLookup[];
}

/** What pages ask about revocation. The network is on their side: the worker says what to ask and judges what came. */
export type RevocationCalls = {
  readonly refreshRound: {
    readonly request: MessageRequest & { readonly round: RefreshRequest };
    readonly answer: RefreshRound;
  };
  readonly revocationChoice: { readonly request: undefined; readonly answer: RevocationChoice };
  readonly storeRevocationOptions: { readonly request: RevocationOptions; readonly answer: undefined };
};

export interface RevocationCallPorts extends RefreshPorts {
  readonly settings: Settings;
  readonly revocationPolicy?: RevocationPolicy;
}

/** `opened`: the message as it was opened, again where the worker has forgotten it. */
export function revocationHandlers(
  ports: RevocationCallPorts,
  opened: (request: MessageRequest, work: Work) => Promise<MessageRead>,
): Handlers<RevocationCalls> {
  const { settings, revocationPolicy: policy } = ports;
  return {
    async refreshRound({ round, ...request }, work) {
      return refreshRound((await opened(request, work)).message.view, ports, round);
    },
    async revocationChoice() {
      const fixed = Object.keys(known(policy)) as (keyof RevocationOptions)[];
      const lookups = REVOCATION_LOOKUPS.slice(REVOCATION_LOOKUPS.indexOf(policy?.leastLookup ?? 'off'));
      return { options: await readRevocationOptions(settings, policy), fixed, lookups };
    },
    async storeRevocationOptions(options) {
      await storeRevocationOptions(settings, options);
      return undefined;
    },
  };
}
