import { type IdentityAction, type PanelAction } from './identity-core';
import { RemoveIdentity } from './remove-identity';

/** What can be done with one identity, in the order of its details; each is a component of its own file. */
export const IDENTITY_ACTIONS: readonly IdentityAction[] = [RemoveIdentity];

/** What can be done without one, such as getting one: shown below the list, each a component of its own file. */
export const PANEL_ACTIONS: readonly PanelAction[] = [];
