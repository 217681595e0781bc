import { type JSX } from 'preact';
import { type Language } from '../ui/index';
import { Choice, TextLine } from './controls';
import { asValues, listOf, partsOf, rulesOf, withMember, withRule, type Values } from './document-text';
import { textOr } from './setting-rows';
import { editorStrings } from './strings';

/** Conditions that are lists of texts. What else a rule can have is written in the text beside the form. */
const LISTS = ['recipient', 'group', 'identity', 'subject'] as const;
const VERBS = ['require', 'prefer', 'forbid'] as const;

export function RuleRows(props: {
  readonly policy: Values;
  readonly language: Language;
  readonly onChange: (policy: Values) => void;
}): JSX.Element {
  const { policy, language, onChange } = props;
  const texts = editorStrings(language);
  const rules = rulesOf(policy);
  const fresh = (): Values => ({ id: freeId(rules), when: { recipient: ['*@example.org'] }, sign: 'require' });
  return (
    <>
      {rules.map((rule, at) => (
        <RuleRow
          key={at}
          rule={rule}
          language={language}
          onChange={(changed) => onChange(withRule(policy, at, changed))}
        />
      ))}
      <button type="button" class="sg-button" onClick={() => onChange(withRule(policy, rules.length, fresh()))}>
        {texts.addRule}
      </button>
    </>
  );
}

function freeId(rules: readonly Values[]): string {
  const taken = rules.map(({ id }) => id);
  let number = rules.length + 1;
  while (taken.includes(`rule-${number}`)) number++;
  return `rule-${number}`;
}

function RuleRow(props: {
  readonly rule: Values;
  readonly language: Language;
  readonly onChange: (rule: Values | undefined) => void;
}): JSX.Element {
  const { rule, language, onChange } = props;
  const texts = editorStrings(language);
  const when = asValues(rule['when']) ?? {};
  const change = (name: string, value: unknown): void => onChange(withMember(rule, name, value));
  const condition = (name: string, value: unknown): void => {
    const next = withMember(when, name, value);
    change('when', Object.keys(next).length > 0 ? next : undefined);
  };
  const id = textOr(rule['id']);
  return (
    <fieldset class="pe-setting pe-set" data-rule={id}>
      <legend>{texts.rule(id)}</legend>
      <div class="pe-row">
        <TextLine label={texts.name} value={id} onChange={(value) => change('id', value)} />
        {(['sign', 'encrypt'] as const).map((name) => (
          <Choice
            key={name}
            label={texts[name]}
            value={textOr(rule[name])}
            options={[['', texts.nothing], ...VERBS.map((verb) => [verb, texts.verbs[verb]] as const)]}
            onChange={(value) => change(name, value === '' ? undefined : value)}
          />
        ))}
      </div>
      <div class="pe-row">
        {LISTS.map((name) => (
          <TextLine
            key={name}
            label={texts.conditions[name]}
            value={listOf(when[name]).map(String).join(', ')}
            onChange={(value) => condition(name, partsOf(value))}
          />
        ))}
        <Choice
          label={texts.conditions.calendar}
          value={textOr(when['calendar'])}
          options={[
            ['', texts.either],
            ['true', texts.yes],
            ['false', texts.no],
          ]}
          onChange={(value) => condition('calendar', value === '' ? undefined : value === 'true')}
        />
      </div>
      <div class="pe-row">
        <TextLine
          label={texts.text}
          value={textOr(rule['text'])}
          onChange={(value) => change('text', value === '' ? undefined : value)}
        />
        <button type="button" class="sg-button sg-quiet" onClick={() => onChange(undefined)}>
          {texts.removeRule(id)}
        </button>
      </div>
    </fieldset>
  );
}
