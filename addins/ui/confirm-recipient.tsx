import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type CorrespondentCertificate } from '../../shared/index';
import { type Correspondents } from '../worker/correspondents';
import { ConfirmKey } from './confirm-key';
import { failureOf } from './failure';
import { Foreign } from './foreign';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';

/** Lets a recipient's new key be confirmed beside the draft, with the fingerprints of the new and of the known one. */
export function ConfirmRecipient(props: {
  readonly address: string;
  /** Of the certificate that waits. */
  readonly fingerprint: string;
  readonly people: Pick<Correspondents, 'details' | 'confirm'>;
  readonly onConfirmed: () => void;
  readonly language: Language;
}): JSX.Element {
  const { address, fingerprint, people, onConfirmed, language } = props;
  const [certificates, setCertificates] = useState<readonly CorrespondentCertificate[]>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    people.details(address).then(
      (details) => setCertificates(details.certificates),
      (thrown: unknown) => setFailure(failureOf(thrown)),
    );
  }, [address]);
  return (
    <div class="sg-confirm-recipient" data-step="confirm">
      <Foreign>{address}</Foreign>
      {certificates && (
        <ConfirmKey
          address={address}
          fingerprint={fingerprint}
          certificates={certificates}
          core={people}
          language={language}
          onChanged={onConfirmed}
        />
      )}
      {failure && <FailureNotice failure={failure} language={language} />}
    </div>
  );
}
