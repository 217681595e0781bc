import { type DraftHeaders } from '../host/draft-headers';
import { type ProtectionChoice } from '../protection-header';

/** Switches one kind of protection of a draft on or off and gives what holds afterwards. */
export async function toggle(
  headers: Pick<DraftHeaders, 'protection' | 'setProtection'>,
  which: keyof ProtectionChoice,
): Promise<ProtectionChoice> {
  const before = await headers.protection();
  const after = { ...before, [which]: !before[which], isChosen: true as const };
  await headers.setProtection(after);
  return after;
}
