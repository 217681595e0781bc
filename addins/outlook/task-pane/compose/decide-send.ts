import {
  sameAddress,
  SignetError,
  type DecisionReason,
  type MessagePlan,
  type Refusal,
  type Unknown,
} from '../../../../shared/index';
import { decideDraft, isAllowed, type DraftDecision } from '../../../policy/decide-draft';
import { isAmong, readersOf } from '../../../policy/split-readers';
import { optionsOf } from '../../../policy/message-options';
import { type Draft, type Recipient } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { type Services } from '../services';
import { type DraftPart } from './draft-part';
import { draftSource, type DraftQuestion } from './draft-source';
import { draftRequest } from './answered-message';

/** What rules say of a draft at the moment when it is to be sent. */
export type SendVerdict =
  | {
      readonly kind: 'allowed';
      /** One for each message that leaves, the best protected first. */
      readonly parts: readonly DecidedPart[];
    }
  /** A split draft would reach somebody unencrypted who was not shown so: the user has to look again. */
  | { readonly kind: 'changed' }
  /** It is to be encrypted, and rules want that it was written in the pane, where no mail server sees it. */
  | { readonly kind: 'write-here' }
  /** Nothing is to be protected: that is not ours to send. */
  | { readonly kind: 'plain' }
  /** `refusals`: why it cannot be as it should. */
  | { readonly kind: 'asked'; readonly questions: readonly DraftQuestion[]; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'refused'; readonly reasons: readonly DecisionReason[]; readonly refusals: readonly Refusal[] };

export interface DecidedPart extends DraftPart {
  readonly decided: DraftDecision;
}

/** With what it follows from. */
export type DecidedSend = SendVerdict & { readonly decided: DraftDecision };

export interface SendQuestion {
  readonly draft: Draft;
  /** What the draft itself says. */
  readonly choice: ProtectionChoice;
  /** Addresses that the user wants to get it unencrypted, apart from the others. */
  readonly open: readonly string[];
  /** Addresses that were shown as reached unencrypted when Send was pressed. */
  readonly shownOpen: readonly string[];
  readonly isAboutEncrypted: boolean | Unknown;
  readonly confirmed: readonly DraftQuestion[];
  /** It was written in the pane. */
  readonly isWrittenHere: boolean;
}

type Ports = Pick<Services, 'core' | 'clock' | 'policy'>;

/**
 * Decides about a draft as it was read to be sent, about the people really in it. Those who are to get it unencrypted are a
 * message of their own: where that may not leave unencrypted, nothing leaves. Rejects where a part of it is unknown.
 */
export async function decideSend(question: SendQuestion, ports: Ports): Promise<DecidedSend> {
  const verdict = await decidedSend(question, ports);
  const { isAboutEncrypted, confirmed, choice, open, shownOpen, isWrittenHere } = question;
  const isSettled = isAboutEncrypted === false || confirmed.includes('quote');
  const parts = verdict.kind === 'allowed' ? verdict.parts : [];
  const opened = parts.flatMap(({ decided: { decision } }) => readersOf(decision).open);
  const isShown = (address: string): boolean => isAmong([...open, ...shownOpen], address);
  // Before anything is asked: whatever the answer, it would not leave.
  if (!isWrittenHere && parts.some(mustBeWrittenHere)) return { kind: 'write-here', decided: verdict.decided };
  // A split encrypts to some by rule alone, which a newer policy or an expired certificate undoes.
  if (choice.isSplit === true && !opened.every(isShown)) return { kind: 'changed', decided: verdict.decided };
  // By default, whatever rules say: it may quote what was encrypted.
  if (parts.some((one) => !one.choice.encrypt) && !isSettled)
    return { kind: 'asked', questions: ['quote'], refusals: [], decided: verdict.decided };
  return verdict;
}

const mustBeWrittenHere = ({ choice, decided: { decision } }: DecidedPart): boolean =>
  choice.encrypt && decision.messages.some(({ writing }) => writing === 'pane');

async function decidedSend(question: SendQuestion, ports: Ports): Promise<DecidedSend> {
  const { draft, open } = question;
  const isOpen = ({ address }: Recipient): boolean => open.some((one) => sameAddress(one, address));
  const closed = await verdictOn({ ...question, draft: onlyTo(draft, (one) => !isOpen(one)) }, ports);
  if (open.length === 0 || closed.kind !== 'allowed') return closed;
  const choice = { sign: closed.decided.protection.sign, encrypt: false, isChosen: true } as const;
  const apart = onlyTo(draft, isOpen);
  const made = await decided({ ...question, draft: apart, choice }, ports);
  // The same text goes to all of them: what rules demand for one holds for those apart too.
  const whole = await decided({ ...question, choice }, ports);
  const barred = [made, whole].find((one) => one.protection.encrypt || !isAllowed(one));
  if (barred) return { kind: 'refused', reasons: against(barred.decision.reasons), refusals: [], decided: barred };
  return { ...closed, parts: [...closed.parts, ...partsOf(apart, made)] };
}

async function verdictOn(question: SendQuestion, ports: Ports): Promise<DecidedSend> {
  const { draft } = question;
  const made = await decided(question, ports);
  const { decision, protection } = made;
  if (isAllowed(made)) {
    if (!protection.sign && !protection.encrypt) return { kind: 'plain', decided: made };
    return { kind: 'allowed', parts: partsOf(draft, made), decided: made };
  }
  const questions = decision.reasons.flatMap((one) => (one.kind === 'question' ? [one.code] : []));
  const { refusals } = await ports.core.readiness(draftRequest(draft, protection));
  const others = refusals.filter(({ code }) => code !== 'recipient-certificate');
  if (decision.outcome === 'ask') return { kind: 'asked', questions, refusals: others, decided: made };
  const reasons = decision.reasons.filter(({ kind }) => kind === 'refusal');
  const ofRules = reasons.filter(({ source }) => source.layer === 'administrator');
  // What the user alone wanted is told person by person.
  if (ofRules.length === 0 && refusals.length > 0) return { kind: 'refused', reasons: [], refusals, decided: made };
  return { kind: 'refused', reasons, refusals: others, decided: made };
}

/** Each names those alone who get it. Throws `host` where somebody would get none. */
function partsOf(draft: Draft, decided: DraftDecision): readonly DecidedPart[] {
  const { messages } = decided.decision;
  const { to, cc, bcc } = draft;
  const isLeftOut = (one: Recipient): boolean => !messages.some((plan) => isReader(plan)(one));
  if (messages.length > 1 && [...to, ...cc, ...bcc].some(isLeftOut))
    throw new SignetError('host', 'a recipient is in no part of a split message', 'split');
  return messages.map((plan, _, { length }) => ({
    draft: withArchive(length > 1 ? onlyTo(draft, isReader(plan)) : draft, plan),
    choice: { sign: plan.sign, encrypt: plan.encrypt },
    options: optionsOf(plan),
    ...(decided.signer !== undefined && plan.sign && { identityId: decided.signer }),
    decided: length > 1 ? { ...decided, recipients: plan.recipients } : decided,
  }));
}

const isReader =
  ({ recipients }: MessagePlan) =>
  ({ address }: Recipient): boolean =>
    isAmong(recipients, address);

async function decided(
  { draft, choice, isAboutEncrypted, confirmed }: SendQuestion,
  ports: Ports,
): Promise<DraftDecision> {
  const files = [
    ...draft.attachments.map(({ filename, octets }) => ({ name: filename, size: octets.length })),
    // What cannot be read stops the send later, and is there all the same.
    ...draft.problems.map(({ filename }) => ({ name: filename, size: 0 })),
  ];
  const context = { choice, isAboutEncrypted, confirmed };
  const source = await draftSource(draft, { subject: draft.subject, files }, context, ports.core);
  return decideDraft(source, { ...ports, policy: () => ports.policy('newest') });
}

/** What keeps a message from leaving unencrypted. */
const against = (reasons: readonly DecisionReason[]): readonly DecisionReason[] =>
  reasons.filter(({ kind, code }) => kind === 'refusal' || kind === 'question' || code === 'encryption-required');

/** An archive gets a blind copy, which the pane has told of. */
function withArchive(draft: Draft, { archive }: MessagePlan): Draft {
  const { to, cc, bcc } = draft;
  const isThere = [...to, ...cc, ...bcc].some(({ address }) => archive !== undefined && sameAddress(address, archive));
  if (archive === undefined || isThere) return draft;
  return { ...draft, bcc: [...bcc, { name: '', address: archive }] };
}

const onlyTo = (draft: Draft, isWanted: (one: Recipient) => boolean): Draft => ({
  ...draft,
  to: draft.to.filter(isWanted),
  cc: draft.cc.filter(isWanted),
  bcc: draft.bcc.filter(isWanted),
});
