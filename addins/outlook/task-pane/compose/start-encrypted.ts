import { errorCode, type Readiness } from '../../../../shared/index';
import { encryptsIfPossible } from '../../encrypt-if-possible';
import { type MessageName } from '../../graph/original-message';
import { type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { candidatesFor, openOriginal } from '../read/open-original';
import { type Services } from '../services';

/**
 * Whether a draft about which the user has said nothing is to be encrypted: it is to be signed and everybody in it, somebody
 * at least, can read it so, or it answers an encrypted message. Where that cannot be found out, it is not.
 */
export async function startsEncrypted(
  head: DraftHead,
  choice: ProtectionChoice,
  answersEncrypted: () => Promise<boolean>,
  services: Pick<Services, 'core'>,
): Promise<boolean> {
  if (choice.encrypt || choice.isChosen === true) return false;
  // A draft that asks for nothing may be one in which the user switched everything off: it carries no word of that.
  const isPossible = choice.sign && (await canEncrypt(head, services).catch(() => false));
  return isPossible || (await answersEncrypted().catch(() => false));
}

async function canEncrypt(head: DraftHead, { core }: Pick<Services, 'core'>): Promise<boolean> {
  if (!(await encryptsIfPossible(core.settings))) return false;
  const { recipients, refusals }: Readiness = await core.readiness(draftRequest(head, { sign: false, encrypt: true }));
  return refusals.length === 0 && recipients.some(({ field }) => field !== 'from');
}

/**
 * Whether the message that a draft answers is encrypted, as the mailbox has it, or the keys that would tell are locked.
 * Fetches and opens that message; rejects where it is not there or does not open.
 */
export async function answersEncrypted(
  inReplyTo: string | undefined,
  { core, originals }: Pick<Services, 'core' | 'originals'>,
): Promise<boolean> {
  if (inReplyTo === undefined) return false;
  const name: MessageName = { restId: undefined, internetMessageId: inReplyTo };
  try {
    const { mail } = await openOriginal(candidatesFor(name, originals), (message) => core.open(message));
    const { encryption } = mail.view.summary;
    mail.forget();
    return encryption !== 'none';
  } catch (thrown) {
    if (errorCode(thrown) === 'locked') return true;
    throw thrown;
  }
}

/** What the core is asked about a draft before it is written. */
export function draftRequest(
  head: DraftHead,
  { sign, encrypt }: ProtectionChoice,
): Parameters<Services['core']['readiness']>[0] {
  const addresses = (list: DraftHead['to']): string[] => list.map(({ address }) => address);
  const { from, to, cc, bcc } = head;
  return {
    from: from.address,
    to: addresses(to),
    cc: addresses(cc),
    bcc: addresses(bcc),
    protection: { sign, encrypt },
  };
}
