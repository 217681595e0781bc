import { type LookedUp, type LookUpSourceName } from '../../shared/index';
import { type LookUpHost, type LookUpWork } from '../lookup/look-up-host';
import { type LookUpCalls, type LookUpChoice } from './look-up-calls';
import { type LookUpOptions } from './look-up-options';
import { type Caller } from './worker-client';

/** Looking for certificates of recipients, as pages ask for it. */
export interface LookingUp {
  /** The places that this host can ask. */
  readonly sources: readonly LookUpSourceName[];
  readonly hasFixedServers: boolean;
  /** Asks the user for what the places need that are switched on; only while a click is answered. */
  permit(options: LookUpOptions): Promise<void>;
  choice(): Promise<LookUpChoice>;
  store(options: LookUpOptions): Promise<void>;
  /**
   * Looks for certificates of those addresses that have none that could be used, place by place, and keeps what is
   * acceptable in the directory. What is on this machine is asked first, the organisation's servers next, everybody else
   * last and only about those who are still without. Gives what came of each address at each place; rejects where the
   * worker does, and never because of a place. An aborted look-up ends with what came until then.
   */
  lookUp(addresses: readonly string[], work?: LookUpWork): Promise<readonly LookedUp[]>;
}

/** `host`: left out where there is none. */
export function createLookingUp(acting: Caller<LookUpCalls>, host?: LookUpHost): LookingUp {
  return {
    sources: host?.sources ?? [],
    hasFixedServers: host?.hasFixedServers === true,
    permit: async (options) => host?.permit?.(options),
    choice: () => acting.call('lookUpChoice', undefined),
    store: (options) => acting.call('storeLookUpOptions', options),
    async lookUp(addresses, work) {
      if (!host || addresses.length === 0) return [];
      return (await import('../lookup/run-look-up')).runLookUp(addresses, host, acting, work);
    },
  };
}
