import { type JSX } from 'preact';
import { type Readiness } from '../../shared/index';
import { Sentence } from './foreign';
import { useIdentityStrings } from './identity-strings';
import { type Language } from './props';

/** That another identity signs than the chosen one, and who still has an old certificate. */
export function SendingNotesView(props: {
  readonly readiness: Pick<Readiness, 'passedOver' | 'withOldCertificate'>;
  readonly language: Language;
}): JSX.Element {
  const { passedOver, withOldCertificate } = props.readiness;
  const { sending } = useIdentityStrings(props.language);
  return (
    <>
      {passedOver && (
        <p class="sg-hint" role="status" data-note={passedOver}>
          {sending.passedOver[passedOver]}
        </p>
      )}
      {withOldCertificate.map((address) => (
        <p key={address} class="sg-hint" role="status" data-note="old-certificate">
          <Sentence text={sending.oldCertificate(address)} foreign={[address]} />
        </p>
      ))}
    </>
  );
}
