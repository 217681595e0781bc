import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type IdentityTrust } from '../../shared/index';
import { CertificateChain } from './certificate-chain';
import { Facts } from './facts';
import { failureOf } from './failure';
import { focusOnce } from './focus';
import { Foreign } from './foreign';
import { algorithmText, dayText, serialText } from './formats';
import { IDENTITY_ACTIONS } from './identity-actions';
import { type IdentityActionProps } from './identity-core';
import { useIdentityStrings } from './identity-strings';
import { Busy, FailureNotice } from './notices';
import { type Failure, type Language, type StoredIdentityView } from './props';
import { Reasons } from './reasons';
import { useStrings } from './strings';
import { useTrustStrings } from './trust-strings';

/** Everything about one identity, and what can be done with it. */
export function IdentityDetails(props: IdentityActionProps & { readonly onBack: () => void }): JSX.Element {
  const { identity, language, onBack } = props;
  const strings = useIdentityStrings(language);
  return (
    <section class="sg-identity-details" aria-label={identity.name}>
      <button type="button" class="sg-button sg-quiet" ref={focusOnce} onClick={onBack}>
        {strings.back}
      </button>
      <h3>
        <Foreign>{identity.name}</Foreign>
      </h3>
      <IdentityTable identity={identity} language={language} />
      <Trust {...props} />
      <section class="sg-identity-actions" aria-label={strings.actions}>
        <h4>{strings.actions}</h4>
        {IDENTITY_ACTIONS.map((Action, index) => (
          <Action key={index} {...props} />
        ))}
      </section>
    </section>
  );
}

function IdentityTable(props: { readonly identity: StoredIdentityView; readonly language: Language }): JSX.Element {
  const { identity, language } = props;
  const strings = useIdentityStrings(language);
  const { read } = useStrings(language);
  const trust = useTrustStrings(language);
  const { isTest, addresses, issuer, notBefore, notAfter, state, uses, keyAlgorithm, keyBits, id, backedUpAt } =
    identity;
  const key = algorithmText(keyAlgorithm);
  return (
    <Facts
      rows={[
        [trust.addresses, addresses.length > 0 ? <Lines list={addresses} /> : trust.noAddresses],
        [read.issuer, isTest ? strings.identities.selfMade : <Foreign key="issuer">{issuer}</Foreign>],
        [read.validity, read.fromTo(dayText(notBefore, language), dayText(notAfter, language))],
        [strings.state, strings.states[state]],
        [trust.key, keyBits > 0 ? trust.keySize(key, String(keyBits)) : key],
        [strings.uses, uses.length > 0 ? uses.map((use) => strings.use[use]).join(', ') : strings.noUse],
        [strings.backup.label, backedUpAt ? strings.backup.known(dayText(backedUpAt, language)) : strings.backup.none],
        [strings.fingerprint, <Foreign key="fingerprint">{serialText(id)}</Foreign>],
      ]}
    />
  );
}

function Lines({ list }: { readonly list: readonly string[] }): JSX.Element {
  return (
    <>
      {list.map((line) => (
        <span key={line} class="sg-line">
          <Foreign>{line}</Foreign>
        </span>
      ))}
    </>
  );
}

/** Who stands behind it here. What cannot be found out is never shown as trusted. */
function Trust({ identity, core, language }: IdentityActionProps): JSX.Element {
  const strings = useIdentityStrings(language);
  const [trust, setTrust] = useState<IdentityTrust>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let isGone = false;
    core.identityTrust(identity.id).then(
      (found) => !isGone && setTrust(found),
      (thrown: unknown) => !isGone && setFailure(failureOf(thrown)),
    );
    return () => {
      isGone = true;
    };
  }, [identity.id]);
  if (failure) {
    return (
      <>
        <Facts rows={[[strings.trust, strings.trustUnknown]]} />
        <FailureNotice failure={failure} language={language} />
      </>
    );
  }
  if (!trust) return <Busy language={language} />;
  return (
    <>
      <Facts rows={[[strings.trust, trust.isTrusted ? strings.trusted : strings.notTrusted]]} />
      {!trust.isTrusted && <Reasons reasons={trust.reasons} language={language} />}
      <CertificateChain certificates={trust.chain} isValidated={trust.isTrusted} language={language} />
    </>
  );
}
