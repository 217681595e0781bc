import { type JSX } from 'preact';
import { type Readiness } from '../../shared/index';
import { later, Later } from './later';
import { type Language } from './props';

/** Most drafts need none. */
const VIEW = later(() => import('./sending-notes-view'));

/** What is to be known of a draft's signature before it is sent; stands against nothing. */
export function SendingNotes(props: {
  readonly readiness: Pick<Readiness, 'passedOver' | 'withOldCertificate'>;
  readonly language: Language;
}): JSX.Element | null {
  const { passedOver, withOldCertificate } = props.readiness;
  if (passedOver === undefined && withOldCertificate.length === 0) return null;
  return (
    <Later part={VIEW} language={props.language}>
      {({ SendingNotesView }) => <SendingNotesView {...props} />}
    </Later>
  );
}
