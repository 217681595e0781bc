import { addressKeys, PatternIndex } from './address-pattern';
import { type PolicyDocument, type Rule } from './document';
import { type Facts } from './facts';
import { LayeredSettings } from './layered';
import { RuleMatcher } from './match-rules';
import { EMPTY_USER_LAYER, type Exception, type UserLayer } from './user-layer';

/** A policy and a user's own settings, ready for many messages. */
export interface CompiledPolicy {
  readonly rules: readonly Rule[];
  readonly settings: LayeredSettings;
  readonly matcher: RuleMatcher;
  readonly exceptions: PatternIndex<Exception>;
}

/** Where there is no administrator's policy. */
export const NO_POLICY: PolicyDocument = { version: 2 };

/** Files rules and exceptions by address, once; costs time in proportion to the policy. */
export function compilePolicy(document: PolicyDocument, user: UserLayer = EMPTY_USER_LAYER): CompiledPolicy {
  const exceptions = new PatternIndex<Exception>();
  for (const one of user.exceptions ?? []) exceptions.add(one.pattern, one);
  return {
    rules: document.rules ?? [],
    settings: new LayeredSettings(document, user),
    matcher: new RuleMatcher(document),
    exceptions,
  };
}

/** The user's exceptions for one recipient that count at the time of the message; the most particular one of each kind. */
export function exceptionsFor(policy: CompiledPolicy, address: string, { time }: Facts): readonly Exception[] {
  const found = policy.exceptions
    .find(addressKeys(address))
    .filter(({ expires }) => expires === undefined || time < Date.parse(expires));
  return (['never-sign', 'always-encrypt'] as const).flatMap((kind) => found.find((one) => one.kind === kind) ?? []);
}
