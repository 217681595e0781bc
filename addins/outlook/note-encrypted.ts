import { withNoted } from './encrypted-conversations';
import { type Preferences } from './host/preferences';

/**
 * Tells the guard on Send of a conversation that holds an encrypted message, which becomes the newest. What is there and
 * cannot be read stays: by it every conversation counts as noted. Rejects with `host`.
 */
export async function noteEncrypted(
  conversation: string,
  preferences: Pick<Preferences, 'encrypted' | 'setEncrypted'>,
): Promise<void> {
  const stored = preferences.encrypted();
  if (stored !== undefined && stored !== null && typeof stored !== 'string') return;
  const marks = withNoted(stored, conversation);
  if (marks !== stored) await preferences.setEncrypted(marks);
}
