import { type JSX } from 'preact';
import { type SignatureVerdict } from '../../shared/index';
import { CertificateChain, readable } from './certificate-chain';
import { type SaveOctets } from './certificate-view';
import { Facts } from './facts';
import { Foreign } from './foreign';
import { algorithmText, dayText, serialText, timeText } from './formats';
import { type Language } from './props';
import { Reasons } from './reasons';
import { useStrings } from './strings';
import { useTrustStrings } from './trust-strings';

export interface SignerDetailsProps {
  readonly signature: SignatureVerdict;
  readonly language: Language;
  /** What Date says, to hold beside the signing time: claims both. */
  readonly messageDate?: Date | undefined;
  readonly position?: { readonly number: number; readonly of: number } | undefined;
  readonly onSave?: SaveOctets | undefined;
}

/** One signature in full: whose certificate, every time, the algorithms, the chain, and every reason against it. */
export function SignerDetails(props: SignerDetailsProps): JSX.Element {
  const { signature, language, messageDate, position } = props;
  const { read } = useStrings(language);
  const trust = useTrustStrings(language);
  const { signer, signingTime, verifiedBefore } = signature;
  const certificate = signer && readable(signer.certificate);
  return (
    <section class="sg-group">
      <h3>{position ? read.signerOf(position.number, position.of) : read.signer}</h3>
      {!signature.isRoot && <p class="sg-hint">{read.partOnly}</p>}
      <Facts
        rows={[
          [read.name, signer && <Foreign>{signer.name}</Foreign>],
          [read.address, signer && signer.addresses.length > 0 ? <Addresses list={signer.addresses} /> : undefined],
          [read.issuer, signer && <Issuer text={signer.issuer} commonName={certificate?.issuer.commonName} />],
          [read.serial, signer && <code class="sg-code">{serialText(signer.serial)}</code>],
          [
            read.validity,
            certificate &&
              read.fromTo(dayText(certificate.notBefore, language), dayText(certificate.notAfter, language)),
          ],
          [read.signingTime, signingTime && timeText(signingTime, language)],
          [trust.messageDate, messageDate && timeText(messageDate, language)],
          [trust.verifiedBefore, verifiedBefore && timeText(verifiedBefore, language)],
          [read.algorithms, algorithms(signature)],
        ]}
      />
      {position !== undefined && <Reasons reasons={signature.reasons} language={language} />}
      <Chain {...props} />
    </section>
  );
}

/** The validated path; where there is none, the signer's certificate alone. */
function Chain({ signature, language, onSave }: SignerDetailsProps): JSX.Element | null {
  const { chain, signer, certificateStatuses } = signature;
  const certificates = chain ?? (signer ? [signer.certificate] : []);
  if (certificates.length === 0) return null;
  return (
    <CertificateChain
      certificates={certificates}
      isValidated={chain !== undefined}
      statuses={certificateStatuses}
      language={language}
      onSave={onSave}
    />
  );
}

function Addresses({ list }: { readonly list: readonly string[] }): JSX.Element {
  return (
    <>
      {list.map((address) => (
        <span key={address} class="sg-line">
          <Foreign>{address}</Foreign>
        </span>
      ))}
    </>
  );
}

/** The issuer's common name for reading, and its whole name below. */
function Issuer(props: { readonly text: string; readonly commonName: string | undefined }): JSX.Element {
  return (
    <>
      <Foreign>{props.commonName ?? props.text}</Foreign>
      {props.commonName !== undefined && (
        <span class="sg-second">
          <Foreign>{props.text}</Foreign>
        </span>
      )}
    </>
  );
}

function algorithms({ signatureAlgorithm, digestAlgorithm }: SignatureVerdict): string | undefined {
  const names = [...new Set([signatureAlgorithm, digestAlgorithm])].filter((name) => name !== '');
  return names.length > 0 ? names.map(algorithmText).join(', ') : undefined;
}
