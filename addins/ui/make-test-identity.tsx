import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { AddressChoice } from './address-choice';
import { failureOf } from './failure';
import { FailureOrUnlock } from './failure-or-unlock';
import { useGettingStrings } from './getting-strings';
import { type PanelActionProps } from './identity-core';
import { StatusLine } from './notices';
import { type Failure } from './props';

/** Makes an identity for trying out, which says what it is. */
export function MakeTestIdentity({ core, accounts, language, onAdded }: PanelActionProps): JSX.Element {
  const { get } = useGettingStrings(language);
  const [address, setAddress] = useState('');
  const [isMade, setMade] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const make = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const id = await core.getting.makeTestIdentity(address.trim());
      setMade(true);
      onAdded([id]);
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  return (
    <div class="sg-get">
      <form
        aria-label={get.test}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <h4>{get.test}</h4>
        <p class="sg-hint">{get.testHelp}</p>
        <AddressChoice
          name="testAddress"
          accounts={accounts}
          language={language}
          value={address}
          onChange={setAddress}
        />
        <button type="submit" class="sg-button">
          {get.testMake}
        </button>
        <StatusLine text={isMade ? get.testMade : ''} tone="positive" />
      </form>
      {failure && (
        <FailureOrUnlock
          failure={failure}
          keys={core.keys}
          language={language}
          why="keep"
          onUnlocked={() => void make()}
        />
      )}
    </div>
  );
}
