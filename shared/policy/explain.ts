import { type Source, type Step } from './decision';
import { type Rule } from './document';
import { type Facts, type RecipientFacts } from './facts';
import { levelsOf, type LayeredSettings } from './layered';
import { type Outcome } from './plan';
import { type AccountSetting } from './settings';
import { type Exception } from './user-layer';
import { EXCEPTIONS, exceptionSource, ORDERED, REPLY, ruleSource, type Wishes } from './wishes';

/** Recipients that the same rules and exceptions apply to. */
export interface Applied {
  readonly recipients: readonly RecipientFacts[];
  /** In the order of the document. */
  readonly rules: readonly Rule[];
  /** Those that are not about the message as a whole. */
  readonly own: readonly Rule[];
  readonly exceptions: readonly Exception[];
  readonly wishes: Wishes;
}

interface Explained {
  readonly applied: readonly Applied[];
  readonly decided: readonly Outcome[];
  readonly facts: Facts;
  readonly settings: LayeredSettings;
}

type Line = Omit<Step, 'effect'> & { readonly isRefused?: boolean };

const EXPLAINED = [...ORDERED, 'form', 'archive', 'writing'] as const satisfies readonly AccountSetting[];
type ExplainedSetting = (typeof EXPLAINED)[number];

/**
 * Who said what, setting by setting and from the first layer to the last, and what became of it. What is built in and was
 * left so is told of signing and encryption alone.
 */
export function stepsOf(explained: Explained): readonly Step[] {
  return EXPLAINED.flatMap((setting) => {
    const lines = linesOf(setting, explained);
    const isTold =
      setting === 'sign' || setting === 'encrypt' || lines.length > 1 || lines[0]?.source.layer !== 'built-in';
    return isTold ? lines.map((line) => withEffect(line, finalsOf(setting, explained))) : [];
  });
}

function linesOf(setting: ExplainedSetting, { applied, facts, settings }: Explained): readonly Line[] {
  const basis = settings.basis(setting, facts.from);
  const wanted = settings.wanted(setting, facts.from);
  const refused = (source: Source): boolean =>
    applied.some(({ wishes }) =>
      wishes.notAllowed.some((one) => one.setting === setting && keyOf(one.source) === keyOf(source)),
    );
  const user: Source = { layer: 'user' };
  const chosen = choiceOf(setting, facts);
  const isReply = setting === 'encrypt' && facts.replyToEncrypted !== false;
  return [
    { setting, source: basis.source, says: saying(basis.value) },
    ...ruleLines(setting, applied, settings),
    ...(wanted === undefined ? [] : [{ setting, source: user, says: saying(wanted), isRefused: refused(user) }]),
    ...exceptionLines(setting, applied, refused),
    ...(isReply ? [{ setting, source: REPLY, says: 'always' }] : []),
    ...(chosen === undefined ? [] : [{ setting, source: { layer: 'message' } as const, says: chosen }]),
  ];
}

function ruleLines(setting: ExplainedSetting, applied: readonly Applied[], settings: LayeredSettings): Line[] {
  const told = new Map<Rule, { readonly isForAll: boolean; readonly recipients: string[] }>();
  for (const { rules, own, recipients } of applied) {
    const particular = new Set(own);
    for (const rule of rules) {
      if (!(setting in rule)) continue;
      const line = told.get(rule) ?? { isForAll: !particular.has(rule), recipients: [] };
      line.recipients.push(...recipients.map(({ address }) => address));
      told.set(rule, line);
    }
  }
  return [...told].map(([rule, { isForAll, recipients }]) => ({
    setting,
    source: ruleSource(rule, settings),
    says: saying(rule[setting as keyof Rule]),
    ...(!isForAll && { recipients }),
  }));
}

function exceptionLines(
  setting: ExplainedSetting,
  applied: readonly Applied[],
  refused: (source: Source) => boolean,
): readonly Line[] {
  return applied.flatMap(({ exceptions, recipients }) =>
    exceptions
      .filter(({ kind }) => EXCEPTIONS[kind][0] === setting)
      .map((one) => ({
        setting,
        source: exceptionSource(one),
        says: EXCEPTIONS[one.kind][1],
        recipients: recipients.map(({ address }) => address),
        isRefused: refused(exceptionSource(one)),
      })),
  );
}

function choiceOf(setting: ExplainedSetting, { choices }: Facts): string | undefined {
  const value = setting in choices ? choices[setting as keyof Facts['choices']] : undefined;
  if (value === undefined) return undefined;
  return setting === 'sign' || setting === 'encrypt' ? (value === true ? 'always' : 'never') : saying(value);
}

interface Final {
  readonly source: Source;
  readonly says: string;
}

function withEffect({ isRefused = false, ...line }: Line, finals: readonly Final[]): Step {
  const own = keyOf(line.source);
  if (isRefused) return { ...line, effect: 'not-allowed' };
  if (finals.some(({ source }) => keyOf(source) === own)) return { ...line, effect: 'decides' };
  if (finals.every(({ says }) => says === level(line.says))) return { ...line, effect: 'agrees' };
  return { ...line, effect: line.source.layer === 'message' ? 'not-allowed' : 'outweighed' };
}

function finalsOf(setting: ExplainedSetting, { decided, settings, facts }: Explained): readonly Final[] {
  // No rule and no message changes where something is written.
  if (setting !== 'writing') return decided.map((outcome) => finalOf(setting, outcome));
  const { source, value } = settings.effective(setting, facts.from);
  return [{ source, says: value }];
}

function finalOf(setting: Exclude<ExplainedSetting, 'writing'>, { demands, form, archive }: Outcome): Final {
  if (setting === 'form') return { source: form.source, says: form.value };
  if (setting === 'archive') return { source: archive.source, says: saying(archive.value) };
  const { level: at, source } = demands[setting];
  return { source, says: saying(levelsOf(setting)[at]) };
}

const VERBS: Readonly<Record<string, string>> = { require: 'always', forbid: 'never' };
const level = (says: string): string => VERBS[says] ?? says;
const saying = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const keyOf = ({ layer, account = '', rule = '', exception = '' }: Source): string =>
  JSON.stringify([layer, account, rule, exception]);
