import { type AddressPattern, addressKeys, PatternIndex, patternSet } from './address-pattern';
import { comparableText } from './comparable-text';
import { type Condition, type PolicyDocument } from './document';
import { type Facts, type Unknown } from './facts';

/** Which rules apply: those of the message as a whole, and those of a recipient besides. Numbers in the order of the document. */
export interface MatchedRules {
  readonly all: readonly number[];
  readonly of: (address: string) => readonly number[];
  /** Whether it is known that a rule applies; what could not be found out may be otherwise. */
  readonly isCertain: (number: number) => boolean;
}

type AddressSet = Pick<PatternIndex<unknown>, 'has'>;

/** A condition with its lists ready to be asked. */
interface Prepared {
  /** Each must have the recipient. */
  readonly recipients: readonly AddressSet[];
  readonly holds: (facts: Facts) => Answer;
}

type Answer = boolean | Unknown;

/**
 * The rules of a document, filed by the addresses that they are about, so that a message asks only those that could be
 * about its recipients. A rule without `recipient` and `group` is about the message, and asked of each.
 */
export class RuleMatcher {
  readonly #byRecipient = new PatternIndex<number>();
  readonly #ofMessage: number[] = [];
  readonly #rules: readonly { readonly when: Prepared; readonly unless: Prepared | undefined }[];

  constructor({ rules = [], groups = new Map<string, readonly AddressPattern[]>() }: PolicyDocument) {
    const sets = new Map([...groups].map(([name, patterns]) => [name, patternSet(patterns)]));
    const prepare = (condition: Condition): Prepared => prepared(condition, sets);
    this.#rules = rules.map(({ when = {}, unless }) => ({ when: prepare(when), unless: unless && prepare(unless) }));
    rules.forEach((rule, number) => {
      const patterns = rule.when?.recipient ?? rule.when?.group?.flatMap((name) => groups.get(name) ?? []);
      if (patterns) for (const pattern of patterns) this.#byRecipient.add(pattern, number);
      else this.#ofMessage.push(number);
    });
  }

  match(facts: Facts): MatchedRules {
    const applies = remembered((number: number) => this.#rules[number]?.when.holds(facts) ?? false);
    const excepts = remembered((number: number) => this.#rules[number]?.unless?.holds(facts) ?? false);
    const holds = (number: number): boolean => applies(number) !== false;
    const isExcepted = (number: number): boolean => excepts(number) === true;
    const isCertain = (number: number): boolean => applies(number) === true && excepts(number) !== 'unknown';
    const applying = this.#ofMessage.filter(holds);
    const all = applying.filter((number) => !isExcepted(number));
    // What is excepted for some recipients still holds for the others.
    const some = applying.filter(
      (number) => isExcepted(number) && this.#rules[number]?.unless?.recipients.length !== 0,
    );
    return { all, of: (address) => this.#of(address, some, holds, isExcepted), isCertain };
  }

  #of(
    address: string,
    some: readonly number[],
    holds: (number: number) => boolean,
    isExcepted: (number: number) => boolean,
  ): readonly number[] {
    const keys = addressKeys(address);
    const about = ({ recipients }: Prepared): boolean => recipients.every((set) => set.has(keys));
    const filed = [...new Set(this.#byRecipient.find(keys))];
    return [...some, ...filed]
      .filter((number) => {
        const rule = this.#rules[number];
        if (!rule || !holds(number) || !about(rule.when)) return false;
        return !(rule.unless && isExcepted(number) && about(rule.unless));
      })
      .sort((a, b) => a - b);
  }
}

function prepared(condition: Condition, groups: ReadonlyMap<string, AddressSet | undefined>): Prepared {
  const recipient = patternSet(condition.recipient);
  const group = condition.group && eitherOf(condition.group.flatMap((name) => groups.get(name) ?? []));
  const identity = patternSet(condition.identity);
  const subject = condition.subject?.map(comparableText);
  return {
    recipients: [recipient, group].filter((one) => one !== undefined),
    holds: (facts) =>
      all([
        is(condition.replyToEncrypted, facts.replyToEncrypted),
        is(condition.calendar, facts.calendar),
        identity === undefined || identity.has(addressKeys(facts.from)),
        subject === undefined || includesAny(comparableText(facts.subject), subject),
        hasAttachment(condition.attachment, facts.attachments),
        hasSize(condition.size, facts.size),
      ]),
  };
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes('unknown') ? 'unknown' : true;
}

/** Several groups asked as one. */
const eitherOf = (sets: readonly AddressSet[]): AddressSet => ({ has: (keys) => sets.some((set) => set.has(keys)) });

function is(wanted: boolean | undefined, found: boolean | Unknown): Answer {
  if (wanted === undefined) return true;
  return found === 'unknown' ? found : wanted === found;
}

const includesAny = (text: string, parts: readonly string[]): boolean => parts.some((part) => text.includes(part));

function hasAttachment(wanted: Condition['attachment'], names: Facts['attachments']): Answer {
  if (wanted === undefined) return true;
  if (names === 'unknown') return names;
  if (typeof wanted === 'boolean') return wanted === names.length > 0;
  const endings = wanted.map(comparableText);
  return names.some((name) => endings.some((ending) => comparableText(name).endsWith(ending)));
}

function hasSize(wanted: Condition['size'], size: Facts['size']): Answer {
  if (wanted === undefined) return true;
  if (size === 'unknown') return size;
  const { over = -1, under = Infinity } = wanted;
  return size > over && size < under;
}

/** Each question is answered once. */
export function remembered<T>(answer: (number: number) => T): (number: number) => T {
  const answers = new Map<number, T>();
  return (number) => {
    const known = answers.get(number) ?? answer(number);
    answers.set(number, known);
    return known;
  };
}
