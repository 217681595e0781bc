import { type JSX } from 'preact';
import { ACCOUNT_SETTINGS, SETTINGS, type AccountSetting } from '../../shared/index';
import { type Language } from '../ui/index';
import { Choice, TextLine } from './controls';
import {
  entryOf,
  freeName,
  itemsOf,
  listOf,
  partsOf,
  withEntry,
  withItem,
  withMember,
  type Values,
} from './document-text';
import { RowList } from './row-list';
import { SettingRows } from './setting-rows';
import { editorStrings } from './strings';

/** Whose settings are other than everybody's. */
export function AccountRows(props: {
  readonly policy: Values;
  readonly language: Language;
  readonly onChange: (policy: Values) => void;
}): JSX.Element {
  const { policy, language, onChange } = props;
  const accounts = itemsOf(policy, 'accounts');
  const put = (at: number, account: Values | undefined): void => onChange(withItem(policy, 'accounts', at, account));
  const fresh = (): Values => ({ identity: [freeAddress(accounts)], settings: {} });
  return (
    <RowList
      items={accounts}
      row={(account, change) => <AccountRow account={account} language={language} onChange={change} />}
      addText={editorStrings(language).addAccount}
      fresh={fresh}
      put={put}
    />
  );
}

/** No two accounts may have the same. */
function freeAddress(accounts: readonly Values[]): string {
  const taken = accounts.flatMap(({ identity }) => listOf(identity)).map((one) => String(one).split('@')[0]);
  return `${freeName('account', taken)}@example.org`;
}

function AccountRow(props: {
  readonly account: Values;
  readonly language: Language;
  readonly onChange: (account: Values | undefined) => void;
}): JSX.Element {
  const { account, language, onChange } = props;
  const texts = editorStrings(language);
  const whose = listOf(account['identity']).map(String).join(', ');
  const set = ACCOUNT_SETTINGS.filter((name) => entryOf(account, name) !== undefined);
  const unset = ACCOUNT_SETTINGS.filter((name) => !set.includes(name));
  const add = (name: AccountSetting): void => onChange(withEntry(account, name, { value: SETTINGS[name].builtIn }));
  return (
    <fieldset class="pe-setting pe-set" data-account={whose}>
      <legend>{texts.account(whose)}</legend>
      <div class="pe-row">
        <TextLine
          label={texts.whose}
          value={whose}
          onChange={(value) => onChange(withMember(account, 'identity', partsOf(value) ?? []))}
        />
        <button type="button" class="sg-button sg-quiet" onClick={() => onChange(undefined)}>
          {texts.removeAccount(whose)}
        </button>
      </div>
      <SettingRows names={set} of={account} language={language} onChange={onChange}>
        <Choice
          label={texts.addSetting}
          value=""
          options={[['', texts.choose], ...unset.map((name) => [name, name] as const)]}
          onChange={(name) => add(name as AccountSetting)}
        />
      </SettingRows>
    </fieldset>
  );
}
