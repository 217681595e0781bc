import { isUnlockTime, type KeyPolicy } from '../storage/index';

/** The shortest time there is, in minutes. */
const SHORTEST = 1;

/**
 * What an organisation wrote about keys: `passphraseRequired` and `backupFirst`, which every value but false switches on,
 * and `unlockTime`, minutes from 1 to 1440 or "session". Undefined where it wrote nothing. What cannot be read asks for
 * more protection, never for less.
 */
export function readKeyPolicy(value: unknown): KeyPolicy | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null) return { passphraseRequired: true };
  const { passphraseRequired = false, unlockTime, backupFirst = false } = value as Record<string, unknown>;
  return {
    passphraseRequired: passphraseRequired !== false,
    ...(unlockTime !== undefined && { unlockTime: isUnlockTime(unlockTime) ? unlockTime : SHORTEST }),
    ...(backupFirst !== false && { backupFirst: true }),
  };
}
