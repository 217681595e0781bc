import { type JSX } from 'preact';
import { type Readiness } from '../../shared/index';
import { Sentence } from './foreign';
import { type Language } from './props';
import { useStrings } from './strings';

/** What is to be known of a draft's signature before it is sent; stands against nothing. */
export function SendingNotes(props: {
  readonly readiness: Pick<Readiness, 'passedOver' | 'withOldCertificate'>;
  readonly language: Language;
}): JSX.Element {
  const { passedOver, withOldCertificate } = props.readiness;
  const { compose } = useStrings(props.language);
  return (
    <>
      {passedOver && (
        <p class="sg-hint" role="status" data-note={passedOver}>
          {compose.passedOver[passedOver]}
        </p>
      )}
      {withOldCertificate.map((address) => (
        <p key={address} class="sg-hint" role="status" data-note="old-certificate">
          <Sentence text={compose.oldCertificate(address)} foreign={[address]} />
        </p>
      ))}
    </>
  );
}
