import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { certificateFingerprint, type Pin, type SignatureVerdict } from '../../shared/index';
import { failureOf } from './failure';
import { focusOnce } from './focus';
import { serialText } from './formats';
import { FailureNotice } from './notices';
import { type Failure, type Language, type VerdictView } from './props';
import { useStrings } from './strings';

/** Reasons that a pin answers: nobody trusted vouches for the certificate, and nothing else is wrong with its path. */
const ANSWERED = new Set(['self-signed', 'no-path', 'not-anchored', 'issuer-distrusted']);
const BESIDES = new Set(['revocation-not-checked', 'not-authenticated']);

/**
 * What may be pinned of a message: the certificate of its one signature that is intact, at the root, by the one address of
 * From, where only trust in its issuer is missing. Undefined where there is no such thing.
 */
export function pinnable({ from, signatures }: VerdictView): Pin | undefined {
  const [sender, ...others] = from;
  const [signature, ...more] = signatures;
  if (!sender || others.length > 0 || !signature?.signer || more.length > 0 || !lacksOnlyTrust(signature))
    return undefined;
  return { certificate: signature.signer.certificate, address: sender.address };
}

function lacksOnlyTrust({ isRoot, integrity, path, address, revocation, reasons }: SignatureVerdict): boolean {
  if (!isRoot || integrity !== 'intact' || path !== 'invalid' || address !== 'match' || revocation === 'revoked')
    return false;
  return (
    reasons.some(({ code }) => ANSWERED.has(code)) &&
    reasons.every(({ code }) => ANSWERED.has(code) || BESIDES.has(code))
  );
}

/** "Trust this certificate for this address", with the question that it is about before it is done. */
export function PinOffer(props: {
  readonly pin: Pin;
  readonly language: Language;
  readonly onPin: (pin: Pin) => Promise<void>;
}): JSX.Element {
  const { pin, language, onPin } = props;
  const { trust: strings } = useStrings(language);
  const [isAsking, setAsking] = useState(false);
  const [print, setPrint] = useState('');
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => void certificateFingerprint(pin.certificate).then(setPrint), [pin.certificate]);
  if (!isAsking) {
    return (
      <button type="button" class="sg-button sg-quiet" onClick={() => setAsking(true)}>
        {strings.pinOffer}
      </button>
    );
  }
  const confirm = (): void => {
    onPin(pin).catch((thrown: unknown) => setFailure(failureOf(thrown)));
  };
  return (
    <section class="sg-group" role="group" aria-label={strings.pinOffer}>
      <p>{strings.pinQuestion(pin.address)}</p>
      <p class="sg-hint">
        {strings.pinFingerprint}: <code class="sg-code">{serialText(print)}</code>
      </p>
      {failure && <FailureNotice failure={failure} language={language} />}
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={() => setAsking(false)}>
          {strings.pinNo}
        </button>
        <button type="button" class="sg-button" onClick={confirm}>
          {strings.pinYes}
        </button>
      </div>
    </section>
  );
}
