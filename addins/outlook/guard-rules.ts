import { parseUserLayer, type UserLayer } from '../../shared/index';

/** Outlook keeps 32 KB of roaming settings in all. */
const MOST_CHARACTERS = 24_000;
/** What no guard can read, and so takes for the strictest there may be. */
const TOO_LONG = '';

/**
 * What the guard has to know of own rules, for a place that others with access to the mailbox can read: no reasons. Where it
 * is too long, what leaves a draft unprotected goes first.
 */
export function rulesForGuard(stored: unknown): string {
  const reading = parseUserLayer(typeof stored === 'string' ? stored : '');
  if (reading.kind !== 'user-layer') return TOO_LONG;
  const { version, settings: { sign, encrypt } = {}, accounts, exceptions = [] } = reading.layer;
  const withOnly = (kept: NonNullable<UserLayer['exceptions']>): string =>
    JSON.stringify({
      version,
      settings: { ...(sign && { sign }), ...(encrypt && { encrypt }) },
      ...(accounts && { accounts }),
      exceptions: kept.map((one) => ({ ...one, reason: '' })),
    });
  const texts = [withOnly(exceptions), withOnly(exceptions.filter(({ kind }) => kind === 'always-encrypt'))];
  return texts.find((text) => text.length <= MOST_CHARACTERS) ?? TOO_LONG;
}
