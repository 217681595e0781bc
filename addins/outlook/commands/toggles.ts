import { type DraftHeaders } from '../host/draft-headers';
import { type ProtectionChoice } from '../protection-header';

/** Switches one kind of protection of a draft on or off and gives what holds afterwards. */
export async function toggle(
  headers: Pick<DraftHeaders, 'protection' | 'setProtection'>,
  which: 'sign' | 'encrypt',
): Promise<ProtectionChoice> {
  const { isSplit, ...before } = await headers.protection();
  // Encryption that is chosen is for everybody.
  const split = which === 'sign' && isSplit === true && { isSplit };
  const after = { ...before, [which]: !before[which], isChosen: true as const, ...split };
  await headers.setProtection(after);
  return after;
}
