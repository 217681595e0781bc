import { type JSX } from 'preact';
import { type IdentityPreview, type IdentityProblem } from '../../shared/index';
import { type IdentityOffer } from '../worker/own-identities';
import { focusOnce } from './focus';
import { Sentence } from './foreign';
import { algorithmText } from './formats';
import { IdentityFacts } from './identity-facts';
import { useIdentityStrings } from './identity-strings';
import { Icon } from './icons';
import { Notice } from './notices';
import { type Language } from './props';
import { Reasons } from './reasons';
import { useTrustStrings } from './trust-strings';

/** What was found in the files, with everything that stands against it, and the button that keeps it. */
export function ImportPreviewView(props: {
  readonly language: Language;
  readonly offer: IdentityOffer;
  readonly isBusy: boolean;
  readonly onAccept: () => Promise<void>;
}): JSX.Element {
  const { language, offer, isBusy, onAccept } = props;
  const { identities: strings } = useIdentityStrings(language);
  const own = useIdentityStrings(language);
  const canAdd = offer.identities.some(({ isImportable }) => isImportable);
  return (
    <>
      <h3>{canAdd ? strings.confirmTitle : own.nothingUsable}</h3>
      {offer.identities.map((identity) => (
        <FoundIdentity key={identity.id} identity={identity} language={language} />
      ))}
      {offer.mac === 'absent' && <Notice tone="attention">{own.macAbsent}</Notice>}
      {offer.keysWithoutCertificate > 0 && <p class="sg-hint">{own.keysLeft(offer.keysWithoutCertificate)}</p>}
      {canAdd && (
        <>
          <p class="sg-hint">{strings.confirmHelp}</p>
          <button
            type="button"
            class="sg-button sg-primary"
            disabled={isBusy}
            ref={focusOnce}
            onClick={() => void onAccept()}
          >
            {strings.accept}
          </button>
        </>
      )}
    </>
  );
}

/** One of them. */
export function FoundIdentity(props: { readonly identity: IdentityPreview; readonly language: Language }): JSX.Element {
  const { identity, language } = props;
  const own = useIdentityStrings(language);
  const { keySize } = useTrustStrings(language);
  const { accounts, uses, keyAlgorithm, keyBits, problems, reasons } = identity;
  const key = algorithmText(keyAlgorithm);
  return (
    <div class="sg-found">
      <IdentityFacts identity={identity} language={language} />
      <p class="sg-hint">
        {own.usedFor(uses.map((use) => own.use[use]).join(', ') || own.noUse)}{' '}
        {own.keyIs(keyBits > 0 ? keySize(key, String(keyBits)) : key)}
      </p>
      {accounts !== undefined && accounts.length > 0 && (
        <p class="sg-hint">
          <Sentence text={own.forAccounts(accounts.join(', '))} foreign={accounts} />
        </p>
      )}
      {problems.length > 0 && <Problems problems={problems} language={language} />}
      {problems.includes('not-trusted') && <Reasons reasons={reasons} language={language} />}
    </div>
  );
}

function Problems(props: { readonly problems: readonly IdentityProblem[]; readonly language: Language }): JSX.Element {
  const own = useIdentityStrings(props.language);
  return (
    <ul class="sg-problems">
      {props.problems.map((problem) => (
        <li key={problem} data-problem={problem} class="sg-warn">
          <Icon name="warning" />
          <span>{own.problem[problem]}</span>
        </li>
      ))}
    </ul>
  );
}
