/** What the page with the stores is told to do. */
export type DirectoryOrder =
  | { readonly kind: 'fill'; readonly people: number }
  | { readonly kind: 'use'; readonly people: number }
  | { readonly kind: 'send'; readonly people: number }
  | { readonly kind: 'start' };

/** Milliseconds on the clock of each time that something was done, by what it was. */
export type DirectoryTimes = Readonly<Record<string, readonly number[]>>;

/** The middle one, and what 95 of 100 do not exceed. */
export interface Cost {
  readonly median: number;
  readonly slow: number;
}

/** What was measured of stores with so many people in them. */
export interface DirectoryCase {
  readonly engine: 'Chromium' | 'Thunderbird';
  readonly people: number;
  readonly costs: Readonly<Record<string, Cost>>;
}

/** Recipients of one message. */
export const MANY_RECIPIENTS = 500;
/** Certificates in a full store; `FEW`: in one that is next to empty. */
export const MANY_PEOPLE = 50_000;
export const FEW_PEOPLE = 1;

export function costOf(milliseconds: readonly number[]): Cost {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.ceil(sorted.length * part) - 1] ?? NaN;
  return { median: at(0.5), slow: at(0.95) };
}
