import { sameAddress, type Decision } from '../../shared/index';

/** Who gets a message unencrypted, and who encrypted; both are somebody only where it is split. */
export interface SplitReaders {
  readonly open: readonly string[];
  readonly sealed: readonly string[];
}

/** What is intended for whom, whether or not it may go. */
export function readersOf({ intended: messages }: Pick<Decision, 'intended'>): SplitReaders {
  const readers = (isSealed: boolean): readonly string[] =>
    messages.filter(({ encrypt }) => encrypt === isSealed).flatMap(({ recipients }) => recipients);
  return { open: readers(false), sealed: readers(true) };
}

/** Those whom a message that is split reaches unencrypted, while others of its recipients get it encrypted. */
export function openTo(decision: Pick<Decision, 'intended'>): readonly string[] {
  const { open, sealed } = readersOf(decision);
  return sealed.length > 0 ? open : [];
}

/** A group, or a name that nobody resolved, is no address, and equals only itself. */
export const isSameReader = (one: string, other: string): boolean => one === other || sameAddress(one, other);

export const isAmong = (readers: readonly string[], one: string): boolean =>
  readers.some((other) => isSameReader(one, other));
