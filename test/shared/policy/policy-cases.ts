import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicy } from '../../../shared/policy/compile-policy';
import { type Decision, type MessagePlan, type Source, type Step } from '../../../shared/policy/decision';
import { evaluate } from '../../../shared/policy/evaluate';
import { type Facts, type RecipientFacts } from '../../../shared/policy/facts';
import { parsePolicy } from '../../../shared/policy/parse-policy';
import { parseUserLayer } from '../../../shared/policy/user-layer';

/** One line of the table in `decisions.json`: what is given, and what must come out, in words that can be compared. */
export interface PolicyCase {
  readonly name: string;
  readonly policy?: object;
  readonly user?: object;
  readonly facts?: Partial<Omit<Facts, 'signer' | 'recipients'>> & {
    /** `address`, `address -` (certificate missing) or `address ?` (unknown). */
    readonly to?: readonly string[];
    readonly sender?: string;
    readonly signer?: Facts['signer']['state'];
    readonly issuers?: readonly string[];
  };
  readonly outcome: Decision['outcome'];
  readonly sends: readonly string[];
  readonly reasons: readonly string[];
  readonly steps: readonly string[];
}

export const CASES = JSON.parse(readFileSync(join(__dirname, 'decisions.json'), 'utf8')) as readonly PolicyCase[];

const USUAL: Facts = {
  time: Date.parse('2027-01-15T00:00:00Z'),
  from: 'me@home.test',
  recipients: [],
  subject: 'Hello',
  replyToEncrypted: false,
  calendar: false,
  attachments: [],
  size: 4_000,
  signer: { state: 'usable' },
  choices: {},
  confirmed: [],
  canSplit: true,
};

const STATES = { '-': 'missing', '?': 'unknown' } as const;

function recipientOf(text: string): RecipientFacts {
  const [address = '', state = ''] = text.split(' ');
  return { address, certificate: state === '-' || state === '?' ? STATES[state] : 'usable' };
}

export function factsOf({ facts = {} }: Pick<PolicyCase, 'facts'>): Facts {
  const { to = ['alice@a.test'], sender = USUAL.from, signer = 'usable', issuers, ...others } = facts;
  return {
    ...USUAL,
    ...others,
    from: sender,
    recipients: to.map(recipientOf),
    signer: { state: signer, ...(issuers && { issuers }) },
  };
}

/** Reads both documents with the parsers that products use. */
export function decisionOf(one: Pick<PolicyCase, 'policy' | 'user' | 'facts'>): Decision {
  const reading = parsePolicy(JSON.stringify({ version: 2, ...one.policy }));
  if (reading.kind === 'unreadable') throw new Error(JSON.stringify(reading.faults));
  const user = parseUserLayer(JSON.stringify({ version: 2, ...one.user }));
  if (user.kind === 'unreadable') throw new Error(JSON.stringify(user.faults));
  return evaluate(compilePolicy(reading.document, user.layer), factsOf(one));
}

/** The decision in the words of the table. */
export function inWords(decision: Decision): Pick<PolicyCase, 'outcome' | 'sends' | 'reasons' | 'steps'> {
  return {
    outcome: decision.outcome,
    sends: decision.messages.map(planWords),
    reasons: decision.reasons.map(({ kind, code, addresses, source }) =>
      [kind, code, ...addresses, `(${sourceWords(source)})`].join(' '),
    ),
    steps: decision.steps.map(stepWords),
  };
}

function planWords(plan: MessagePlan): string {
  const { sign, encrypt, form, headerProtection, floor, ceiling } = plan;
  const isBounded = floor !== 'aes-256-cbc' || ceiling !== 'aes-256-gcm';
  const words = [
    sign && 'signed',
    sign && form === 'opaque' && 'opaque',
    encrypt && 'encrypted',
    encrypt && headerProtection !== 'hcp_baseline' && headerProtection,
    encrypt && plan.tripleWrap && 'triple',
    encrypt && plan.legacyDisplay && 'legacy',
    encrypt && isBounded && `${floor}..${ceiling}`,
    plan.engine !== 'signet' && `by ${plan.engine}`,
    plan.archive !== undefined && `copy ${plan.archive}`,
    !sign && !encrypt && 'plain',
  ].filter((word) => word !== false);
  return `${plan.recipients.join(', ')}: ${words.join(' ')}`;
}

function sourceWords({ layer, account, rule, exception }: Source): string {
  if (layer === 'administrator') {
    if (rule !== undefined) return `rule ${rule}`;
    return account === undefined ? 'default' : `account ${account}`;
  }
  if (exception !== undefined) return `exception ${exception}`;
  return rule === undefined ? layer : `${layer} ${rule}`;
}

function stepWords({ setting, source, says, effect, recipients }: Step): string {
  const whom = recipients ? ` for ${recipients.join(', ')}` : '';
  return `${setting}: ${sourceWords(source)} says ${says}${whom}: ${effect}`;
}
