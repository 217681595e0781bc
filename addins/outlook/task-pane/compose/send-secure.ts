import { errorCode, SignetError, type DecisionReason, type Refusal, type Work } from '../../../../shared/index';
import { type CheckedTransport } from '../../careful-sending';
import { type DraftRemover } from '../../graph/draft-remover';
import { attemptOf, attemptsApart, withAttempt, type Attempt } from '../../sending-attempts';
import { type ComposeItem } from '../../host/compose-item';
import { type AttachmentProblem, type Draft, type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { type SendVerdict } from './decide-send';
import { type DraftQuestion } from './draft-source';
import { type DraftPart } from './draft-part';
import { type Outgoing } from './outgoing-messages';
import { type ProtectedDraft, type ProtectRequest } from './protect-draft';

export interface SendPorts {
  readonly transport: CheckedTransport;
  readonly drafts: DraftRemover;
  /** What rules say of the draft as it was read. Rejects where that cannot be found out. */
  decide(draft: Draft, choice: ProtectionChoice): Promise<SendVerdict>;
  protect(request: ProtectRequest, work: Work): Promise<ProtectedDraft>;
  newMessageId(address: string): string;
}

export type SendStep = 'reading' | 'protecting' | 'sending' | 'cleaning';

/** Every reason why nothing was sent, at once. */
export interface Refused {
  readonly kind: 'refused';
  readonly refusals: readonly Refusal[];
  /** What rules have against it; left out: nothing. */
  readonly reasons?: readonly DecisionReason[];
  readonly problems: readonly AttachmentProblem[];
  /** The limit in octets where the protected message is over it. */
  readonly tooLarge?: number;
  /** The messages of which one is too large; they could be handed on as files. */
  readonly prepared?: readonly Outgoing[];
}

export type SendOutcome =
  | Refused
  /** Rules leave to the user what is missing; nothing was sent. */
  | { readonly kind: 'asked'; readonly questions: readonly DraftQuestion[]; readonly refusals: readonly Refusal[] }
  /** Rules want that it was written in the pane; nothing was sent. */
  | { readonly kind: 'write-here' }
  /** Rules and the user want no protection: Outlook's own Send is for that. Nothing was sent. */
  | { readonly kind: 'plain' }
  /** The user called it off; nothing was sent and the draft is as it was. */
  | { readonly kind: 'cancelled' }
  /**
   * Somebody came or went, or other protection was asked for, while the message was protected, or somebody would get it
   * unencrypted who was not shown so; nothing was sent.
   */
  | { readonly kind: 'changed' }
  /** All is accepted. `draftLeft`: the plaintext draft may still be on the server. */
  | { readonly kind: 'sent'; readonly recipients: number; readonly draftLeft: boolean }
  /** All of it went out in an earlier attempt; nothing was done now. */
  | { readonly kind: 'sent-before' }
  /** An earlier attempt, of which other messages were made, has gone out, at least in part; nothing was done now. */
  | { readonly kind: 'sent-otherwise' }
  /** Some of its messages are accepted, now or earlier; those in `missing` are not, as far as is known. */
  | { readonly kind: 'partly'; readonly missing: readonly Outgoing[]; readonly error?: unknown }
  /** Nothing of `prepared` was accepted now, as far as is known; it could be handed on as a file. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly prepared: readonly Outgoing[] };

/**
 * Reads the draft, decides about it as it was read, protects it and sends it. `choice` is what the draft itself says. Nothing leaves before all of it is prepared; after the first acceptance
 * nothing accepted is sent again, neither by a second click nor after a reload: the draft carries its Message-ID from
 * before the first attempt, and what each attempt was made of. The draft is removed only when everything is accepted. Until the
 * first message is on its way `work` can call everything off.
 */
export async function sendSecure(
  item: ComposeItem,
  choice: ProtectionChoice,
  ports: SendPorts,
  report: (step: SendStep) => void,
  work: Work = {},
): Promise<SendOutcome> {
  report('reading');
  const draft = await orCancelled(item.reader.read(), work).catch(calledOff);
  if ('kind' in draft) return draft;
  const earlier = await item.headers.attempts();
  report('protecting');
  const verdict = await ports.decide(draft, choice);
  if (verdict.kind === 'refused') {
    const { reasons, refusals } = verdict;
    return { kind: 'refused', reasons, refusals, problems: draft.problems };
  }
  if (verdict.kind === 'asked') return { kind: 'asked', questions: verdict.questions, refusals: verdict.refusals };
  if (verdict.kind !== 'allowed') return { kind: verdict.kind };
  const known = earlier ?? { messageId: ports.newMessageId(draft.from.address), attempts: [] };
  const parts = verdict.parts.map(partOnly);
  const prepared = await prepareAll({ parts, messageId: known.messageId }, draft.problems, ports, work);
  // What may have gone out before is handed on as no file.
  if (prepared.kind === 'refused' && earlier !== undefined) return { ...prepared, prepared: [] };
  if (prepared.kind !== 'ready') return prepared;
  if (isCalledOff(work)) return { kind: 'cancelled' };
  if (!(await isStill(item, draft, choice))) return { kind: 'changed' };
  const [first, ...others] = prepared.messages;
  if (!first) throw new SignetError('host', 'no message was made', 'protection');
  const messages = [first, ...others] as const;
  const attempt = await attemptOf(messages, prepared.parts);
  if (isCalledOff(work)) return { kind: 'cancelled' };
  report('sending');
  if (earlier !== undefined) {
    const settled = await settledBefore(messages, attemptsApart(earlier, attempt), ports.transport);
    if (settled) return settled;
  }
  const noted = withAttempt(known, attempt);
  if (noted !== earlier) await item.headers.setAttempts(noted);
  return deliver(item, messages, ports, report, first);
}

const isCalledOff = ({ signal }: Work): boolean => signal?.aborted === true;

/** What a worker is given of a part: plain data. */
const partOnly = ({ draft, choice, options, identityId }: DraftPart): DraftPart => ({
  draft,
  choice,
  options,
  ...(identityId !== undefined && { identityId }),
});

/** Outlook lets the user write on while the message is protected: whoever was taken out meanwhile gets nothing. */
async function isStill(item: ComposeItem, draft: DraftHead, choice: ProtectionChoice): Promise<boolean> {
  const facts = ({ from, to, cc, bcc }: DraftHead, { sign, encrypt, isSplit }: ProtectionChoice): string =>
    JSON.stringify([
      sign,
      encrypt,
      isSplit === true,
      ...[[from], to, cc, bcc].map((list) => list.map(({ address }) => address)),
    ]);
  return facts(await item.reader.head(), await item.headers.protection()) === facts(draft, choice);
}

/**
 * What earlier attempts have brought about; undefined where nothing of them was accepted. After those in `apart` nobody can
 * tell who has it: they went to others, in other messages, or from another mailbox.
 */
async function settledBefore(
  messages: readonly Outgoing[],
  apart: readonly Attempt[],
  transport: CheckedTransport,
): Promise<SendOutcome | undefined> {
  const missing: Outgoing[] = [];
  try {
    for (const { first, from } of apart)
      if (await transport.wasAccepted(first, from)) return { kind: 'sent-otherwise' };
    for (const message of messages)
      if (!(await transport.wasAccepted(message.messageId, message.from))) missing.push(message);
  } catch {
    // Whether it went out is not known, so that no file is to be handed on either.
    return {
      kind: 'failed',
      error: new SignetError('host', 'nobody knows whether it was sent', 'unconfirmed'),
      prepared: [],
    };
  }
  if (missing.length === messages.length) return undefined;
  return missing.length === 0 ? { kind: 'sent-before' } : { kind: 'partly', missing };
}

type Prepared = Refused | { readonly kind: 'cancelled' } | Extract<ProtectedDraft, { kind: 'ready' }>;

async function prepareAll(
  request: ProtectRequest,
  problems: Draft['problems'],
  ports: SendPorts,
  work: Work,
): Promise<Prepared> {
  const limit = ports.transport.maxOctets;
  const prepared = await ports.protect(request, work).catch(calledOff);
  if (prepared.kind === 'cancelled') return prepared;
  if (prepared.kind === 'refused') return { kind: 'refused', refusals: prepared.refusals, problems };
  if (problems.length > 0) return { kind: 'refused', refusals: [], problems };
  const { messages } = prepared;
  if (limit !== undefined && messages.some(({ octets }) => octets.length > limit))
    // All of it is made, so that it can be handed on as files.
    return { kind: 'refused', refusals: [], problems, tooLarge: limit, prepared: messages };
  return prepared;
}

/** Reading may take for ever: a file in a network that is gone. Rejects with `cancelled` where the user does not wait for it. */
function orCancelled<T>(reading: Promise<T>, { signal }: Work): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new SignetError('cancelled', 'called off while the draft was read'));
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    reading.then(resolve, reject);
  });
}

function calledOff(thrown: unknown): { readonly kind: 'cancelled' } {
  if (errorCode(thrown) === 'cancelled') return { kind: 'cancelled' };
  throw thrown;
}

/**
 * Sends the messages one after the other. Where `first` or the one to To and Cc fails, no other goes out: the user knows that
 * nobody got any of these. Where another fails, the rest is tried all the same. Also for the missing ones of an earlier
 * outcome, of which none has to be first.
 */
export async function deliver(
  item: ComposeItem,
  messages: readonly Outgoing[],
  ports: Pick<SendPorts, 'transport' | 'drafts'>,
  report: (step: SendStep) => void,
  first?: Outgoing,
): Promise<SendOutcome> {
  const missing: Outgoing[] = [];
  let error: unknown;
  for (const message of messages) {
    try {
      await ports.transport.send(message);
    } catch (thrown) {
      if (message === first || (message.bcc === undefined && message.apart === undefined))
        return { kind: 'failed', error: thrown, prepared: messages };
      error ??= thrown;
      missing.push(message);
    }
  }
  if (missing.length > 0) return { kind: 'partly', missing, error };
  report('cleaning');
  const recipients = new Set(messages.flatMap((message) => message.recipients));
  return { kind: 'sent', recipients: recipients.size, draftLeft: !(await removeDraft(item, ports.drafts)) };
}

/**
 * Empties the draft and removes it from the server. False where some of its plaintext may still be there: a host that
 * saves the draft anew after this saves an empty one.
 */
export async function removeDraft(item: ComposeItem, drafts: DraftRemover): Promise<boolean> {
  try {
    await item.empty();
    await drafts.remove(await item.draftId(), await item.owner());
    return true;
  } catch {
    return false;
  }
}

/** Nobody knows whether the message went out: the next attempt asks first. */
export function isUnconfirmed(error: unknown): boolean {
  return errorCode(error) === 'host' && error instanceof SignetError && error.subject === 'unconfirmed';
}
