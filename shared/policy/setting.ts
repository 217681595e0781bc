import { type Shape } from './shape';

/**
 * Whom a setting is about: `message`: each message, which may have it otherwise where that is allowed; `account`: the
 * messages of an account; `program`: the add-in as a whole.
 */
export type SettingScope = 'message' | 'account' | 'program';

/** One setting: how it is written, what it is where nobody says anything, and which of two values is stricter. */
export interface Setting<T> {
  readonly shape: Shape<T>;
  readonly builtIn: T;
  readonly scope: SettingScope;
  /** From the laxest to the strictest. Left out: none is stricter than another. */
  readonly levels?: readonly T[];
  /** What users may change where no administrator says anything. Left out: `free`. */
  readonly change?: Permission;
  /** What it does, for editors of policies. */
  readonly about: string;
}

/** What somebody may change: nothing, only to what is stricter, or all. */
export type Permission = 'none' | 'stricter' | 'free';
