import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LIMITS, SignetError, type Bytes, type ImportOutcome, type ImportReport } from '../../shared/index';
import { type Correspondents } from '../worker/correspondents';
import { useCorrespondentStrings } from './correspondent-strings';
import { failureOf, failureText } from './failure';
import { Foreign, Sentence } from './foreign';
import { Busy, FailureNotice, Notice, StatusLine } from './notices';
import { type Failure, type Language } from './props';

const ACCEPTED = '.cer,.crt,.der,.pem,.p7b,.p7c,.vcf,.vcard,.ldif,.ldf,.txt,text/vcard,application/pkix-cert';

/** Files of one import. */
const FILES = 50;

interface Done {
  readonly report: ImportReport;
  readonly names: readonly string[];
}

/** A button for files, which the keyboard reaches, a place to drop them, and what became of each certificate. */
export function CorrespondentImport(props: {
  readonly core: Pick<Correspondents, 'import'>;
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element {
  const { core, language, onChanged } = props;
  const strings = useCorrespondentStrings(language);
  const [isOver, setOver] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [done, setDone] = useState<Done>();
  const [failure, setFailure] = useState<Failure>();
  const take = async (list: FileList | null | undefined): Promise<void> => {
    const files = [...(list ?? [])].slice(0, FILES);
    if (files.length === 0) return;
    setBusy(true);
    setDone(undefined);
    setFailure(undefined);
    try {
      const report = await core.import(await contentsOf(files));
      setDone({ report, names: files.map(({ name }) => name) });
      onChanged();
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
    setBusy(false);
  };
  return (
    <section
      class={isOver ? 'sg-drop sg-drop-over' : 'sg-drop'}
      aria-label={strings.addTitle}
      aria-busy={isBusy}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        void take(event.dataTransfer?.files);
      }}
    >
      <h3>{strings.addTitle}</h3>
      <p class="sg-hint">{strings.addHelp}</p>
      <label class="sg-button sg-file-choice">
        {strings.choose}
        <input
          type="file"
          multiple
          accept={ACCEPTED}
          onChange={(event) => {
            const { currentTarget } = event;
            void take(currentTarget.files).then(() => (currentTarget.value = ''));
          }}
        />
      </label>
      <p class="sg-hint">{strings.drop}</p>
      {isBusy && <Busy language={language} />}
      {failure && <FailureNotice failure={failure} language={language} />}
      {done && <ImportReportView {...done} language={language} />}
    </section>
  );
}

/** Files over the limit, together, are not read. */
async function contentsOf(files: readonly File[]): Promise<readonly Bytes[]> {
  if (files.reduce((total, { size }) => total + size, 0) > LIMITS.contactFileOctets) {
    throw new SignetError('limit', 'files too large to hold certificates of people', 'contactFileOctets');
  }
  return Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
}

const ORDER: readonly ImportOutcome[] = [
  'added',
  'waiting',
  'known',
  'authority',
  'no-address',
  'not-for-mail',
  'unreadable',
  'elsewhere',
  'too-many',
];
/** Lines of the report. */
const LINES = 50;

/** Sums, and each certificate with what became of it. */
export function ImportReportView(props: {
  readonly report: ImportReport;
  /** Of the files, in order. */
  readonly names: readonly string[];
  readonly language: Language;
}): JSX.Element {
  const { report, names, language } = props;
  const strings = useCorrespondentStrings(language);
  const { counts, certificates, failures, isCut } = report;
  const sums = ORDER.filter((one) => counts[one] > 0).map((one) => strings.sum(counts[one], strings.outcomes[one]));
  const total = ORDER.reduce((sum, one) => sum + counts[one], 0);
  const isGood = counts.added + counts.known > 0;
  return (
    <>
      <StatusLine text={sums.join(', ')} tone={isGood ? 'positive' : 'neutral'} />
      <ul class="sg-people" data-report="certificates">
        {certificates.slice(0, LINES).map(({ name, addresses, outcome }, index) => (
          <li key={index} data-outcome={outcome}>
            <span>
              <Foreign>{name}</Foreign>
              <span class="sg-second">
                <Foreign>{addresses.join(', ')}</Foreign>
              </span>
              <span class="sg-state">{strings.outcomes[outcome]}</span>
            </span>
          </li>
        ))}
      </ul>
      {total > LINES && <p class="sg-hint">{strings.notAll(total - LINES)}</p>}
      {isCut && <Notice tone="attention">{strings.cut}</Notice>}
      {failures.map((failed, file) => {
        if (!failed) return null;
        const name = names[file] ?? '';
        return (
          <Notice key={file} tone="error">
            <Sentence text={strings.fileFailed(name)} foreign={[name]} /> {failureText(failed, language)}
          </Notice>
        );
      })}
    </>
  );
}
