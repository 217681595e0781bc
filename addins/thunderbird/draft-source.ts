import {
  parseMailboxes,
  sameAddress,
  type MessageChoices,
  type Question,
  type RecipientFacts,
  type Unknown,
} from '../../shared/index';
import { type DecisionPorts as SharedPorts, type DraftSource, type NativeSource } from '../policy/decide-draft';
import { type Core } from '../worker/core';
import { draftReadiness, type DraftReadiness } from './draft-readiness';
import { type Draft, type Protection } from './host/compose-tabs';
import { type MailingLists } from './host/mailing-lists';

export interface DecisionPorts extends SharedPorts {
  readonly core: Pick<Core, 'identities' | 'settings' | 'readiness'>;
}

/** What is to be known of a draft besides its fields. */
export interface DraftContext {
  readonly lists: MailingLists;
  /** It answers or forwards an encrypted message. A rejection is as `unknown`. */
  readonly isAboutEncrypted: () => Promise<boolean | Unknown>;
  /** What the user chose in the window; undefined: nothing. */
  readonly chosen: Protection | undefined;
  readonly confirmed: readonly Question[];
  readonly attachments: readonly { readonly name: string }[] | Unknown;
  /** Octets of the whole message. */
  readonly size: number | Unknown;
  /** An invitation, or an answer to one. Left out: it is none. */
  readonly calendar?: boolean | Unknown;
  /** What Thunderbird's own S/MIME has for it. */
  readonly native: (draft: Draft) => Promise<NativeSource>;
  /** It can leave as several messages: it has a compose window. */
  readonly canSplit: boolean;
}

/** What Thunderbird knows of a draft. Rejects where a part of that is unknown. */
export async function draftSource(
  draft: Draft,
  { core }: Pick<DecisionPorts, 'core'>,
  { lists, isAboutEncrypted, chosen, confirmed, attachments, size, calendar = false, canSplit, native }: DraftContext,
): Promise<DraftSource> {
  const readiness = await draftReadiness(draft, { sign: false, encrypt: true }, core, lists);
  return {
    facts: {
      from: parseMailboxes(draft.from)[0]?.address ?? '',
      recipients: recipientsOf(draft, readiness, wishOf(chosen).encrypt === true),
      subject: draft.subject ?? '',
      replyToEncrypted: await isAboutEncrypted().catch(() => 'unknown' as const),
      calendar,
      attachments: attachments === 'unknown' ? attachments : attachments.map(({ name }) => name),
      size,
      choices: wishOf(chosen),
      canSplit,
      confirmed,
    },
    async certificateOf(address) {
      const alone = { ...draft, to: address, cc: '', bcc: '', newsgroups: '' };
      const { recipients } = await draftReadiness(alone, { sign: false, encrypt: true }, core, lists);
      const found = recipients.find((one) => one.field !== 'from' && sameAddress(one.address, address));
      return found?.state === 'ready' ? 'usable' : 'missing';
    },
    native: () => native(draft),
  };
}

/** What the user wants of a message, whatever a send was held to for the people of that moment. */
export function wishOf(chosen: Protection | undefined): MessageChoices {
  if (!chosen) return {};
  const { sign, encrypt, isHeld, wished } = chosen;
  if (wished) return wished;
  return isHeld === true ? { ...(sign && { sign }), ...(encrypt && { encrypt }) } : { sign, encrypt };
}

/** `next` in place of `shown`: the wish for what is not switched stands, also where a send was held to less. */
export function switched(
  next: Protection,
  shown: Protection,
  { chosen, isSplit = false }: { readonly chosen: Protection | undefined; readonly isSplit?: boolean },
): Protection {
  const wish = wishOf(chosen);
  // What rules encrypt for some alone is no wish for all of them.
  if (isSplit && next.encrypt === shown.encrypt) return { ...next, isHeld: true, wished: { ...wish, sign: next.sign } };
  return {
    sign: next.sign === shown.sign ? (wish.sign ?? next.sign) : next.sign,
    encrypt: next.encrypt === shown.encrypt ? (wish.encrypt ?? next.encrypt) : next.encrypt,
  };
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
