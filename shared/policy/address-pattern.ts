import { comparableDomain } from '../base/domain';
import { comparableAddress } from '../base/comparable-address';
import { isAddress } from '../mime/address';

/**
 * What a rule says of addresses: one address, `*@example.org` (that domain), `*@*.example.org` (every domain below it, at any
 * depth, not itself) or `*` (all). Compared as addresses are everywhere here: without ASCII case, across IDNA forms.
 */
export type AddressPattern = string;

export function isAddressPattern(text: string): boolean {
  if (text === '*' || (!text.includes('*') && isAddress(text))) return true;
  const domain = /^\*@(?:\*\.)?([^*@]+)$/.exec(text)?.[1];
  return domain !== undefined && isAddress(`a@${domain}`);
}

/** A pattern that one address alone matches. */
export const isSingleAddress = (text: string): boolean => isAddressPattern(text) && !text.includes('*');

/** Says in JSON Schema what of it can be said there. */
export const PATTERN_SYNTAX = '^(\\*|\\*@(\\*\\.)?[^*@\\s]+|[^*]+@[^*@\\s]+)$';

/** The same for all patterns that match the same addresses; undefined for what is none. */
export function patternKey(pattern: AddressPattern): string | undefined {
  if (!isAddressPattern(pattern)) return undefined;
  if (pattern === '*') return '*';
  if (!pattern.startsWith('*@')) return comparableAddress(pattern);
  const domain = pattern.slice(2);
  return domain.startsWith('*.') ? `*@*.${comparableDomain(domain.slice(2))}` : `*@${comparableDomain(domain)}`;
}

/** The keys of all patterns that match an address, the most particular one first; what is no address is matched by `*` alone. */
export function addressKeys(address: string): readonly string[] {
  const key = comparableAddress(address);
  if (key === undefined) return ['*'];
  const domain = key.slice(key.lastIndexOf('@') + 1);
  const keys = [key, `*@${domain}`];
  for (let dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
    keys.push(`*@*.${domain.slice(dot + 1)}`);
  }
  return [...keys, '*'];
}

/** Finds by address what was filed under patterns, in a time that does not grow with how much there is. */
export class PatternIndex<T> {
  readonly #filed = new Map<string, T[]>();

  /** What is no pattern matches nothing. */
  add(pattern: AddressPattern, item: T): void {
    const key = patternKey(pattern);
    if (key === undefined) return;
    const there = this.#filed.get(key);
    if (there) there.push(item);
    else this.#filed.set(key, [item]);
  }

  /** By the keys of an address: what matches, from the most particular pattern to the widest; what is filed twice may come twice. */
  find(keys: readonly string[]): readonly T[] {
    return keys.flatMap((key) => this.#filed.get(key) ?? []);
  }

  has(keys: readonly string[]): boolean {
    return keys.some((key) => this.#filed.has(key));
  }
}

/** The patterns as one thing to ask; undefined for none, which is no condition. */
export function patternSet(patterns: readonly AddressPattern[] | undefined): PatternIndex<true> | undefined {
  if (patterns === undefined) return undefined;
  const index = new PatternIndex<true>();
  for (const pattern of patterns) index.add(pattern, true);
  return index;
}
