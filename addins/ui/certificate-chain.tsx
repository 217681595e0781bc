import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { parseCertificate, type Certificate, type CertificateStatus, type Der } from '../../shared/index';
import { roleOf, statusLines } from './certificate-rows';
import { CertificateView, type SaveOctets } from './certificate-view';
import { Foreign, Sentence } from './foreign';
import { Icon, type IconName } from './icons';
import { type Language } from './props';
import { useTrustStrings, type TrustStrings } from './trust-strings';

type Role = keyof TrustStrings['role'];

const ICONS: Readonly<Record<Role, IconName>> = { signer: 'person', authority: 'certificate', anchor: 'shield' };

export interface ChainProps {
  /** End entity first; of a validated path the anchor is last. */
  readonly certificates: readonly Der[];
  /** Whether it is a validated path; else nothing is claimed about who stands behind it. */
  readonly isValidated: boolean;
  readonly statuses?: readonly CertificateStatus[] | undefined;
  readonly language: Language;
  readonly onSave?: SaveOctets | undefined;
}

/** Each certificate of a chain: whose, what part it has, whether it was revoked and how that is known; all of it inside. */
export function CertificateChain({ certificates, isValidated, statuses, language, onSave }: ChainProps): JSX.Element {
  const trust = useTrustStrings(language);
  return (
    <section class="sg-chain-part">
      <h4>{isValidated ? trust.chainTitle : trust.ownCertificate}</h4>
      <ol class="sg-chain">
        {certificates.map((certificate, index) => (
          <Link
            key={index}
            der={certificate}
            role={isValidated ? roleOf(index, certificates.length) : 'signer'}
            status={statuses?.[index]}
            language={language}
            onSave={onSave}
          />
        ))}
      </ol>
    </section>
  );
}

function Link(props: {
  readonly der: Der;
  readonly role: Role;
  readonly status: CertificateStatus | undefined;
  readonly language: Language;
  readonly onSave: SaveOctets | undefined;
}): JSX.Element {
  const { der, role, status, language } = props;
  const trust = useTrustStrings(language);
  const certificate = readable(der);
  if (!certificate) return <li class="sg-hint">{trust.unreadable}</li>;
  const name = nameOf(certificate);
  return (
    <li data-role={role}>
      <Icon name={ICONS[role]} />
      <div>
        <Foreign>{name}</Foreign>
        <span class="sg-second">{trust.role[role]}</span>
        {status && <Status status={status} language={language} />}
        <CertificateDetails {...props} certificate={certificate} name={name} />
      </div>
    </li>
  );
}

/** Drawn when it is opened, and not before: a chain may be long. */
function CertificateDetails(props: {
  readonly certificate: Certificate;
  readonly name: string;
  readonly language: Language;
  readonly onSave: SaveOctets | undefined;
}): JSX.Element {
  const { certificate, name, language, onSave } = props;
  const [isOpen, setOpen] = useState(false);
  const trust = useTrustStrings(language);
  return (
    <details class="sg-inner" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <Sentence text={trust.certificateOf(name)} foreign={[name]} />
      </summary>
      {isOpen && <CertificateView certificate={certificate} language={language} onSave={onSave} />}
    </details>
  );
}

const STATUS_ICONS: Readonly<Record<CertificateStatus['state'], IconName>> = {
  good: 'check',
  revoked: 'cross',
  undetermined: 'warning',
  'not-checked': 'note',
};

/** Whether one certificate was revoked, since when and why, and who says so as of when. */
function Status({
  status,
  language,
}: {
  readonly status: CertificateStatus;
  readonly language: Language;
}): JSX.Element {
  const { state, source } = status;
  const foreign = [source?.issuer, status.revocationReason].filter((value) => value !== undefined);
  return (
    <div class={`sg-revocation sg-revocation-${state}`} data-revocation={state}>
      <Icon name={STATUS_ICONS[state]} />
      <div>
        {statusLines(status, language).map((text, index) => (
          <span key={text} class={index === 0 ? 'sg-line' : 'sg-second'}>
            <Sentence text={text} foreign={foreign} />
          </span>
        ))}
      </div>
    </div>
  );
}

const nameOf = ({ subject, addresses }: Certificate): string => subject.commonName ?? addresses[0] ?? subject.text;

/** Undefined for a certificate that cannot be read: the rest is shown without it. */
export function readable(certificate: Der): Certificate | undefined {
  try {
    return parseCertificate(certificate);
  } catch {
    return undefined;
  }
}
