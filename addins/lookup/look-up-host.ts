import { type LookedUp, type LookUpSource, type LookUpSourceName } from '../../shared/index';
import { type LookUpOptions } from '../worker/look-up-options';

/** What a host has to look for certificates with. */
export interface LookUpHost {
  /** The places that this host can ask at all. */
  readonly sources: readonly LookUpSourceName[];
  /** Those of the named places that can be asked as the options say; their code is loaded with the first question. */
  connect(names: readonly LookUpSourceName[], options: LookUpOptions): Promise<readonly LookUpSource[]>;
  /** Asks the user for what the places need that are switched on, where the host wants that; only while a click is answered. */
  permit?(options: LookUpOptions): Promise<void>;
  /** The resolver and the template are part of the build: the page can reach no others. */
  readonly hasFixedServers?: boolean;
}

export interface LookUpWork {
  /** Whoever asked wants no answer any more, such as when its window was closed. */
  readonly signal?: AbortSignal;
  /** The user asks: also for somebody whose certificate is known, and again soon after nothing was found. */
  readonly isForced?: boolean;
  /** What each place brought, as soon as it is judged. */
  readonly found?: (results: readonly LookedUp[]) => void;
}
