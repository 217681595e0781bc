import { type JSX } from 'preact';
import { type IdentityPreview } from '../../shared/index';
import { focusOnce } from './focus';
import { useGettingStrings } from './getting-strings';
import { FoundIdentity } from './import-preview';
import { type Language } from './props';

/** Certificates for keys of the user that nothing vouches for; leaving them is the button at hand. */
export function UnprovenAnswer(props: {
  readonly unproven: readonly IdentityPreview[];
  readonly language: Language;
  readonly isBusy: boolean;
  readonly onAccept: () => void;
  readonly onRefuse: () => void;
}): JSX.Element {
  const { unproven, language, isBusy, onAccept, onRefuse } = props;
  const { get } = useGettingStrings(language);
  return (
    <div class="sg-question" role="alertdialog" aria-label={get.unproven.title}>
      <strong>{get.unproven.title}</strong>
      {unproven.map((identity) => (
        <FoundIdentity key={identity.id} identity={identity} language={language} />
      ))}
      <p class="sg-hint">{get.unproven.help}</p>
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} disabled={isBusy} onClick={onRefuse}>
          {get.unproven.refuse}
        </button>
        <button type="button" class="sg-button" disabled={isBusy} onClick={onAccept}>
          {get.unproven.accept}
        </button>
      </div>
    </div>
  );
}
