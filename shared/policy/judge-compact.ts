import { addressKeys, patternKey } from './address-pattern';
import { comparableText } from './comparable-text';
import { type CompactAccount, type CompactCondition, type CompactPolicy } from './compact-policy';
import { type Source } from './decision';
import { combined, type Demand, demandOf, isAllowed, join, ruled, type Said, withUser } from './demand';
import { type Contact, type LocalText } from './document';
import { ALWAYS, LEVELS, type Protection } from './levels';
import { type Exception, type UserAccount, type UserLayer } from './user-layer';

/** What is known of a draft; undefined is what could not be found out. */
export interface CompactFacts {
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  readonly from: string | undefined;
  readonly recipients: readonly string[] | undefined;
  readonly subject: string | undefined;
  readonly calendar: boolean;
  /** False: it answers nothing, or nothing that was encrypted. */
  readonly mayAnswerEncrypted: boolean;
}

/** A user's own wishes; `unreadable`: there may be any. */
export type CompactUser = Pick<UserLayer, 'settings' | 'accounts' | 'exceptions'> | 'unreadable';

export interface CompactJudgement {
  readonly sign: Demand;
  readonly encrypt: Demand;
  /** Who wants a copy in an archive, where anybody may. */
  readonly copies: Source | undefined;
}

type Truth = 'yes' | 'no' | 'maybe';
/** Keys of a recipient's address; `unknown`: anybody; `nobody`: a draft without recipients. */
type Person = readonly string[] | 'unknown' | 'nobody';

/**
 * What is wanted of a draft, by the same arithmetic as in `evaluate` and never less than there: what is not known counts as
 * whatever is stricter. Needs nothing but the language.
 */
export function judgeCompact(policy: CompactPolicy, facts: CompactFacts, user: CompactUser): CompactJudgement {
  const people = peopleOf(facts.recipients);
  const judge = new Judge(policy, facts, user);
  const strictest = (name: Protection): Demand => people.map((person) => judge.demand(name, person)).reduce(join);
  return { sign: strictest('sign'), encrypt: strictest('encrypt'), copies: judge.copies(people) };
}

function peopleOf(recipients: readonly string[] | undefined): readonly Person[] {
  if (recipients === undefined) return ['unknown', 'nobody'];
  return recipients.length === 0 ? ['nobody'] : recipients.map((address) => keysOf(address) ?? 'unknown');
}

/**
 * The keys of patterns that match an address; undefined where that cannot be said: it is none, or its domain is not in ASCII,
 * which takes IDNA to compare and IDNA takes more than the language.
 */
function keysOf(address: string | undefined): readonly string[] | undefined {
  if (address === undefined) return undefined;
  const keys = addressKeys(address);
  return keys.length > 1 && isAscii(address) ? keys : undefined;
}

const isAscii = (address: string): boolean => /^[\x21-\x7e]+$/.test(address.slice(address.lastIndexOf('@') + 1));

class Judge {
  readonly #policy: CompactPolicy;
  readonly #facts: CompactFacts;
  readonly #user: CompactUser;
  readonly #from: readonly string[] | undefined;
  readonly #subject: string | undefined;

  constructor(policy: CompactPolicy, facts: CompactFacts, user: CompactUser) {
    this.#policy = policy;
    this.#facts = facts;
    this.#user = user;
    this.#from = keysOf(facts.from);
    this.#subject = facts.subject === undefined ? undefined : comparableText(facts.subject);
  }

  demand(name: Protection, person: Person): Demand {
    const said = flat(this.#policy.rules.map((rule) => this.#said(name, rule, person)));
    const wanted = this.#wanted(name, combined(this.#basis(name), said));
    const excepted = this.#excepted(name, wanted, person);
    return name === 'encrypt' && this.#facts.mayAnswerEncrypted ? raised(excepted) : excepted;
  }

  /** Who wants copies, by a setting or by a rule that may hold for somebody. */
  copies(people: readonly Person[]): Source | undefined {
    const { rules, contact } = this.#policy;
    const rule = rules.find((one) => one.copies && people.some((person) => this.#applies(one, person) !== 'no'));
    if (rule) return sourceOf(rule, contact, { rule: rule.id });
    const isSet = this.#settingsFor('copies').some(({ copies }) => copies === true);
    return isSet ? sourceOf({}, contact, {}) : undefined;
  }

  #basis(name: Protection): Demand {
    const top = LEVELS[name].length - 1;
    return this.#settingsFor(name)
      .map((settings) => settings[name] ?? this.#policy[name])
      .map((entry) => {
        const source = entry.isBuiltIn ? BUILT_IN : sourceOf(entry, this.#policy.contact, {});
        return demandOf(levelOf(name, entry.value), top, entry, source);
      })
      .reduce(join);
  }

  /** Where one setting of the sender's comes from; several places where the sender is not known. */
  #settingsFor(name: Protection | 'copies'): readonly Omit<CompactAccount, 'identity'>[] {
    const { accounts, sign, encrypt, copies } = this.#policy;
    const having = accounts.filter((account) => account[name] !== undefined);
    if (this.#from === undefined) return [{ sign, encrypt, copies }, ...having];
    const found = this.#from.map((key) => having.filter(({ identity }) => identity.indexOf(key) >= 0)[0]);
    return [found.filter((one) => one !== undefined)[0] ?? { sign, encrypt, copies }];
  }

  #said(name: Protection, rule: CompactPolicy['rules'][number], person: Person): readonly Said[] {
    const verb = rule[name];
    const applies = verb === undefined ? 'no' : this.#applies(rule, person);
    if (verb === undefined || applies === 'no') return [];
    const said = ruled(name, verb, rule, sourceOf(rule, this.#policy.contact, { rule: rule.id }));
    // What may be forbidden is not taken away; whom the prohibition would let ask for more may.
    return [verb === 'forbid' && applies === 'maybe' ? { verb: 'require', demand: said.demand } : said];
  }

  #applies({ when, unless }: CompactPolicy['rules'][number], person: Person): Truth {
    const holds = when ? this.#holds(when, person, 'no') : 'yes';
    const isExcepted = unless ? this.#holds(unless, person, 'maybe') : 'no';
    if (holds === 'no' || isExcepted === 'yes') return 'no';
    return holds === 'yes' && isExcepted === 'no' ? 'yes' : 'maybe';
  }

  #holds(condition: CompactCondition, person: Person, forNobody: Truth): Truth {
    const { from, to = [], subject, calendar, answersEncrypted, isPartial } = condition;
    const { mayAnswerEncrypted } = this.#facts;
    const own = this.#subject;
    return all([
      from === undefined ? 'yes' : matches(from, this.#from ?? 'unknown', 'maybe'),
      ...to.map((list) => matches(list, person, forNobody)),
      subject === undefined ? 'yes' : own === undefined ? 'maybe' : truth(subject.some((part) => own.includes(part))),
      calendar === undefined ? 'yes' : truth(calendar === this.#facts.calendar),
      answersEncrypted === undefined ? 'yes' : mayAnswerEncrypted ? 'maybe' : truth(!answersEncrypted),
      isPartial ? 'maybe' : 'yes',
    ]);
  }

  #wanted(name: Protection, demand: Demand): Demand {
    const top = LEVELS[name].length - 1;
    if (this.#user === 'unreadable') return join(demand, withUser(demand, top, USER));
    const { settings, accounts = [] } = this.#user;
    const own = accounts.filter((account) => account.settings[name] !== undefined);
    const about = (from: Person, is: Truth): readonly UserAccount[] =>
      own.filter(({ identity }) => identity.some((pattern) => fits(pattern, from) === is));
    const found = (this.#from ?? []).map((key) => about([key], 'yes')[0]).filter((one) => one !== undefined)[0];
    const others = about(this.#from ?? 'unknown', 'maybe').concat(this.#from ? [] : about('unknown', 'yes'));
    const values = [(found?.settings ?? settings)?.[name], ...others.map((one) => one.settings[name])];
    return values
      .map((value) => (value === undefined ? demand : withUser(demand, levelOf(name, value), USER)))
      .reduce(join);
  }

  #excepted(name: Protection, demand: Demand, person: Person): Demand {
    if (this.#user === 'unreadable') return demand;
    const { exceptions = [] } = this.#user;
    const about = (kind: Exception['kind']): readonly Truth[] =>
      exceptions.filter((one) => one.kind === kind && !this.#isOver(one)).map(({ pattern }) => fits(pattern, person));
    if (name === 'sign') return about('never-sign').indexOf('yes') >= 0 ? withUser(demand, 0, USER) : demand;
    const isWanted = about('always-encrypt').some((one) => one !== 'no');
    return isWanted ? join(demand, withUser(demand, ALWAYS.encrypt, USER)) : demand;
  }

  #isOver({ expires }: Exception): boolean {
    return expires !== undefined && !(this.#facts.time < Date.parse(expires));
  }
}

const BUILT_IN: Source = { layer: 'built-in' };
const USER: Source = { layer: 'user' };

/** A value that is not known is the strictest. */
function levelOf(name: Protection, value: string): number {
  const level = (LEVELS[name] as readonly string[]).indexOf(value);
  return level < 0 ? LEVELS[name].length - 1 : level;
}

const raised = (demand: Demand): Demand =>
  isAllowed(ALWAYS.encrypt, demand.user) ? join(demand, withUser(demand, ALWAYS.encrypt, USER)) : demand;

function matches(keys: readonly string[], person: Person, forNobody: Truth): Truth {
  if (person === 'nobody') return forNobody;
  if (person === 'unknown') return keys.indexOf('*') >= 0 ? 'yes' : 'maybe';
  return truth(person.some((key) => keys.indexOf(key) >= 0));
}

/** As `matches`, for a pattern as the user wrote it. */
function fits(pattern: string, person: Person): Truth {
  const key = patternKey(pattern);
  if (key === undefined) return 'no';
  const is = matches([key], person, 'no');
  return is === 'no' && person !== 'nobody' && !isAscii(key) ? 'maybe' : is;
}

const flat = <T>(lists: readonly (readonly T[])[]): readonly T[] => ([] as readonly T[]).concat(...lists);
const truth = (is: boolean): Truth => (is ? 'yes' : 'no');

function all(parts: readonly Truth[]): Truth {
  if (parts.indexOf('no') >= 0) return 'no';
  return parts.indexOf('maybe') >= 0 ? 'maybe' : 'yes';
}

function sourceOf(
  { text, contact }: { readonly text?: LocalText; readonly contact?: Contact },
  whole: Contact | undefined,
  where: Pick<Source, 'rule'>,
): Source {
  const asked = contact ?? whole;
  return { layer: 'administrator', ...where, ...(text !== undefined && { text }), ...(asked && { contact: asked }) };
}
