import {
  compactPolicy,
  compilePolicy,
  EMPTY_USER_LAYER,
  evaluate,
  faultText,
  notActedOn,
  notActedOnText,
  outcomeText,
  partialRules,
  parsePolicy,
  parseUserLayer,
  policyReasonText,
  policySchema,
  SignetError,
  stepText,
  type Decision,
  type MessagePlan,
  type PolicyDocument,
  type PolicyFault,
  type UserLayer,
} from '../../shared/index';
import { exchangeRules } from './exchange-rules';
import { readFacts } from './policy-facts';

export const POLICY_USAGE = `policy check FILE…                          says what is wrong with policies, with lines and columns
policy explain FILE FACTS.json [USER.json]  says what is decided about a message, and who decided it
policy export exchange FILE                 writes transport rules for Exchange
policy export outlook FILE                  writes what the Outlook add-in's guard on Send is built with
policy schema                               writes the JSON Schema of policies

FILE may be - for standard input. --json writes one JSON object, --lang de writes German. docs/policy.md says the rest.
`;

export interface PolicyAnswer {
  /** 0: right or allowed; 1: wrong or not allowed; 2: nothing could be done. */
  readonly status: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

interface Options {
  readonly words: readonly string[];
  readonly isJson: boolean;
  readonly locale: 'en' | 'de';
}

type Read = (file: string) => string;

/** Does what the arguments say; files are had by `read`. Never throws for what stands in a file or is not there. */
export function runPolicy(args: readonly string[], read: Read): PolicyAnswer {
  const options = optionsOf(args);
  const [command, ...files] = options.words;
  try {
    if (command === 'check' && files.length > 0) return check(files, read, options);
    if (command === 'explain' && (files.length === 2 || files.length === 3)) return explain(files, read, options);
    if (command === 'export' && files[0] === 'exchange' && files.length === 2) return exportRules(files[1] ?? '', read);
    if (command === 'export' && files[0] === 'outlook' && files.length === 2) return exportGuard(files[1] ?? '', read);
    if (command === 'schema' && files.length === 0) return good(`${JSON.stringify(policySchema(), null, 2)}\n`);
  } catch (thrown) {
    return { status: 2, out: '', err: `policy: ${thrown instanceof Error ? thrown.message : String(thrown)}\n` };
  }
  return { status: 2, out: '', err: POLICY_USAGE };
}

function optionsOf(args: readonly string[]): Options {
  const at = args.indexOf('--lang');
  const words = args.filter((arg, index) => !arg.startsWith('--') && !(at >= 0 && index === at + 1));
  return { words, isJson: args.includes('--json'), locale: at >= 0 && args[at + 1] === 'de' ? 'de' : 'en' };
}

const good = (out: string): PolicyAnswer => ({ status: 0, out, err: '' });

function check(files: readonly string[], read: Read, { isJson, locale }: Options): PolicyAnswer {
  const results = files.map((file) => {
    const reading = parsePolicy(read(file));
    const faults = reading.kind === 'policy' ? [] : reading.faults;
    const passedOver = reading.kind === 'policy' ? reading.passedOver : [];
    const ignored = reading.kind === 'policy' ? notActedOn(reading.document) : [];
    return { file, isRight: faults.length === 0, faults, passedOver, notActedOn: ignored };
  });
  const lines = results.flatMap(({ file, faults, passedOver, notActedOn: ignored }) => [
    ...faults.map((fault) => faultLine(file, fault, locale)),
    ...passedOver.map((path) => `${file}: version 1: ${path}: passed over`),
    ...ignored.map((one) => `${file}: ${notActedOnText(one, locale)}`),
    ...(faults.length === 0 ? [`${file}: ok`] : []),
  ]);
  const out = isJson ? JSON.stringify(results) : lines.join('\n');
  return { status: results.every(({ isRight }) => isRight) ? 0 : 1, out: `${out}\n`, err: '' };
}

/** `file:line:column` first, which editors and terminals follow. */
const faultLine = (file: string, fault: PolicyFault, locale: Options['locale']): string =>
  `${file}:${fault.line}:${fault.column}: ${faultText(fault, locale)}`;

function explain([file = '', facts = '', user]: readonly string[], read: Read, options: Options): PolicyAnswer {
  const policy = compilePolicy(documentOf(file, read), user === undefined ? EMPTY_USER_LAYER : userOf(user, read));
  const decision = evaluate(policy, readFacts(read(facts), facts));
  const isSent = decision.outcome === 'allow' || decision.outcome === 'allow-with-changes';
  const out = options.isJson ? JSON.stringify(decision) : decisionLines(decision, options.locale).join('\n');
  return { status: isSent ? 0 : 1, out: `${out}\n`, err: '' };
}

function decisionLines(decision: Decision, locale: Options['locale']): readonly string[] {
  return [
    outcomeText(decision.outcome, locale),
    ...decision.messages.map(planLine),
    ...decision.reasons.map((reason) => `  ${policyReasonText(reason, locale)}`),
    '',
    ...decision.steps.map((step) => stepText(step, locale)),
  ];
}

function planLine({ recipients, sign, encrypt, form, archive }: MessagePlan): string {
  const how = [...(sign ? [`sign (${form})`] : []), ...(encrypt ? ['encrypt'] : [])];
  const whom = [...recipients, ...(archive === undefined ? [] : [archive])].join(', ');
  return `  ${whom}: ${how.length > 0 ? how.join(', ') : '-'}`;
}

function exportRules(file: string, read: Read): PolicyAnswer {
  const { script, leftOut } = exchangeRules(documentOf(file, read));
  return { status: 0, out: script, err: leftOut.map((line) => `policy: not exported: ${line}\n`).join('') };
}

/** Longer than this is nothing to load at each press of Send. */
const LONGEST_GUARD = 256 * 1024;

function exportGuard(file: string, read: Read): PolicyAnswer {
  const policy = compactPolicy(documentOf(file, read));
  const out = `${JSON.stringify(policy)}\n`;
  if (out.length > LONGEST_GUARD) {
    const err = `policy: ${out.length} characters, at most ${LONGEST_GUARD} for Outlook: use domains or groups of them\n`;
    return { status: 2, out: '', err };
  }
  const err = partialRules(policy).map(
    (id) => `policy: rule ${id}: attachments and size are not seen: taken for the stricter\n`,
  );
  return { status: 0, out, err: err.join('') };
}

function documentOf(file: string, read: Read): PolicyDocument {
  const reading = parsePolicy(read(file));
  if (reading.kind === 'policy') return reading.document;
  throw unreadable(file, reading.faults);
}

function userOf(file: string, read: Read): UserLayer {
  const reading = parseUserLayer(read(file));
  if (reading.kind === 'user-layer') return reading.layer;
  throw unreadable(file, reading.faults);
}

const unreadable = (file: string, faults: readonly PolicyFault[]): SignetError =>
  new SignetError('malformed-policy', faults.map((fault) => faultLine(file, fault, 'en')).join('\n'));
