import { SignetError } from '../../../shared/index';
import { type ComposeExperiment, type Experiments } from './experiment-types';
import { thunderbird } from './thunderbird';
import { composeWindow } from './compose-window';

const lent: Partial<Experiments> = thunderbird;

/** A namespace of the Experiment. Throws `host` in a build without it. */
export function experiment<Name extends keyof Experiments>(name: Name): Experiments[Name] {
  const found = lent[name];
  if (!found) throw new SignetError('host', 'this build has no Experiment', name);
  return found;
}

/** What belongs to a compose window: kept with it by the Experiment, or as well as goes without. */
export const composing = (): ComposeExperiment => lent.signetCompose ?? composeWindow;
