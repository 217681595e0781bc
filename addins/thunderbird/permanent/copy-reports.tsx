import { type JSX } from 'preact';
import { sentenceOf } from '../../../shared/index';
import { failureText, Foreign, Notice, plainText, type Language } from '../../ui/index';
import { type CopyReport, type Outcome } from './keep-copies';
import { permanentStrings, type PermanentStrings } from './strings';

/** What came of keeping copies: how many are there, and each message of which more is to be said. */
export function CopyReports(props: {
  readonly reports: readonly CopyReport[];
  readonly language: Language;
  readonly onClose: () => void;
}): JSX.Element {
  const { reports, language, onClose } = props;
  const strings = permanentStrings(language);
  const copied = reports.filter(({ outcome }) => outcome.kind === 'copied');
  const left = reports.filter(({ outcome }) => outcome.kind === 'left');
  const noted = copied.filter(({ outcome }) => notes(outcome, language).length > 0);
  return (
    <>
      <h1>{strings.title}</h1>
      <Notice tone={left.length > 0 ? 'attention' : 'positive'}>{strings.done(copied.length)}</Notice>
      <ReportList heading={strings.leftHeading(left.length)} reports={left} language={language} />
      <ReportList heading={strings.notesHeading} reports={noted} language={language} />
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" onClick={onClose}>
          {strings.close}
        </button>
      </div>
    </>
  );
}

function ReportList(props: {
  readonly heading: string;
  readonly reports: readonly CopyReport[];
  readonly language: Language;
}): JSX.Element | null {
  const { heading, reports, language } = props;
  if (reports.length === 0) return null;
  const { noSubject } = permanentStrings(language);
  return (
    <section class="sg-panel" aria-label={heading}>
      <h2>{heading}</h2>
      <ul class="tb-reports">
        {reports.map(({ messageId, subject, outcome }) => (
          <li key={messageId}>
            <strong>{subject === '' ? noSubject : <Foreign>{subject}</Foreign>}</strong>
            <div>{notes(outcome, language).join(' ')}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is to be said of one message; nothing where all went as it was to go. */
function notes(outcome: Outcome, language: Language): readonly string[] {
  const strings = permanentStrings(language);
  if (outcome.kind === 'left') return [whyLeft(outcome, strings, language)];
  return [
    ...(outcome.original === 'not-trashed' ? [strings.notTrashed] : []),
    ...(outcome.losesSignature ? [strings.losesSignature] : []),
  ];
}

function whyLeft(left: Extract<Outcome, { kind: 'left' }>, strings: PermanentStrings, language: Language): string {
  if (left.why === 'closed') return sentenceOf(left.summary, language);
  if (left.why === 'failed') return failureText(left.failure, language);
  if (left.why === 'not-written') return strings.notWritten(plainText(left.said, 300));
  return strings.left[left.why];
}
