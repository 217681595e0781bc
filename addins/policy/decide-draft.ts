import {
  compilePolicy,
  evaluate,
  hex,
  isAddress,
  parseCertificate,
  sameAddress,
  type Clock,
  type CompiledPolicy,
  type Decision,
  type Facts,
  type MessageChoices,
  type PolicyDocument,
  type RecipientFacts,
  type SignerFacts,
  type UserLayer,
} from '../../shared/index';
import { type Core } from '../worker/core';
import { ownRules } from './own-rules';
import { type PolicyInForce } from './policy-in-force';

export interface DecisionPorts {
  readonly core: Pick<Core, 'identities' | 'settings'>;
  readonly clock: Clock;
  readonly policy: () => Promise<PolicyInForce>;
}

/** Whether a message is signed and encrypted. */
export interface Protection {
  readonly sign: boolean;
  readonly encrypt: boolean;
}

/** What a host knows of a draft as it stands. */
export interface DraftSource {
  readonly facts: Omit<Facts, 'time' | 'calendar' | 'canSplit' | 'signer' | 'archiveCertificate'> &
    Partial<Pick<Facts, 'calendar'>>;
  /** Whether a certificate may be used of somebody who is not in it. */
  readonly certificateOf: (address: string) => Promise<RecipientFacts['certificate']>;
}

export interface DraftDecision {
  readonly decision: Decision;
  /** What the message would have, whether or not it may go. */
  readonly protection: Protection;
  /** Which of the two the user could choose otherwise for this message. */
  readonly mayChange: Protection;
  /** Addresses of the recipients. */
  readonly recipients: readonly string[];
  readonly policy: PolicyInForce;
}

/** What the policy, the user's own rules and the choices for this message make of a draft. Rejects where a part of that is unknown. */
export async function decideDraft(
  { facts: told, certificateOf }: DraftSource,
  ports: DecisionPorts,
): Promise<DraftDecision> {
  const [policy, own] = await Promise.all([ports.policy(), ownRules(ports.core.settings)]);
  const compiled = compiledOnce(policy.document, own);
  const now = ports.clock.now();
  const signer = await signerOf(told.from, now, ports.core);
  const known: Facts = { calendar: false, ...told, time: now.getTime(), canSplit: false, signer };
  // Settings and rules may name an archive; whether it can be encrypted to is asked once it is known which.
  const first = evaluate(compiled, known);
  const archive = first.intended[0]?.archive;
  const facts = archive === undefined ? known : { ...known, archiveCertificate: await certificateOf(archive) };
  const decision = archive === undefined ? first : evaluate(compiled, facts);
  const protection = intended(decision);
  const would = (choices: MessageChoices): Protection =>
    intended(evaluate(compiled, { ...facts, choices: { ...facts.choices, ...choices } }));
  const mayChange = {
    sign: would({ sign: !protection.sign }).sign !== protection.sign,
    encrypt: would({ encrypt: !protection.encrypt }).encrypt !== protection.encrypt,
  };
  const recipients = facts.recipients.map(({ address }) => address).filter(isAddress);
  return { decision, protection, mayChange, recipients, policy };
}

/** Nothing forbids it, and nothing is left to be asked. */
export const isAllowed = ({ decision: { outcome } }: Pick<DraftDecision, 'decision'>): boolean =>
  outcome === 'allow' || outcome === 'allow-with-changes';

/**
 * Nobody chose encryption and no rule keeps it so: a message is encrypted only because that is possible, or for what it
 * answers. A host that has shown that settles it.
 */
export function startsEncrypted({ decision, protection, recipients }: DraftDecision): boolean {
  if (!protection.encrypt) return false;
  return decision.steps.some(
    ({ setting, effect, says, source }) =>
      setting === 'encrypt' &&
      effect === 'decides' &&
      // Who can read it is not known before somebody is in it.
      ((says === 'when-possible' && recipients.length > 0) || source.rule === 'reply-to-encrypted'),
  );
}

const compilations = new WeakMap<PolicyDocument, { readonly own: string; readonly compiled: CompiledPolicy }>();

/** Compiled anew only for another document or other rules of the user: a long policy takes a twentieth of a second. */
function compiledOnce(document: PolicyDocument, rules: UserLayer): CompiledPolicy {
  const own = JSON.stringify(rules);
  const known = compilations.get(document);
  if (known?.own === own) return known.compiled;
  const compiled = compilePolicy(document, rules);
  compilations.set(document, { own, compiled });
  return compiled;
}

function intended({ intended: [message] }: Decision): Protection {
  return { sign: message?.sign === true, encrypt: message?.encrypt === true };
}

async function signerOf(from: string, now: Date, { identities }: Pick<Core, 'identities'>): Promise<SignerFacts> {
  const own = (await identities()).flatMap(({ certificate, chain }) => {
    const { addresses, notBefore, notAfter } = parseCertificate(certificate);
    const isOwn = addresses.some((one) => sameAddress(one, from));
    return isOwn ? [{ chain, isValid: notBefore <= now && now <= notAfter }] : [];
  });
  const valid = own.filter(({ isValid }) => isValid);
  // Who has none that is valid now writes as ever, where nobody demands a signature.
  if (valid.length === 0) return { state: 'none' };
  const issuers = await Promise.all(valid.flatMap(({ chain }) => chain.map(fingerprint)));
  return { state: 'usable', issuers };
}

async function fingerprint(der: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', der)));
}
