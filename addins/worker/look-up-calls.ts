import {
  planLookUp,
  takeFound,
  type FoundRequest,
  type LookedUp,
  type LookUpPorts,
  type LookUpQuestion,
  type LookUpRequest,
} from '../../shared/index';
import { type Settings } from '../storage/index';
import type * as Options from './look-up-options';
import { type LookUpOptions, type LookUpPolicy } from './look-up-options';
import { type Handlers } from './protocol';

/** The options in force, and what the organisation has set, which the user cannot change. */
export interface LookUpChoice {
  readonly options: LookUpOptions;
  readonly fixed: LookUpPolicy;
}

/** What pages ask about looking for certificates. The places are on their side: the worker says what to ask and judges. */
export type LookUpCalls = {
  readonly planLookUp: { readonly request: LookUpRequest; readonly answer: readonly LookUpQuestion[] };
  readonly takeFound: {
    readonly request: Omit<FoundRequest, 'isOrganisations'>;
    readonly answer: readonly LookedUp[];
  };
  readonly lookUpChoice: { readonly request: undefined; readonly answer: LookUpChoice };
  readonly storeLookUpOptions: { readonly request: LookUpOptions; readonly answer: undefined };
};

export interface LookUpCallPorts extends LookUpPorts {
  readonly settings: Settings;
  readonly lookUpPolicy?: LookUpPolicy;
}

/** Loaded with the first question about looking for certificates. */
const options = (): Promise<typeof Options> => import('./look-up-options');

export function lookUpHandlers(ports: LookUpCallPorts): Handlers<LookUpCalls> {
  const { settings, lookUpPolicy: policy } = ports;
  return {
    planLookUp: (request) => planLookUp(request, ports),
    async takeFound(request) {
      const { isOrganisations } = await options();
      return takeFound({ ...request, isOrganisations: isOrganisations(request.source, policy) }, ports);
    },
    async lookUpChoice() {
      const { knownLookUp, readLookUpOptions } = await options();
      return { options: await readLookUpOptions(settings, policy), fixed: knownLookUp(policy) };
    },
    async storeLookUpOptions(wanted) {
      await (await options()).storeLookUpOptions(settings, wanted);
      return undefined;
    },
  };
}
