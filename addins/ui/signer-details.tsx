import { type JSX } from 'preact';
import { parseCertificate, type Certificate, type Der, type SignatureVerdict } from '../../shared/index';
import { Facts } from './facts';
import { Foreign } from './foreign';
import { algorithmText, dayText, serialText, timeText } from './formats';
import { type Language, type VerdictView } from './props';
import { Reasons } from './reasons';
import { useStrings } from './strings';

/** One signature in full: whose certificate, valid when, signed when, by which algorithms, and every reason against it. */
export function SignerDetails(props: {
  readonly signature: SignatureVerdict;
  readonly language: Language;
  readonly position?: { readonly number: number; readonly of: number } | undefined;
}): JSX.Element {
  const { signature, language, position } = props;
  const { read } = useStrings(language);
  const { signer } = signature;
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
          [read.validity, certificate && validity(certificate, language, read.fromTo)],
          [read.signingTime, signature.signingTime && timeText(signature.signingTime, language)],
          [read.algorithms, algorithms(signature)],
        ]}
      />
      {position !== undefined && <Reasons reasons={signature.reasons} language={language} />}
    </section>
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

function validity(certificate: Certificate, language: Language, fromTo: (from: string, to: string) => string): string {
  return fromTo(dayText(certificate.notBefore, language), dayText(certificate.notAfter, language));
}

/** Undefined for a certificate that cannot be read: the card is shown without it. */
function readable(certificate: Der): Certificate | undefined {
  try {
    return parseCertificate(certificate);
  } catch {
    return undefined;
  }
}

/** Every string in a verdict that we did not write, so that sentences can isolate it. */
export function foreignIn({ from, summary, signatures }: VerdictView): readonly string[] {
  const signers = [summary.signer, ...signatures.map(({ signer }) => signer)].filter((signer) => signer !== undefined);
  return [
    ...signers.flatMap(({ name, addresses, issuer }) => [name, issuer, ...addresses]),
    ...from.flatMap(({ name, address }) => [name, address]),
  ];
}
