import {
  compilePolicy,
  evaluate,
  hex,
  isAddress,
  parseCertificate,
  parseMailboxes,
  sameAddress,
  type Clock,
  type CompiledPolicy,
  type Decision,
  type Facts,
  type MessageChoices,
  type PolicyDocument,
  type Question,
  type RecipientFacts,
  type SignerFacts,
  type UserLayer,
} from '../../shared/index';
import { ownRules } from '../policy/own-rules';
import { type PolicyInForce } from '../policy/policy-in-force';
import { type Core } from '../worker/core';
import { draftReadiness, type DraftReadiness } from './draft-readiness';
import { type Draft, type Protection } from './host/compose-tabs';
import { type MailingLists } from './host/mailing-lists';

export interface DecisionPorts {
  readonly core: Pick<Core, 'identities' | 'settings' | 'readiness'>;
  readonly clock: Clock;
  readonly policy: () => Promise<PolicyInForce>;
}

/** What is to be known of a draft besides its fields. */
export interface DraftContext {
  readonly lists: MailingLists;
  /** It answers or forwards an encrypted message. */
  readonly isAboutEncrypted: () => Promise<boolean>;
  /** What the user chose in the window; undefined: nothing. */
  readonly chosen: Protection | undefined;
  readonly confirmed: readonly Question[];
  readonly attachments: readonly { readonly name: string; readonly size: number }[];
}

export interface DraftDecision {
  readonly decision: Decision;
  /** What the message would have, whether or not it may go. */
  readonly protection: Protection;
  /** Which of the two the user could choose otherwise for this message. */
  readonly mayChange: Protection;
  /** What the user chose in the window; undefined: nothing. */
  readonly chosen: Protection | undefined;
  /** Addresses of the recipients. */
  readonly recipients: readonly string[];
  readonly policy: PolicyInForce;
}

/** What the policy, the user's own rules and the choices for this message make of a draft. Rejects where a part of that is unknown. */
export async function decideDraft(draft: Draft, ports: DecisionPorts, context: DraftContext): Promise<DraftDecision> {
  const [policy, own] = await Promise.all([ports.policy(), ownRules(ports.core.settings)]);
  const compiled = compiledOnce(policy.document, own);
  const known = await factsOf(draft, ports, context);
  // Settings and rules may name an archive; whether it can be encrypted to is asked once it is known which.
  const first = evaluate(compiled, known);
  const archive = first.intended[0]?.archive;
  const facts = archive === undefined ? known : await withArchive(known, archive, draft, ports, context);
  const decision = archive === undefined ? first : evaluate(compiled, facts);
  const protection = intended(decision);
  const would = (choices: MessageChoices): Protection =>
    intended(evaluate(compiled, { ...facts, choices: { ...facts.choices, ...choices } }));
  const mayChange = {
    sign: would({ sign: !protection.sign }).sign !== protection.sign,
    encrypt: would({ encrypt: !protection.encrypt }).encrypt !== protection.encrypt,
  };
  const recipients = facts.recipients.map(({ address }) => address).filter(isAddress);
  return { decision, protection, mayChange, chosen: context.chosen, recipients, policy };
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

async function factsOf(
  draft: Draft,
  { core, clock }: DecisionPorts,
  { lists, isAboutEncrypted, chosen, confirmed, attachments }: DraftContext,
): Promise<Facts> {
  const from = parseMailboxes(draft.from)[0]?.address ?? '';
  const now = clock.now();
  const readiness = await draftReadiness(draft, { sign: false, encrypt: true }, core, lists);
  return {
    time: now.getTime(),
    from,
    recipients: recipientsOf(draft, readiness, chosen?.encrypt === true),
    subject: draft.subject ?? '',
    replyToEncrypted: await isAboutEncrypted(),
    calendar: false,
    attachments: attachments.map(({ name }) => name),
    size: attachments.reduce((sum, { size }) => sum + size, 0),
    signer: await signerOf(from, now, core),
    choices: choicesOf(chosen),
    confirmed,
    canSplit: false,
  };
}

/** That a send was held to no encryption is no wish for none. */
function choicesOf(chosen: Protection | undefined): MessageChoices {
  if (!chosen) return {};
  const { sign, encrypt, isHeld } = chosen;
  return isHeld === true && !encrypt ? { sign } : { sign, encrypt };
}

/**
 * Where the sender could not read their own copy, or news would go out too, nobody counts as one who can be encrypted to.
 * Names that are no addresses keep a message from being encrypted by itself; where encryption was chosen, Thunderbird says
 * what becomes of them, and the build looks at everybody.
 */
function recipientsOf(
  draft: Draft,
  { recipients, unknown, refusals }: DraftReadiness,
  isChosen: boolean,
): readonly RecipientFacts[] {
  const people = recipients.filter(({ field }) => field !== 'from');
  const isPossible =
    (draft.newsgroups ?? '') === '' &&
    refusals.every(({ code }) => code === 'recipient-certificate') &&
    isOwnReady(recipients);
  const state = (isReady: boolean): RecipientFacts['certificate'] => (isPossible && isReady ? 'usable' : 'missing');
  return [
    ...people.map(({ address, state: found }) => ({ address, certificate: state(found === 'ready') })),
    ...(isChosen ? [] : unknown).map(({ name }) => ({ address: name, certificate: 'missing' as const })),
  ];
}

const isOwnReady = (recipients: DraftReadiness['recipients']): boolean =>
  recipients.every(({ field, state }) => field !== 'from' || state === 'ready');

async function withArchive(
  facts: Facts,
  address: string,
  draft: Draft,
  { core }: DecisionPorts,
  { lists }: DraftContext,
): Promise<Facts> {
  const alone = { ...draft, to: address, cc: '', bcc: '', newsgroups: '' };
  const { recipients } = await draftReadiness(alone, { sign: false, encrypt: true }, core, lists);
  const found = recipients.find((one) => one.field !== 'from' && sameAddress(one.address, address));
  return { ...facts, archiveCertificate: found?.state === 'ready' ? 'usable' : 'missing' };
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
