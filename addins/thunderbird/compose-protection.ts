import { parseCertificate, parseMailboxes, sameAddress, type Clock } from '../../shared/index';
import { type Settings } from '../storage/index';
import { type Core } from '../worker/core';
import { draftReadiness } from './draft-readiness';
import { type ComposeTabs, type Draft, type Protection } from './host/compose-tabs';
import { type MailingLists } from './host/mailing-lists';

const SETTING = 'thunderbird:default-protection';

interface ProtectionPorts {
  readonly core: Pick<Core, 'identities' | 'settings' | 'readiness'>;
  readonly clock: Clock;
}

/** What new messages ask for. `ifPossible`: encrypted as soon as everybody in it can read that. */
export interface DefaultProtection extends Protection {
  readonly ifPossible: boolean;
}

/** What the user wants for new messages. `sign` counts only for addresses with an identity. */
export async function defaultProtection(settings: Settings): Promise<DefaultProtection> {
  const stored = (await settings.get(SETTING)) as Partial<DefaultProtection> | undefined;
  return { sign: stored?.sign ?? true, encrypt: stored?.encrypt ?? false, ifPossible: stored?.ifPossible ?? true };
}

export async function setDefaultProtection(
  settings: Settings,
  { sign, encrypt, ifPossible }: DefaultProtection,
): Promise<void> {
  await settings.set(SETTING, { sign, encrypt, ifPossible });
}

/** What is to be known of a draft besides its fields. */
export interface DraftContext {
  readonly lists: MailingLists;
  /** It answers or forwards an encrypted message. */
  readonly isAboutEncrypted: () => Promise<boolean>;
}

/**
 * What is asked for in a compose tab: what the user chose there, else the default. Signing by default asks for an identity
 * that is valid now, so that somebody without one can write as ever; what was chosen stays chosen and is refused later.
 * An answer to an encrypted message starts encrypted, and so does a message that everybody in it can read so. That
 * counts as chosen from then on: who is added later without a certificate is heard of, and nothing once shown as encrypted
 * leaves otherwise.
 */
export async function protectionOf(
  compose: Pick<ComposeTabs, 'protection' | 'proposeProtection'>,
  tabId: number,
  draft: Draft,
  ports: ProtectionPorts,
  { lists, isAboutEncrypted }: DraftContext,
): Promise<Protection> {
  const chosen = await compose.protection(tabId);
  if (chosen && (chosen.encrypt || chosen.isHeld !== true)) return chosen;
  const wanted = await defaultProtection(ports.core.settings);
  const sign = chosen?.sign ?? (wanted.sign && (await hasIdentity(draft.from, ports)));
  if (wanted.encrypt) return { sign, encrypt: true };
  const encrypt =
    (await isAboutEncrypted()) || (wanted.ifPossible && (await canEncrypt(draft, ports, lists).catch(() => false)));
  // The user may have chosen meanwhile, and that stands.
  if (encrypt) return compose.proposeProtection(tabId, { sign, encrypt });
  return (await compose.protection(tabId)) ?? { sign, encrypt };
}

/** Somebody is in it, and everybody can read it encrypted, the sender too. */
async function canEncrypt(draft: Draft, { core }: ProtectionPorts, lists: MailingLists): Promise<boolean> {
  const { recipients, refusals, unknown } = await draftReadiness(draft, { sign: false, encrypt: true }, core, lists);
  return refusals.length === 0 && unknown.length === 0 && recipients.some(({ field }) => field !== 'from');
}

async function hasIdentity(from: string, { core, clock }: Pick<ProtectionPorts, 'core' | 'clock'>): Promise<boolean> {
  const now = clock.now();
  const [sender] = parseMailboxes(from);
  if (!sender) return false;
  return (await core.identities()).some(({ certificate }) => {
    const { addresses, notBefore, notAfter } = parseCertificate(certificate);
    return notBefore <= now && now <= notAfter && addresses.some((one) => sameAddress(one, sender.address));
  });
}
