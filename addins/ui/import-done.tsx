import { type JSX } from 'preact';
import { BACKUP_ACTIONS } from './backup-actions';
import { BackupQuestion } from './backup-question';
import { type IdentityCore } from './identity-core';
import { StatusLine } from './notices';
import { useIdentityStrings } from './identity-strings';
import { type Language, type StoredIdentityView } from './props';
import { SelfTestRun } from './self-test';

/** What stands at the end of an import: that it worked, shown by a test, and the question for a backup. */
export function ImportDone(props: {
  readonly added: readonly string[];
  readonly identities: readonly StoredIdentityView[];
  /** There was no identity before. */
  readonly isFirst: boolean;
  readonly core: IdentityCore;
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element {
  const { added, identities, isFirst, core, language, onChanged } = props;
  const strings = useIdentityStrings(language).identities;
  const shown = identities.filter(({ id }) => added.includes(id));
  return (
    <div class="sg-import-done">
      <StatusLine text={strings.added} tone="positive" />
      {shown.map(({ id, name }) => (
        <SelfTestRun key={id} id={id} name={name} core={core} language={language} />
      ))}
      {isFirst && <BackupQuestion ids={added} core={core} language={language} onChanged={onChanged} />}
      {isFirst &&
        shown.map((identity) =>
          BACKUP_ACTIONS.map((Action, index) => (
            <Action
              key={`${identity.id} ${index}`}
              identity={identity}
              core={core}
              language={language}
              onChanged={onChanged}
            />
          )),
        )}
    </div>
  );
}
