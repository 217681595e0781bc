import { isNoted, withNoted } from './encrypted-conversations';
import { type Preferences } from './host/preferences';

/** Tells the guard on Send of a conversation that holds an encrypted message, where it does not know. Rejects with `host`. */
export async function noteEncrypted(
  conversation: string,
  preferences: Pick<Preferences, 'encrypted' | 'setEncrypted'>,
): Promise<void> {
  const stored = preferences.encrypted();
  if (typeof stored === 'string' && isNoted(stored, conversation)) return;
  await preferences.setEncrypted(withNoted(stored, conversation));
}
