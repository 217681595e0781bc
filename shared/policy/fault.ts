import { LIMITS } from '../base/limits';
import { type Position } from './located-json';

/** Why a text is no policy. Each code has one sentence for people in `policy-strings.ts`. */
export type FaultCode =
  | 'syntax'
  | 'too-large'
  | 'too-deep'
  | 'too-many'
  | 'duplicate-key'
  | 'version'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-type'
  | 'wrong-value'
  | 'unknown-group'
  | 'contradiction';

/** One thing that is wrong with a policy, and where. */
export interface PolicyFault extends Position {
  readonly code: FaultCode;
  /** Where in the document, such as `rules[2].when.recipient[0]`; empty: the document itself. */
  readonly path: string;
  /** What would have been right there, or what stands against it, in the words of the document. */
  readonly expected: string;
}

/** A fault whose place is not yet counted in lines. */
export interface FoundFault extends Omit<PolicyFault, keyof Position> {
  readonly at: number;
}

/** Collects what is wrong, up to a bound. */
export class Faults {
  readonly #found: FoundFault[] = [];

  add(code: FaultCode, at: number, path: string, expected: string): void {
    if (this.#found.length < LIMITS.policyFaults) this.#found.push({ code, at, path, expected });
  }

  isEmpty(): boolean {
    return this.#found.length === 0;
  }

  /** In the order of the text. */
  get all(): readonly FoundFault[] {
    return [...this.#found].sort((a, b) => a.at - b.at);
  }
}
