import {
  compilePolicy,
  evaluate,
  hex,
  isAddress,
  parseCertificate,
  sameAddress,
  usableFor,
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
import { defaultIdentity } from '../worker/default-identities';
import { userLayer } from './own-rules';
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

/** What there is for a draft in the mail program's own S/MIME, in place of what Signet has. */
export interface NativeSource {
  readonly facts: Pick<Facts, 'recipients' | 'signer' | 'choices'>;
  readonly certificateOf: DraftSource['certificateOf'];
}

/** What a host knows of a draft as it stands. */
export interface DraftSource {
  readonly facts: Omit<Facts, 'time' | 'calendar' | 'canSplit' | 'signer' | 'archiveCertificate'> &
    Partial<Pick<Facts, 'calendar' | 'canSplit'>>;
  /** What the user set for themselves in another place than their own rules, which come first. */
  readonly own?: UserLayer['settings'];
  /** Whether a certificate may be used of somebody who is not in it. */
  readonly certificateOf: (address: string) => Promise<RecipientFacts['certificate']>;
  /** Asked where the policy has the mail program's own S/MIME do it. Left out: the host has none that it could drive. */
  readonly native?: () => Promise<NativeSource>;
}

export interface DraftDecision {
  readonly decision: Decision;
  /** What the message would have, whether or not it may go; of one that is split, what any of its messages would. */
  readonly protection: Protection;
  /** Which of the two the user could choose otherwise for this message. */
  readonly mayChange: Protection;
  /** Addresses of the recipients. */
  readonly recipients: readonly string[];
  readonly policy: PolicyInForce;
  /** The mail program's own S/MIME does it, with its own certificates. */
  readonly isNative?: true;
  /** The identity that is to sign, where not every one of the sender's may; left out: the user's own choice. */
  readonly signer?: string;
}

/** What the policy, the user's own rules and the choices for this message make of a draft. Rejects where a part of that is unknown. */
export async function decideDraft(source: DraftSource, ports: DecisionPorts): Promise<DraftDecision> {
  const { facts: told } = source;
  const [policy, rules] = await Promise.all([ports.policy(), userLayer(ports.core.settings)]);
  const own = source.own ? { ...rules, settings: { ...source.own, ...rules.settings } } : rules;
  const compiled = compiledOnce(policy.document, own);
  const now = ports.clock.now();
  const signers = await ownSigners(told.from, now, ports.core);
  const signer = signerFacts(signers);
  const ours: Facts = { calendar: false, canSplit: false, ...told, time: now.getTime(), signer };
  // Which S/MIME does it hangs on the sender alone, and not on what either of them has.
  const byUs = evaluate(compiled, ours);
  const native = byUs.intended[0]?.engine === 'thunderbird' ? await source.native?.() : undefined;
  const { certificateOf } = native ?? source;
  const known = native ? { ...ours, canSplit: false, ...native.facts } : ours;
  // Settings and rules may name an archive; whether it can be encrypted to is asked once it is known which.
  const first = native ? evaluate(compiled, known) : byUs;
  const archive = archiveOf(first);
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
  if (native) return { decision, protection, mayChange, recipients, policy, isNative: true };
  const by = await allowedSigner(signers, issuersFor(decision), told.from, ports.core);
  return { decision, protection, mayChange, recipients, policy, ...(by !== undefined && { signer: by }) };
}

/** What rules decided for good; nothing where it is not known what they say. */
export const lockedOf = (decided: Pick<DraftDecision, 'mayChange'> | undefined): Partial<Protection> =>
  decided ? { sign: !decided.mayChange.sign, encrypt: !decided.mayChange.encrypt } : {};

/** Nothing forbids it, and nothing is left to be asked. */
export const isAllowed = ({ decision: { outcome } }: Pick<DraftDecision, 'decision'>): boolean =>
  outcome === 'allow' || outcome === 'allow-with-changes';

/**
 * Nobody chose encryption and no rule keeps it so: a message is encrypted only because that is possible, or for what it
 * answers. A host that has shown that settles it.
 */
export function startsEncrypted({ decision, protection, recipients }: DraftDecision): boolean {
  // One that is split is encrypted for some: that is nobody's wish for the others.
  if (!protection.encrypt || decision.intended.length > 1) return false;
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

function intended({ intended: messages }: Decision): Protection {
  return { sign: messages.some(({ sign }) => sign), encrypt: messages.some(({ encrypt }) => encrypt) };
}

/** Who gets a copy of any of the messages besides its recipients: a policy names one archive for them all. */
export const archiveOf = ({ intended: messages }: Pick<Decision, 'intended'>): string | undefined =>
  messages.find(({ archive }) => archive !== undefined)?.archive;

const issuersFor = ({ intended: messages }: Decision): readonly string[] =>
  messages.find(({ issuers }) => issuers !== undefined)?.issuers ?? [];

/** An identity that names the sender's address, and may sign. */
interface OwnSigner {
  readonly id: string;
  readonly since: Date;
  readonly isValid: boolean;
  /** SHA-256 of the certificates above it, in hexadecimal. */
  readonly issuers: readonly string[];
}

async function ownSigners(from: string, now: Date, { identities }: Pick<Core, 'identities'>): Promise<OwnSigner[]> {
  const found = (await identities()).map(async ({ id, certificate, chain }): Promise<OwnSigner[]> => {
    const parsed = parseCertificate(certificate);
    const { addresses, notBefore, notAfter } = parsed;
    if (!addresses.some((one) => sameAddress(one, from)) || !usableFor(parsed, 'sign')) return [];
    const issuers = await Promise.all(chain.map(fingerprint));
    return [{ id, since: notBefore, isValid: notBefore <= now && now <= notAfter, issuers }];
  });
  return (await Promise.all(found)).flat();
}

/** `none` is said only of who never had one: what has ended is heard of. */
function signerFacts(own: readonly OwnSigner[]): SignerFacts {
  const valid = own.filter(({ isValid }) => isValid);
  if (valid.length === 0) return { state: own.length === 0 ? 'none' : 'unusable' };
  return { state: 'usable', issuers: valid.flatMap(({ issuers }) => issuers) };
}

/** Of those that may sign, the one that the user chose for the address, else the newest; undefined: any may, or none. */
async function allowedSigner(
  own: readonly OwnSigner[],
  allowed: readonly string[],
  from: string,
  { settings }: Pick<Core, 'settings'>,
): Promise<string | undefined> {
  const entitled = own.filter(({ isValid, issuers }) => isValid && issuers.some((one) => allowed.includes(one)));
  if (entitled.length === 0) return undefined;
  const chosen = await defaultIdentity(settings, from);
  const [newest] = [...entitled].sort((a, b) => b.since.getTime() - a.since.getTime());
  return entitled.some(({ id }) => id === chosen) ? chosen : newest?.id;
}

async function fingerprint(der: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', der)));
}
