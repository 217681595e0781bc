import { errorCode, type Unknown } from '../../../../shared/index';
import { type MessageName } from '../../graph/original-message';
import { type ComposeItem } from '../../host/compose-item';
import { type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { candidatesFor, openOriginal } from '../read/open-original';
import { type Services } from '../services';

/**
 * Whether the message that a draft answers is encrypted, as the mailbox has it, or the keys that would tell are locked.
 * Fetches and opens that message; rejects where it is not there or does not open.
 */
export async function answersEncrypted(
  item: Pick<ComposeItem, 'answered'>,
  { core, originals }: Pick<Services, 'core' | 'originals'>,
): Promise<boolean | Unknown> {
  const inReplyTo = await item.answered();
  if (inReplyTo === undefined) return false;
  if (inReplyTo === 'unknown') return inReplyTo;
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
  { sign, encrypt }: Pick<ProtectionChoice, 'sign' | 'encrypt'>,
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
