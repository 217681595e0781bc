import { parseCertificate, parseMailboxes, sameAddress, type Clock } from '../../shared/index';
import { type Settings } from '../storage/index';
import { type Core } from '../worker/core';
import { type ComposeTabs, type Draft, type Protection } from './host/compose-tabs';

const SETTING = 'thunderbird:default-protection';

interface ProtectionPorts {
  readonly core: Pick<Core, 'identities' | 'settings'>;
  readonly clock: Clock;
}

/** What the user wants for new messages. `sign` counts only for addresses with an identity. */
export async function defaultProtection(settings: Settings): Promise<Protection> {
  const stored = (await settings.get(SETTING)) as Partial<Protection> | undefined;
  return { sign: stored?.sign ?? true, encrypt: stored?.encrypt ?? false };
}

export async function setDefaultProtection(settings: Settings, { sign, encrypt }: Protection): Promise<void> {
  await settings.set(SETTING, { sign, encrypt });
}

/**
 * What is asked for in a compose tab: what the user chose there, else the default. Signing by default asks for an identity
 * that is valid now, so that somebody without one can write as ever; what was chosen stays chosen and is refused later.
 */
export async function protectionOf(
  compose: ComposeTabs,
  tabId: number,
  draft: Draft,
  ports: ProtectionPorts,
): Promise<Protection> {
  const chosen = await compose.protection(tabId);
  if (chosen) return chosen;
  const wanted = await defaultProtection(ports.core.settings);
  return { sign: wanted.sign && (await hasIdentity(draft.from, ports)), encrypt: wanted.encrypt };
}

async function hasIdentity(from: string, { core, clock }: ProtectionPorts): Promise<boolean> {
  const now = clock.now();
  const [sender] = parseMailboxes(from);
  if (!sender) return false;
  return (await core.identities()).some(({ certificate }) => {
    const { addresses, notBefore, notAfter } = parseCertificate(certificate);
    return notBefore <= now && now <= notAfter && addresses.some((one) => sameAddress(one, sender.address));
  });
}
