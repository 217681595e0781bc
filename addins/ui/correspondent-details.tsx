import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  parseCertificate,
  type CertificateSource,
  type CorrespondentCertificate,
  type CorrespondentDetails,
  type CorrespondentFormat,
} from '../../shared/index';
import { type Correspondents } from '../worker/correspondents';
import { CertificateView, type SaveOctets } from './certificate-view';
import { ConfirmKey } from './confirm-key';
import { useCorrespondentStrings, type CorrespondentStrings } from './correspondent-strings';
import { safeFilename, saveFile } from './download';
import { Facts } from './facts';
import { failureOf } from './failure';
import { focusOnce } from './focus';
import { Foreign, Sentence } from './foreign';
import { dayText } from './formats';
import { datesText } from './correspondent-dates';
import { Busy, FailureNotice, Notice, StatusLine } from './notices';
import { type Failure, type Language } from './props';
import { Reasons } from './reasons';
import { useTrustStrings } from './trust-strings';

interface DetailsProps {
  readonly address: string;
  readonly core: Correspondents;
  readonly language: Language;
  readonly onChanged: () => void;
  readonly onSave?: SaveOctets | undefined;
}

/** One address: whether it can be written to encrypted, and each certificate with what can be done about it. */
export function CorrespondentDetailsView(props: DetailsProps & { readonly onBack: () => void }): JSX.Element {
  const { address, core, language, onBack } = props;
  const strings = useCorrespondentStrings(language);
  const [details, setDetails] = useState<CorrespondentDetails>();
  const [failure, setFailure] = useState<Failure>();
  const load = (): void => {
    core.details(address).then(setDetails, (thrown: unknown) => setFailure(failureOf(thrown)));
  };
  useEffect(load, [address]);
  const changed = (): void => {
    props.onChanged();
    load();
  };
  return (
    <section class="sg-correspondent-details" aria-label={address}>
      <button type="button" class="sg-button sg-quiet" ref={focusOnce} onClick={onBack}>
        {strings.back}
      </button>
      <h3>
        <Foreign>{address}</Foreign>
      </h3>
      {failure && <FailureNotice failure={failure} language={language} />}
      {!details && !failure && <Busy language={language} />}
      {details?.used !== undefined && <StatusLine text={strings.usable} tone="positive" />}
      {details?.usesOwn && <StatusLine text={strings.usableOwn} tone="positive" />}
      {details && details.used === undefined && !details.usesOwn && details.certificates.length > 0 && (
        <Notice tone="attention" isQuiet>
          {strings.unusable}
          <Reasons reasons={details.reasons} language={language} />
        </Notice>
      )}
      {details?.certificates.length === 0 && <Notice tone="neutral">{strings.gone}</Notice>}
      {details?.certificates.map((certificate) => (
        <One key={certificate.fingerprint} {...props} details={details} certificate={certificate} onChanged={changed} />
      ))}
    </section>
  );
}

interface OneProps extends DetailsProps {
  readonly details: CorrespondentDetails;
  readonly certificate: CorrespondentCertificate;
}

function One(props: OneProps): JSX.Element {
  const { address, core, language, details, certificate, onChanged } = props;
  const strings = useCorrespondentStrings(language);
  const isUsed = details.used === certificate.fingerprint;
  return (
    <div class="sg-correspondent" role="group" aria-label={certificate.name} data-used={String(isUsed)}>
      <div class="sg-correspondent-details">
        <h4>
          <Foreign>{certificate.name}</Foreign>
        </h4>
        {isUsed && <p class="sg-hint">{strings.used}</p>}
        <Table certificate={certificate} language={language} />
        {!certificate.accepted && (
          <ConfirmKey
            address={address}
            fingerprint={certificate.fingerprint}
            certificates={details.certificates}
            core={core}
            language={language}
            onChanged={onChanged}
          />
        )}
        {certificate.dates === 'expired' && <Expired {...props} />}
        <Whole certificate={certificate} language={language} onSave={props.onSave} />
        <Export {...props} />
        <Remove {...props} />
      </div>
    </div>
  );
}

function Table(props: { readonly certificate: CorrespondentCertificate; readonly language: Language }): JSX.Element {
  const { certificate, language } = props;
  const strings = useCorrespondentStrings(language);
  const { issuer, uses, accepted, sources, firstSeen } = certificate;
  return (
    <Facts
      rows={[
        [strings.standing, accepted ? strings.grounds[accepted.ground] : strings.waits],
        [
          strings.validity,
          <span key="until">
            {datesText(certificate, language)}, <Foreign>{issuer}</Foreign>
          </span>,
        ],
        [strings.uses, uses.length > 0 ? uses.map((use) => strings.use[use]).join(', ') : strings.noUse],
        [strings.source, sources.map((source) => sourceText(source, strings)).join('; ')],
        [strings.firstSeen, dayText(firstSeen, language)],
      ]}
    />
  );
}

function sourceText(source: CertificateSource, strings: CorrespondentStrings): string {
  const kind = strings.sources[source.kind];
  return source.kind === 'looked-up' ? `${kind} (${strings.places[source.from] ?? source.from})` : kind;
}

/** The certificate as it says of itself; drawn when it is opened. */
function Whole(props: {
  readonly certificate: CorrespondentCertificate;
  readonly language: Language;
  readonly onSave: SaveOctets | undefined;
}): JSX.Element {
  const { certificate, language, onSave } = props;
  const trust = useTrustStrings(language);
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="sg-inner" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <Sentence text={trust.certificateOf(certificate.name)} foreign={[certificate.name]} />
      </summary>
      {isOpen && (
        <CertificateView certificate={parseCertificate(certificate.certificate)} language={language} onSave={onSave} />
      )}
    </details>
  );
}

/** The recorded word of the user about one that has expired. */
function Expired({ core, language, details, certificate, onChanged }: OneProps): JSX.Element {
  const strings = useCorrespondentStrings(language);
  const [failure, setFailure] = useState<Failure>();
  const { fingerprint, expiredAllowedAt } = certificate;
  const choose = (isAllowed: boolean): void => {
    core.allowExpired({ fingerprint, isAllowed }).then(onChanged, (thrown: unknown) => setFailure(failureOf(thrown)));
  };
  if (details.isExpiredForbidden) return <p class="sg-hint">{strings.expiredForbidden}</p>;
  return (
    <>
      <p class="sg-hint">
        {expiredAllowedAt ? strings.expiredAllowed(dayText(expiredAllowedAt, language)) : strings.allowExpiredHelp}
      </p>
      <button type="button" class="sg-button" onClick={() => choose(expiredAllowedAt === undefined)}>
        {expiredAllowedAt ? strings.forbidExpired : strings.allowExpired}
      </button>
      {failure && <FailureNotice failure={failure} language={language} />}
    </>
  );
}

const FORMATS: readonly CorrespondentFormat[] = ['cer', 'pem', 'p7b', 'vcf'];

function Export({ address, core, language, certificate, onSave = saveFile }: OneProps): JSX.Element {
  const strings = useCorrespondentStrings(language);
  const [said, setSaid] = useState<Failure | 'gone'>();
  const save = async (format: CorrespondentFormat): Promise<void> => {
    setSaid(undefined);
    try {
      const octets = await core.export({ address, fingerprint: certificate.fingerprint, format });
      if (octets) await onSave(safeFilename(`${address}.${format}`, `${strings.filename}.${format}`), octets);
      else setSaid('gone');
    } catch (thrown) {
      setSaid(failureOf(thrown));
    }
  };
  return (
    <div role="group" aria-label={strings.save}>
      <p class="sg-hint">{strings.save}</p>
      <div class="sg-actions">
        {FORMATS.map((format) => (
          <button key={format} type="button" class="sg-button sg-quiet" onClick={() => void save(format)}>
            {strings.formats[format]}
          </button>
        ))}
      </div>
      {said === 'gone' && <Notice tone="attention">{strings.gone}</Notice>}
      {said !== undefined && said !== 'gone' && <FailureNotice failure={said} language={language} />}
    </div>
  );
}

function Remove({ core, language, certificate, onChanged }: OneProps): JSX.Element {
  const strings = useCorrespondentStrings(language);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const remove = (): void => {
    core.remove(certificate.fingerprint).then(onChanged, (thrown: unknown) => {
      setAsking(false);
      setFailure(failureOf(thrown));
    });
  };
  if (!isAsking) {
    return (
      <>
        <button
          type="button"
          class="sg-button"
          aria-label={strings.removeLabel(certificate.name)}
          onClick={() => setAsking(true)}
        >
          {strings.remove}
        </button>
        {failure && <FailureNotice failure={failure} language={language} />}
      </>
    );
  }
  return (
    <div class="sg-question" role="alertdialog" aria-label={strings.removeTitle}>
      <strong>{strings.removeTitle}</strong>
      <p class="sg-hint">{strings.removeHelp}</p>
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={() => setAsking(false)}>
          {strings.keep}
        </button>
        <button type="button" class="sg-button" onClick={remove}>
          {strings.remove}
        </button>
      </div>
    </div>
  );
}
