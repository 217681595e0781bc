import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  FailureNotice,
  failureOf,
  IMPORT_DONE,
  identityView,
  later,
  Later,
  LaterDetails,
  Notice,
  saveFile,
  useStrings,
} from '../../ui/index';
import { type AddedIdentities, type Failure, type Language } from '../../ui/index';
import { type Identity } from '../../../shared/index';
import { type DemoIdentity, type Services } from './services';

interface IdentitiesProps {
  readonly language: Language;
  readonly services: Services;
  readonly identities: readonly Identity[];
  /** The user's address; undefined outside Outlook. */
  readonly account: string | undefined;
  /** What was added last, to be tested and asked about; kept by the pane, in which this moves. */
  readonly added: AddedIdentities | undefined;
  readonly onAdded: (added: AddedIdentities) => void;
  readonly onChanged: () => void;
}

/** Most visits to the pane are to read. */
const SETTINGS = later(() => import('./settings'));
const MANAGER = later(() => import('./identity-manager'));

/** The user's identities: on first run the whole way in, later behind a line that opens, with the settings. */
export function Identities(props: IdentitiesProps): JSX.Element {
  const { language, services, identities, account, added, onAdded, onChanged } = props;
  const { outlook } = useStrings(language);
  const views = identities.map((identity) => identityView(identity, services.clock.now()));
  const panel = (
    <Later part={MANAGER} language={language}>
      {({ IdentityPanel }) => (
        <IdentityPanel
          identities={views}
          core={services.core}
          accounts={() => Promise.resolve(account === undefined ? [] : [account])}
          language={language}
          onChanged={onChanged}
          onAdded={onAdded}
        />
      )}
    </Later>
  );
  const done = added && views.some(({ id }) => added.added.includes(id)) && (
    <Later part={IMPORT_DONE} language={language}>
      {({ ImportDone }) => (
        <ImportDone {...added} identities={views} core={services.core} language={language} onChanged={onChanged} />
      )}
    </Later>
  );
  if (identities.length > 0) {
    return (
      <>
        {done}
        <LaterDetails class="pane-identities" summary={outlook.identitiesLink} part={SETTINGS} language={language}>
          {({ Settings }) => (
            <>
              {panel}
              <Settings language={language} services={services} onChanged={onChanged} />
            </>
          )}
        </LaterDetails>
      </>
    );
  }
  return (
    <>
      {services.demo ? (
        <DemoOffer {...props} demo={services.demo} />
      ) : (
        <Notice tone="neutral">{outlook.firstRun}</Notice>
      )}
      {panel}
    </>
  );
}

function DemoOffer(props: IdentitiesProps & { readonly demo: DemoIdentity }): JSX.Element {
  const { demo, services, language, onChanged } = props;
  const { outlook } = useStrings(language);
  const [failure, setFailure] = useState<Failure>();
  const add = (): void => {
    demo
      .loadPfx()
      .then((pfx) => services.core.openIdentityFiles({ files: [pfx], passphrase: demo.passphrase, accounts: [] }))
      .then((offer) => offer.accept())
      .then(onChanged, (thrown: unknown) => setFailure(failureOf(thrown)));
  };
  const save = (): void => {
    demo.loadPfx().then(
      (pfx) => saveFile('demo-identity.pfx', pfx),
      (thrown: unknown) => setFailure(failureOf(thrown)),
    );
  };
  const actions = (
    <>
      <button type="button" class="sg-button sg-primary" onClick={add}>
        {outlook.demoAdd}
      </button>
      <button type="button" class="sg-button" onClick={save}>
        {outlook.demoDownload}
      </button>
    </>
  );
  return (
    <>
      <Notice tone="neutral" title={outlook.demoOffer} actions={actions}>
        {outlook.demoPassphrase(demo.passphrase)}
      </Notice>
      {failure && <FailureNotice failure={failure} language={language} />}
    </>
  );
}
