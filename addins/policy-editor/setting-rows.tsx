import { type ComponentChildren, type JSX } from 'preact';
import { SETTINGS, type SettingName } from '../../shared/index';
import { type Language } from '../ui/index';
import { Choice, TextLine } from './controls';
import { entryOf, textOr, withEntry, withMember, type Values } from './document-text';
import { LocalTextLines } from './local-text-lines';
import { useRowFocus } from './row-focus';
import { aboutSetting, editorStrings } from './strings';

interface RowsProps {
  readonly names: readonly SettingName[];
  /** A policy, or one of its accounts. */
  readonly of: Values;
  readonly language: Language;
  readonly onChange: (of: Values) => void;
  /** What adds a row, where not every one is there. */
  readonly children?: ComponentChildren;
}

/** One row for each of the settings. */
export function SettingRows({ names, of, language, onChange, children }: RowsProps): JSX.Element {
  const { rows, leave } = useRowFocus();
  return (
    <div ref={rows}>
      {names.map((name, at) => (
        <SettingRow
          key={name}
          name={name}
          entry={entryOf(of, name)}
          language={language}
          onChange={(entry) => {
            if (!entry) leave(at);
            onChange(withEntry(of, name, entry));
          }}
        />
      ))}
      {children}
    </div>
  );
}

interface RowProps {
  readonly name: SettingName;
  readonly entry: Values | undefined;
  readonly language: Language;
  readonly onChange: (entry: Values | undefined) => void;
}

function SettingRow({ name, entry, language, onChange }: RowProps): JSX.Element {
  const texts = editorStrings(language);
  const { builtIn, scope } = SETTINGS[name];
  const isSet = entry !== undefined;
  const permissions = [['', texts.asUsual], ...texts.permissions] as const;
  const change = (member: string, value: unknown): void => onChange(withMember(entry ?? {}, member, value));
  return (
    <fieldset class={isSet ? 'pe-setting pe-set' : 'pe-setting'} data-setting={name}>
      <legend>{name}</legend>
      <p class="pe-about">
        {aboutSetting(name, language)} <span class="pe-hint">{texts.builtIn(JSON.stringify(builtIn))}</span>
      </p>
      <div class="pe-row">
        <ValueControl {...{ name, entry, language }} onChange={(value) => change('value', value)} />
        {isSet && (
          <>
            <Choice
              label={texts.change}
              value={textOr(entry['change'])}
              options={permissions}
              onChange={(value) => change('change', value === '' ? undefined : value)}
            />
            {scope === 'message' && (
              <Choice
                label={texts.override}
                value={textOr(entry['override'])}
                options={permissions}
                onChange={(value) => change('override', value === '' ? undefined : value)}
              />
            )}
            <LocalTextLines value={entry['text']} language={language} onChange={(value) => change('text', value)} />
            <button type="button" class="sg-button sg-quiet" onClick={() => onChange(undefined)}>
              {texts.unset(name)}
            </button>
          </>
        )}
      </div>
    </fieldset>
  );
}

/** By the shape of the setting: a choice, or a value of JSON where it cannot be chosen from a few. */
function ValueControl({
  name,
  entry,
  language,
  onChange,
}: Omit<RowProps, 'onChange'> & { readonly onChange: (value: unknown) => void }): JSX.Element {
  const texts = editorStrings(language);
  const given = entry?.['value'];
  const levels = choicesOf(name);
  if (levels) {
    const options = levels.map((level) => [JSON.stringify(level), String(level)] as const);
    return (
      <Choice
        label={texts.value}
        value={given === undefined ? '' : JSON.stringify(given)}
        options={[['', texts.notSet], ...options]}
        onChange={(value) => onChange(value === '' ? undefined : JSON.parse(value))}
      />
    );
  }
  const isText = typeof SETTINGS[name].builtIn === 'string';
  const shown = given === undefined ? '' : isText ? textOr(given) : JSON.stringify(given);
  return (
    <TextLine
      label={texts.value}
      value={shown}
      {...(!isText && { hint: texts.asJson })}
      onChange={(text) => onChange(text.trim() === '' ? undefined : isText ? text.trim() : jsonOr(text))}
    />
  );
}

/** The values of a setting that has few; undefined for all others. */
function choicesOf(name: SettingName): readonly unknown[] | undefined {
  const { schema } = SETTINGS[name].shape;
  if (schema['type'] === 'boolean') return [false, true];
  return Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : undefined;
}

/** What is no JSON stays as it was typed: the checker then says what is wrong with it, and where. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
