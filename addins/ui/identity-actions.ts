import { DefaultIdentityAction } from './default-identity';
import { type IdentityAction } from './identity-core';
import { RemoveIdentity } from './remove-identity';
import { SelfTestAction } from './self-test';

/** What can be done with one identity, in the order of its details; each is a component of its own file. */
export const IDENTITY_ACTIONS: readonly IdentityAction[] = [SelfTestAction, DefaultIdentityAction, RemoveIdentity];
