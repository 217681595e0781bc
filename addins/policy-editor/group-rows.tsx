import { type JSX } from 'preact';
import { type Language } from '../ui/index';
import { TextLine } from './controls';
import { freeName, groupsOf, listOf, partsOf, withGroup, type Group, type Values } from './document-text';
import { RowList } from './row-list';
import { editorStrings } from './strings';

/** Names for lists of addresses, which rules may use. */
export function GroupRows(props: {
  readonly policy: Values;
  readonly language: Language;
  readonly onChange: (policy: Values) => void;
}): JSX.Element {
  const { policy, language, onChange } = props;
  const texts = editorStrings(language);
  const groups = groupsOf(policy);
  const put = (at: number, group: Group | undefined): void => onChange(withGroup(policy, at, group));
  const name = (): string =>
    freeName(
      'group',
      groups.map(([one]) => one),
    );
  return (
    <RowList
      items={groups}
      row={(group, change) => <GroupRow group={group} language={language} onChange={change} />}
      addText={texts.addGroup}
      fresh={(): Group => [name(), ['*@example.org']]}
      put={put}
    />
  );
}

function GroupRow(props: {
  readonly group: Group;
  readonly language: Language;
  readonly onChange: (group: Group | undefined) => void;
}): JSX.Element {
  const { group, language, onChange } = props;
  const [name, members] = group;
  const texts = editorStrings(language);
  return (
    <fieldset class="pe-setting pe-set" data-group={name}>
      <legend>{texts.group(name)}</legend>
      <div class="pe-row">
        <TextLine label={texts.name} value={name} onChange={(value) => onChange([value, members])} />
        <TextLine
          label={texts.members}
          value={listOf(members).map(String).join(', ')}
          onChange={(value) => onChange([name, partsOf(value) ?? []])}
        />
        <button type="button" class="sg-button sg-quiet" onClick={() => onChange(undefined)}>
          {texts.removeGroup(name)}
        </button>
      </div>
    </fieldset>
  );
}
