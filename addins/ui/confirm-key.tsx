import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type CorrespondentCertificate } from '../../shared/index';
import { type Correspondents } from '../worker/correspondents';
import { useCorrespondentStrings } from './correspondent-strings';
import { failureOf } from './failure';
import { Facts } from './facts';
import { focusOnce } from './focus';
import { Foreign, Sentence } from './foreign';
import { dayText, serialText } from './formats';
import { FailureNotice, StatusLine } from './notices';
import { type Failure, type Language } from './props';

/** One step to use a changed key: what is known beside what is new, and the question, in which "not now" is at hand. */
export function ConfirmKey(props: {
  readonly address: string;
  /** Of the certificate whose key is confirmed, and no other: the user compares what is shown. */
  readonly fingerprint: string;
  /** Of the address, as far as they are known here. */
  readonly certificates: readonly CorrespondentCertificate[];
  readonly core: Pick<Correspondents, 'confirm'>;
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element {
  const { address, fingerprint: wanted, certificates, core, language, onChanged } = props;
  const strings = useCorrespondentStrings(language);
  const [state, setState] = useState<'idle' | 'asking' | 'confirmed'>('idle');
  const [failure, setFailure] = useState<Failure>();
  const confirm = async (): Promise<void> => {
    setFailure(undefined);
    try {
      await core.confirm({ address, fingerprint: wanted });
      setState('confirmed');
      onChanged();
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  if (state === 'confirmed') return <StatusLine text={strings.confirmed} tone="positive" />;
  if (state === 'idle') {
    return (
      <button
        type="button"
        class="sg-button"
        aria-label={strings.confirmLabel(address)}
        onClick={() => setState('asking')}
      >
        {strings.confirm}
      </button>
    );
  }
  const known = certificates.find(({ accepted }) => accepted);
  const fresh = certificates.find(({ fingerprint }) => fingerprint === wanted);
  return (
    <div class="sg-question" role="alertdialog" aria-label={strings.confirmTitle(address)}>
      <strong>
        <Sentence text={strings.confirmTitle(address)} foreign={[address]} />
      </strong>
      <p class="sg-hint">{strings.confirmHelp}</p>
      {fresh && <Print title={strings.isNew} certificate={fresh} language={language} />}
      {!fresh && <Facts rows={[[strings.fingerprint, <Foreign key="print">{serialText(wanted)}</Foreign>]]} />}
      {known && <Print title={strings.known} certificate={known} language={language} />}
      {failure && <FailureNotice failure={failure} language={language} />}
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={() => setState('idle')}>
          {strings.confirmNo}
        </button>
        <button type="button" class="sg-button" onClick={() => void confirm()}>
          {strings.confirmYes}
        </button>
      </div>
    </div>
  );
}

function Print(props: {
  readonly title: string;
  readonly certificate: CorrespondentCertificate;
  readonly language: Language;
}): JSX.Element {
  const { title, certificate, language } = props;
  const strings = useCorrespondentStrings(language);
  const { issuer, notBefore, notAfter, fingerprint } = certificate;
  return (
    <Facts
      rows={[
        [
          title,
          <span key="issuer">
            <Foreign>{issuer}</Foreign>, {dayText(notBefore, language)} – {dayText(notAfter, language)}
          </span>,
        ],
        [strings.fingerprint, <Foreign key="print">{serialText(fingerprint)}</Foreign>],
      ]}
    />
  );
}
