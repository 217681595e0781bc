import { type JSX } from 'preact';
import { type Pin, type Reader, type Reason } from '../../shared/index';
import { type SaveOctets } from './certificate-view';
import { EncryptionDetails } from './encryption-details';
import { Foreign } from './foreign';
import { foreignIn } from './foreign-text';
import { LayersView } from './layers-view';
import { PinOffer, pinnable } from './pin-offer';
import { type Language, type Rendering, type VerdictView } from './props';
import { Reasons } from './reasons';
import { SignerDetails } from './signer-details';
import { useStrings } from './strings';
import { useTrustStrings } from './trust-strings';

export interface VerdictDetailsProps {
  readonly verdict: VerdictView;
  readonly language: Language;
  /** Who holds a key that opens it, where that is known better than by key identifiers. */
  readonly readers?: readonly Reader[] | undefined;
  /** Whose rendering of the message a person sees besides ours. */
  readonly rendering?: Rendering | undefined;
  /** How a certificate is saved; left out: by the browser. */
  readonly onSave?: SaveOctets | undefined;
  /** Keeps what the user says of a certificate; left out: it is not asked for. */
  readonly onPin?: ((pin: Pin) => Promise<void>) | undefined;
}

/**
 * All that a verdict rests on: reasons, who, each signature with its certificates, encryption, layers. To trust a certificate
 * by one's own word is offered here, below what is known of it, and not beside the warning.
 */
export function VerdictDetails(props: VerdictDetailsProps): JSX.Element {
  const { verdict, language, readers, rendering, onSave, onPin } = props;
  const { read } = useStrings(language);
  const trust = useTrustStrings(language);
  const { signatures, encryption, layers = [] } = verdict;
  // A good signature inside shows what the encryption alone does not.
  const isShown = ({ code }: Reason): boolean => code !== 'not-authenticated' || encryption.protection !== 'signed';
  const reasons = verdict.summary.reasons.filter(isShown);
  const foreign = foreignIn(verdict);
  const pin = onPin && pinnable(verdict);
  return (
    <>
      <Reasons title={read.whyTitle} reasons={reasons} language={language} foreign={foreign} />
      <ClaimedFrom from={verdict.from} language={language} />
      {signatures.map((signature, index) => (
        <SignerDetails
          key={signature.layer + String(index)}
          signature={signature}
          language={language}
          messageDate={verdict.date}
          position={signatures.length > 1 ? { number: index + 1, of: signatures.length } : undefined}
          onSave={onSave}
        />
      ))}
      {pin && (
        <div class="sg-group">
          <PinOffer pin={pin} language={language} onPin={onPin} />
        </div>
      )}
      <EncryptionDetails encryption={encryption} language={language} readers={readers} />
      <LayersView layers={layers} signatures={signatures} language={language} />
      {rendering && (
        <div class="sg-group">
          <p class="sg-hint">{trust.rendering[rendering]}</p>
        </div>
      )}
    </>
  );
}

function ClaimedFrom(props: { readonly from: VerdictView['from']; readonly language: Language }): JSX.Element | null {
  const { read } = useStrings(props.language);
  if (props.from.length === 0) return null;
  return (
    <section class="sg-group">
      <h3>{read.claimedFrom}</h3>
      {props.from.map(({ name, address }) => (
        <p key={address} class="sg-person">
          <Foreign>{name === '' ? address : name}</Foreign>
          {name !== '' && (
            <span class="sg-second">
              <Foreign>{address}</Foreign>
            </span>
          )}
        </p>
      ))}
    </section>
  );
}
