import { type JSX } from 'preact';
import { type Language } from '../ui/index';
import { Choice, TextLine } from './controls';
import {
  asValues,
  freeName,
  itemsOf,
  listOf,
  partsOf,
  textOr,
  withItem,
  withMember,
  type Values,
} from './document-text';
import { LocalTextLines } from './local-text-lines';
import { RowList } from './row-list';
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
  const rules = itemsOf(policy, 'rules');
  const put = (at: number, rule: Values | undefined): void => onChange(withItem(policy, 'rules', at, rule));
  const id = (): string =>
    freeName(
      'rule',
      rules.map((rule) => rule['id']),
    );
  const fresh = (): Values => ({ id: id(), when: { recipient: ['*@example.org'] }, sign: 'require' });
  return (
    <RowList
      items={rules}
      row={(rule, change) => <RuleRow rule={rule} language={language} onChange={change} />}
      addText={texts.addRule}
      fresh={fresh}
      put={put}
    />
  );
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
        <LocalTextLines value={rule['text']} language={language} onChange={(value) => change('text', value)} />
        <button type="button" class="sg-button sg-quiet" onClick={() => onChange(undefined)}>
          {texts.removeRule(id)}
        </button>
      </div>
    </fieldset>
  );
}
