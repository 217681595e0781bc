import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { sameAddress } from '../../shared/index';
import { chooseDefaultIdentity, defaultIdentities, type DefaultIdentity } from '../worker/default-identities';
import { Check } from './check';
import { failureOf } from './failure';
import { Sentence } from './foreign';
import { type IdentityActionProps } from './identity-core';
import { useIdentityStrings } from './identity-strings';
import { FailureNotice } from './notices';
import { type Failure } from './props';

/** Whether this identity is the one that signs for each of its addresses; nothing for one that signs nothing now. */
export function DefaultIdentityAction({ identity, core, language }: IdentityActionProps): JSX.Element | null {
  const { sign } = useIdentityStrings(language);
  const [chosen, setChosen] = useState<readonly DefaultIdentity[]>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  const load = (): Promise<void> => defaultIdentities(core.settings).then(setChosen, fail);
  useEffect(() => void load(), [identity.id]);
  const { addresses, state, uses, id } = identity;
  if (state !== 'usable' || !uses.includes('sign') || addresses.length === 0 || !chosen) {
    return failure ? <FailureNotice failure={failure} language={language} /> : null;
  }
  const isChosen = (address: string): boolean =>
    chosen.some((one) => one.id === id && sameAddress(one.address, address));
  return (
    <div class="sg-default-identity">
      {addresses.map((address) => (
        <Check
          key={address}
          name="default-identity"
          isOn={isChosen(address)}
          onChange={(isOn) =>
            void chooseDefaultIdentity(core.settings, address, isOn ? id : undefined).then(load, fail)
          }
        >
          <Sentence text={sign.label(address)} foreign={[address]} />
        </Check>
      ))}
      <p class="sg-hint">{sign.help}</p>
      {failure && <FailureNotice failure={failure} language={language} />}
    </div>
  );
}
