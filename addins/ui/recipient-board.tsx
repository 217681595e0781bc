import { type JSX } from 'preact';
import { comparableAddress } from '../../shared/index';
import { type Language, type RecipientRow } from './props';
import { isChecking, isServed, RecipientList } from './recipient-list';
import { RecipientSteps, type RecipientActions } from './recipient-steps';
import { type LookUp, useSearch } from './use-search';
import { WhoWillRead } from './who-will-read';

/** Who can read a draft, who cannot, and what can be done about that; whoever is without a certificate is looked for. */
export function RecipientBoard(props: {
  readonly recipients: readonly RecipientRow[];
  readonly own: { readonly address: string; readonly certificates: number };
  readonly userName: string;
  readonly lookUp: LookUp;
  /** The directory may know more of the recipients now. */
  readonly onFound: () => void;
  readonly actions: Omit<RecipientActions, 'searchAgain'>;
  /** Addresses to which nothing is signed, by an exception (`neverSigned`). */
  readonly neverSigned?: readonly string[];
  readonly language: Language;
}): JSX.Element {
  const { own, userName, lookUp, onFound, actions, neverSigned = [], language } = props;
  const without = props.recipients
    .filter((row) => !isServed(row) && !isChecking(row) && row.state !== 'list')
    .map(({ address }) => address);
  const present = props.recipients.map(({ address }) => address);
  const { searching, again } = useSearch(without, present, lookUp, onFound);
  const exceptions = new Set(neverSigned.map(comparableAddress));
  const recipients = props.recipients.map((row) => ({
    ...row,
    ...(row.state === 'missing' && searching.includes(row.address) && { state: 'checking' as const }),
    ...(exceptions.has(comparableAddress(row.address)) && { isNeverSigned: true }),
  }));
  return (
    <>
      <RecipientList recipients={recipients} language={language} />
      {recipients.length > 0 && <WhoWillRead recipients={recipients} own={own} language={language} />}
      <RecipientSteps
        recipients={recipients}
        actions={{ ...actions, searchAgain: again }}
        onFound={onFound}
        userName={userName}
        language={language}
      />
    </>
  );
}
