import { type JSX } from 'preact';
import { BackupQuestion, OnlyCopy } from './backup-question';
import { type IdentityCore } from './identity-core';
import { StatusLine } from './notices';
import { useIdentityStrings } from './identity-strings';
import { type Language, type StoredIdentityView } from './props';
import { SelfTestRun } from './self-test';
import { MakeBackup } from './take-identity';

/** What stands at the end of adding identities: that it worked, shown by a test, and the question for a backup. */
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
  // A test identity is not kept.
  const real = shown.filter(({ isTest }) => !isTest);
  const fromFiles = real.filter(({ isMadeHere }) => !isMadeHere);
  const rest = { core, language, onChanged };
  return (
    <div class="sg-import-done">
      <StatusLine text={strings.added} tone="positive" />
      {shown.map(({ id, name }) => (
        <SelfTestRun key={id} id={id} name={name} core={core} language={language} />
      ))}
      {isFirst && fromFiles.length > 0 && <BackupQuestion ids={fromFiles.map(({ id }) => id)} {...rest} />}
      {isFirst && fromFiles.map((identity) => <MakeBackup key={identity.id} identity={identity} {...rest} />)}
      {real
        .filter(({ isMadeHere }) => isMadeHere)
        .map((identity) => (
          <OnlyCopy key={identity.id} identity={identity} {...rest} />
        ))}
    </div>
  );
}
