import { type IdentityAction } from './identity-core';

/** Ways to make a copy of a key, offered where one is asked for and before it is removed; each of its own file. */
export const BACKUP_ACTIONS: readonly IdentityAction[] = [];
