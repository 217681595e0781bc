import { type JSX } from 'preact';
import { type Reader, type Reason } from '../../shared/index';
import { type SaveOctets } from './certificate-view';
import { EncryptionDetails } from './encryption-details';
import { Foreign } from './foreign';
import { foreignIn } from './foreign-text';
import { LayersView } from './layers-view';
import { type Language, type Rendering, type VerdictView } from './props';
import { Reasons } from './reasons';
import { SignerDetails } from './signer-details';
import { useStrings } from './strings';
import { useTrustStrings } from './trust-strings';

export interface VerdictDetailsProps {
  readonly verdict: VerdictView;
  readonly language: Language;
  readonly readers?: readonly Reader[] | undefined;
  readonly rendering?: Rendering | undefined;
  readonly onSave?: SaveOctets | undefined;
}

/** All that a verdict rests on: reasons, who, each signature with its certificates, encryption, layers. */
export function VerdictDetails({ verdict, language, readers, rendering, onSave }: VerdictDetailsProps): JSX.Element {
  const { read } = useStrings(language);
  const trust = useTrustStrings(language);
  const { signatures, encryption, layers = [] } = verdict;
  // A good signature inside shows what the encryption alone does not.
  const isShown = ({ code }: Reason): boolean => code !== 'not-authenticated' || encryption.protection !== 'signed';
  const reasons = verdict.summary.reasons.filter(isShown);
  const foreign = foreignIn(verdict);
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
