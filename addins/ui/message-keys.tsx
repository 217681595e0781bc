import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type AttachmentView, type ChangedKey, type ImportReport } from '../../shared/index';
import { type Correspondents } from '../worker/correspondents';
import { ConfirmKey } from './confirm-key';
import { useCorrespondentStrings } from './correspondent-strings';
import { ImportReportView } from './correspondent-import';
import { failureOf } from './failure';
import { Sentence } from './foreign';
import { FailureNotice, Notice } from './notices';
import { type Failure, type Language } from './props';

/** What a message brings of keys: that its sender has a new one, and certificates that are attached. */
export function MessageKeys(props: {
  readonly changedKey: ChangedKey | undefined;
  /** Attachments that may hold certificates. */
  readonly attachments: readonly AttachmentView[];
  readonly core: Pick<Correspondents, 'confirm'>;
  readonly onImport: (indexes: readonly number[]) => Promise<ImportReport>;
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element {
  const { changedKey, attachments, core, language, onChanged } = props;
  const strings = useCorrespondentStrings(language);
  return (
    <div class="sg-message-keys">
      {changedKey && (
        <Notice
          tone="attention"
          isQuiet
          title={strings.changedTitle(changedKey.address)}
          actions={
            <ConfirmKey {...changedKey} certificates={[]} core={core} language={language} onChanged={onChanged} />
          }
        >
          {strings.changedHelp}
        </Notice>
      )}
      {attachments.length > 0 && <Attached {...props} />}
    </div>
  );
}

function Attached(props: Omit<Parameters<typeof MessageKeys>[0], 'changedKey'>): JSX.Element {
  const { attachments, onImport, language, onChanged } = props;
  const strings = useCorrespondentStrings(language);
  const [report, setReport] = useState<ImportReport>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const names = attachments.map(({ filename }) => filename);
  const add = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      setReport(await onImport(attachments.map(({ index }) => index)));
      onChanged();
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
    setBusy(false);
  };
  return (
    <Notice
      tone="neutral"
      actions={
        !report && (
          <button type="button" class="sg-button" disabled={isBusy} onClick={() => void add()}>
            {strings.addAttachments}
          </button>
        )
      }
    >
      <Sentence text={strings.attachments(names.join(', '))} foreign={names} />
      {report && <ImportReportView report={report} names={names} language={language} />}
      {failure && <FailureNotice failure={failure} language={language} />}
    </Notice>
  );
}
