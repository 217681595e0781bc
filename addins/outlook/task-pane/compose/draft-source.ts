import {
  sameAddress,
  type MessageChoices,
  type Question,
  type Readiness,
  type RecipientFacts,
  type Unknown,
} from '../../../../shared/index';
import { type DraftSource } from '../../../policy/decide-draft';
import { type DraftContents, type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { type Services } from '../services';
import { draftRequest } from './answered-message';

/** What is asked about a draft: what rules leave to the user, and whether it may quote an encrypted message unencrypted. */
export type DraftQuestion = Question | 'quote';

export interface DraftContext {
  /** What the draft itself says. */
  readonly choice: ProtectionChoice;
  /** It answers an encrypted message. */
  readonly isAboutEncrypted: boolean | Unknown;
  /** What the user was asked about this draft, and agreed to. */
  readonly confirmed: readonly DraftQuestion[];
}

/** What Outlook knows of a draft. Rejects where a part of that is unknown. */
export async function draftSource(
  head: DraftHead,
  { subject, files }: DraftContents,
  { choice, isAboutEncrypted, confirmed }: DraftContext,
  core: Pick<Services['core'], 'readiness'>,
): Promise<DraftSource> {
  const ask = (of: DraftHead): Promise<Readiness> => core.readiness(draftRequest(of, { sign: false, encrypt: true }));
  return {
    facts: {
      from: head.from.address,
      recipients: recipientsOf(await ask(head)),
      subject,
      replyToEncrypted: isAboutEncrypted,
      attachments: files.map(({ name }) => name),
      size: files.reduce((sum, { size }) => sum + size, 0),
      choices: choicesOf(choice),
      canSplit: true,
      confirmed: confirmed.flatMap((one) => (one === 'quote' ? [] : [one])),
    },
    // What settings want of every new draft is a setting: an exception counts against it, and no choice for this one.
    ...(choice.sign && choice.isChosen !== true && { own: { sign: 'always' } }),
    async certificateOf(address) {
      const { recipients } = await ask({ from: head.from, to: [{ name: '', address }], cc: [], bcc: [] });
      const found = recipients.find((one) => one.field !== 'from' && sameAddress(one.address, address));
      return found?.state === 'ready' ? 'usable' : 'missing';
    },
  };
}

/** A draft that asks for encryption was shown so, whoever asked for it. */
function choicesOf({ sign, encrypt, isChosen, isSplit }: ProtectionChoice): MessageChoices {
  if (isSplit === true) return isChosen === true ? { sign } : {};
  if (isChosen === true) return { sign, encrypt };
  return encrypt ? { encrypt } : {};
}

/** Where the sender could not read their own copy, nobody counts as one who can be encrypted to. */
function recipientsOf({ recipients, refusals }: Readiness): readonly RecipientFacts[] {
  const isPossible =
    refusals.every(({ code }) => code === 'recipient-certificate') &&
    recipients.every(({ field, state }) => field !== 'from' || state === 'ready');
  return recipients
    .filter(({ field }) => field !== 'from')
    .map(({ address, state }) => ({
      address,
      certificate: isPossible && state === 'ready' ? ('usable' as const) : ('missing' as const),
    }));
}
