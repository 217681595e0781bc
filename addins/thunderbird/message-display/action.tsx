import { render, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../../ui/theme.css';
import '../pages.css';
import { openMessage, type Der, type OpenedMessage } from '../../../shared/index';
import {
  Busy,
  FailureNotice,
  failureOf,
  Notice,
  readersOf,
  useStrings,
  VerdictCard,
  type Failure,
  type Language,
} from '../../ui/index';
import { language } from '../host/environment';
import { hosts, openPorts } from '../wiring';

type Shown = { readonly opened: OpenedMessage; readonly own: readonly Der[] } | 'nothing';

async function load(): Promise<Shown> {
  const messageId = await hosts.pane.current();
  if (messageId === undefined) return 'nothing';
  const [octets, ports] = await Promise.all([hosts.pane.octets(messageId), openPorts()]);
  const identities = await ports.keyStore.identities();
  return { opened: await openMessage(octets, ports), own: identities.map(({ certificate }) => certificate) };
}

/** The whole verdict on the message that is shown, in a place that no message can draw in. */
function MessagePopup(props: { readonly language: Language }): JSX.Element {
  const [shown, setShown] = useState<Shown>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    load().then(setShown, (thrown: unknown) => {
      setFailure(failureOf(thrown));
    });
  }, []);
  if (failure) return <FailureNotice failure={failure} language={props.language} />;
  if (!shown) return <Busy language={props.language} />;
  if (shown === 'nothing') return <Notice tone="neutral">{useStrings(props.language).thunderbird.noMessage}</Notice>;
  const { opened, own } = shown;
  const readers = readersOf(opened.encryption.recipients, own, opened.certificates);
  return <VerdictCard verdict={opened} language={props.language} readers={readers} />;
}

const app = document.getElementById('app');
document.documentElement.lang = language();
if (app) render(<MessagePopup language={language()} />, app);
