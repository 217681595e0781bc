import { type JSX } from 'preact';
import { Foreign } from './foreign';
import { dayText } from './formats';
import { useIdentityStrings } from './identity-strings';
import { Icon } from './icons';
import { type IdentityView, type Language } from './props';

/** Who an identity belongs to and how long it is good; used by the list and by the last step of adding one. */
export function IdentityFacts(props: { readonly identity: IdentityView; readonly language: Language }): JSX.Element {
  const { identity, language } = props;
  return (
    <div class={`sg-identity-facts sg-identity-${identity.state}`}>
      <Icon name="key" />
      <div>
        <strong>
          <Foreign>{identity.name}</Foreign>
        </strong>
        {identity.addresses
          .filter((address) => address !== identity.name)
          .map((address) => (
            <span key={address} class="sg-second">
              <Foreign>{address}</Foreign>
            </span>
          ))}
        {identity.isTest ? (
          <span class="sg-second sg-warn">
            <Icon name="warning" />
            {useIdentityStrings(language).identities.selfMade}
          </span>
        ) : (
          <span class="sg-second">
            <Foreign>{identity.issuer}</Foreign>
          </span>
        )}
        <span class={identity.state === 'usable' ? 'sg-second' : 'sg-second sg-warn'}>
          {identity.state !== 'usable' && <Icon name="warning" />}
          {validityText(identity, language)}
        </span>
      </div>
    </div>
  );
}

function validityText({ state, notBefore, notAfter }: IdentityView, language: Language): string {
  const strings = useIdentityStrings(language).identities;
  if (state === 'expired') return strings.expiredOn(dayText(notAfter, language));
  if (state === 'not-yet-valid') return strings.validFrom(dayText(notBefore, language));
  return strings.validUntil(dayText(notAfter, language));
}
