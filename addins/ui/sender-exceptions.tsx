import { type JSX } from 'preact';
import { isAddress, type Exception, type Mailbox } from '../../shared/index';
import { Later } from './later';
import { POLICY_SCREENS } from './policy-later';
import { type Language } from './props';

/** Beside a message: how mail to whoever wrote it is to be treated, such as after a complaint. Nothing where it names nobody. */
export function SenderExceptions(props: {
  readonly from: readonly Mailbox[];
  readonly language: Language;
  readonly now: () => Date;
  readonly onAdd: (exception: Exception) => Promise<void>;
}): JSX.Element | null {
  const { from, language, now, onAdd } = props;
  const addresses = from.map(({ address }) => address).filter(isAddress);
  if (addresses.length === 0) return null;
  return (
    <Later part={POLICY_SCREENS} language={language}>
      {({ ExceptionOffers }) => (
        <ExceptionOffers addresses={addresses} areSenders language={language} now={now} onAdd={onAdd} />
      )}
    </Later>
  );
}
