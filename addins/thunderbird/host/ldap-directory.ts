import { type Bytes, type LookUpFailure, type LookUpSource } from '../../../shared/index';
import { NoAnswerError, placeOf } from '../../lookup/ask-each';
import { LOOK_UP_LIMITS } from '../../lookup/limits';
import { experiment } from './experiment';

/** What the Experiment says, a moment before our own deadline does. */
const ANSWER_MS = LOOK_UP_LIMITS.milliseconds - 500;

const FAILURES: ReadonlySet<string> = new Set([
  'no-answer',
  'too-slow',
  'too-large',
  'not-authenticated',
] satisfies LookUpFailure[]);

/**
 * An address as it may stand in the filter of a search. QUIRK: Thunderbird's LDAP client knows no escapes (RFC 4515 3), so
 * an address with a character that means something in a filter is not asked about.
 */
const PLAIN = /^[\p{L}\p{N}.!#$%&'+/?^_`{|}-]+@[\p{L}\p{N}.-]+$/u;

/** Certificates in the LDAP directories that are set up in Thunderbird. Their servers learn whom the user writes to. */
export const ldapSource: LookUpSource = placeOf('ldap', certificatesOf, { atOnce: 4 });

async function certificatesOf(address: string): Promise<readonly Bytes[]> {
  if (!PLAIN.test(address)) throw new NoAnswerError('address-refused');
  try {
    const found = await experiment('signetLdap').find(address, ANSWER_MS);
    return found.map((octets) => new Uint8Array(octets));
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : '';
    throw new NoAnswerError(FAILURES.has(text) ? (text as LookUpFailure) : 'no-answer');
  }
}
