import { type Summary } from '../../../shared/index';

/** What a message was last known to be worth, as its tag says it. Plain mail has none. */
export const LIST_STATES = ['valid', 'problem', 'encrypted', 'unchecked'] as const;
export type ListState = (typeof LIST_STATES)[number];

/** Encryption goes first: what is inside is not told to whoever reads the tags, such as a mail server. */
export function listStateOf({ state, encryption }: Pick<Summary, 'state' | 'encryption'>): ListState | undefined {
  if (encryption !== 'none') return 'encrypted';
  if (state === 'signed-valid') return 'valid';
  if (state === 'uncheckable') return 'unchecked';
  return state === 'unsigned' ? undefined : 'problem';
}

/** The key of a tag; on an IMAP server a keyword of its message. */
export const tagOf = (state: ListState): string => `signet_${state}`;

/** The tags of a message with the one of `state` and no other of ours; undefined where nothing is to be changed. */
export function tagsWith(tags: readonly string[], state: ListState | undefined): readonly string[] | undefined {
  const ours = LIST_STATES.map(tagOf);
  const there = tags.filter((tag) => ours.includes(tag));
  const wanted = state === undefined ? [] : [tagOf(state)];
  if (there.join() === wanted.join()) return undefined;
  return [...tags.filter((tag) => !ours.includes(tag)), ...wanted];
}
