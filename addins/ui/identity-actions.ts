import { DefaultIdentityAction } from './default-identity';
import { type IdentityAction } from './identity-core';
import { GiveCertificate } from './give-certificate';
import { RemoveIdentity } from './remove-identity';
import { SelfTestAction } from './self-test';
import { TakeIdentity } from './take-identity';

/** What can be done with one identity, in the order of its details; each is a component of its own file. */
export const IDENTITY_ACTIONS: readonly IdentityAction[] = [
  SelfTestAction,
  DefaultIdentityAction,
  TakeIdentity,
  GiveCertificate,
  RemoveIdentity,
];
