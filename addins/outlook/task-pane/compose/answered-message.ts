import { errorCode, type Unknown } from '../../../../shared/index';
import { type MessageName } from '../../graph/original-message';
import { type ComposeItem } from '../../host/compose-item';
import { type DraftHead } from '../../host/draft-reader';
import { type ProtectionChoice } from '../../protection-header';
import { candidatesFor, openOriginal } from '../read/open-original';
import { type Services } from '../services';

type Ports = Pick<Services, 'core' | 'originals' | 'conversation' | 'noteEncrypted'>;

/**
 * Whether what a draft answers or forwards is encrypted, as the mailbox has it, or the keys that would tell are locked. Of a
 * forward the host tells the conversation alone, and a forward quotes what was quoted before: one encrypted message in it is
 * enough. Fetches and opens what it takes; rejects where that is not there or does not open. What is found to be about one is
 * noted for the guard on Send before it is told; where that cannot be kept, it is told all the same.
 */
export async function isAboutEncrypted(
  item: Pick<ComposeItem, 'about' | 'conversationId' | 'owner' | 'isAboutEncrypted'>,
  ports: Ports,
): Promise<boolean | Unknown> {
  const isAbout = item.isAboutEncrypted === true || (await found(item, ports));
  const conversation = item.conversationId();
  if (isAbout === true && conversation !== undefined) await ports.noteEncrypted?.(conversation).catch(() => undefined);
  return isAbout;
}

async function found(item: Pick<ComposeItem, 'about' | 'owner'>, ports: Ports): Promise<boolean | Unknown> {
  const about = await item.about();
  if (about.kind === 'nothing') return false;
  if (about.kind === 'unknown') return about.kind;
  if (about.kind === 'message') return isEncrypted({ restId: undefined, ...about, owner: () => item.owner() }, ports);
  const messages = await ports.conversation(about.restId);
  // Of a shared mailbox it is looked for in the user's own, which need not have it.
  if (messages.length === 0) return about.mayBeNew === true && (await item.owner()) === undefined ? false : 'unknown';
  for (const { restId } of messages.filter(({ isSmime }) => isSmime))
    if (await isEncrypted({ restId, internetMessageId: undefined }, ports)) return true;
  return false;
}

async function isEncrypted(name: MessageName, { core, originals }: Ports): Promise<boolean> {
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
