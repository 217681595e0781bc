import { later } from './later';

/** What stands at the end of an import. */
export const IMPORT_DONE = later(() => import('./import-done'));

/** There was something to add. */
export interface AddedIdentities {
  readonly added: readonly string[];
  /** There was none before. */
  readonly isFirst: boolean;
}
