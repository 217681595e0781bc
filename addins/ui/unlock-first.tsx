import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type KeyLock } from '../../shared/index';
import { Busy } from './notices';
import { UnlockForm, type UnlockProps } from './unlock-form';

/** The form that opens the lock, whichever that takes: the passphrase, or a first one where the organisation wants one. */
export function UnlockFirst(props: Omit<UnlockProps, 'isUnset'> & { readonly keys: KeyLock }): JSX.Element {
  const [isUnset, setUnset] = useState<boolean>();
  useEffect(() => {
    props.keys.state().then(
      ({ protection, isRequired }) => setUnset(protection === 'device' && isRequired),
      // The form then says itself what is wrong.
      () => setUnset(false),
    );
  }, []);
  if (isUnset === undefined) return <Busy language={props.language} />;
  return <UnlockForm {...props} isUnset={isUnset} />;
}
