import { type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { certificateFacts, certificateFingerprint, type Certificate } from '../../shared/index';
import { certificateRows, type Row } from './certificate-rows';
import { copyText } from './copy-text';
import { safeFilename, saveFile } from './download';
import { failureOf } from './failure';
import { Facts } from './facts';
import { Foreign } from './foreign';
import { FailureNotice, StatusLine } from './notices';
import { type Failure, type Language } from './props';
import { useTrustStrings } from './trust-strings';

/** Hands a file to the person; rejects where it cannot. */
export type SaveOctets = (filename: string, octets: Uint8Array<ArrayBuffer>) => Promise<void> | void;

/** Everything a certificate says of itself, none of it judged: to read, to copy and to save. */
export function CertificateView(props: {
  readonly certificate: Certificate;
  readonly language: Language;
  readonly onSave?: SaveOctets | undefined;
}): JSX.Element {
  const { certificate, language, onSave = saveFile } = props;
  const trust = useTrustStrings(language);
  const fingerprint = useFingerprint(certificate);
  const table = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const rows = certificateRows(certificateFacts(certificate), fingerprint, language);
  const copy = async (): Promise<void> => {
    if (table.current) setSaid(trust[await copyText(textOf(rows), table.current)]);
  };
  const save = async (): Promise<void> => {
    const name = safeFilename(`${certificate.subject.commonName ?? ''}.cer`, `${trust.certificateFile}.cer`);
    try {
      await onSave(name, certificate.der.slice());
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  return (
    <div class="sg-certificate">
      <div ref={table}>
        <Facts rows={rows.map(([name, lines]) => [name, lines.length > 0 ? <Lines list={lines} /> : undefined])} />
      </div>
      <div class="sg-actions">
        <button type="button" class="sg-button" onClick={() => void copy()}>
          {trust.copy}
        </button>
        <button type="button" class="sg-button" onClick={() => void save()}>
          {trust.saveCertificate}
        </button>
      </div>
      {said !== '' && <StatusLine text={said} />}
      {failure && <FailureNotice failure={failure} language={language} />}
    </div>
  );
}

/** Every value is foreign: a certificate is written by whoever made it. */
function Lines({ list }: { readonly list: readonly string[] }): JSX.Element {
  return (
    <>
      {list.map((line) => (
        <span key={line} class="sg-line">
          <Foreign>{line}</Foreign>
        </span>
      ))}
    </>
  );
}

function useFingerprint({ der }: Certificate): string {
  const [fingerprint, setFingerprint] = useState('');
  useEffect(() => {
    let isGone = false;
    certificateFingerprint(der).then(
      (value) => {
        if (!isGone) setFingerprint(value);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [der]);
  return fingerprint;
}

function textOf(rows: readonly Row[]): string {
  return rows
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => `${name}: ${lines.join('; ')}`)
    .join('\n');
}
