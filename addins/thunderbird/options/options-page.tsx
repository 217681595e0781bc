import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  importPfx,
  previewPfx,
  type Bytes,
  type Clock,
  type IdentityVault,
  type KeyStore,
} from '../../../shared/index';
import {
  Busy,
  FailureNotice,
  failureOf,
  IdentityPanel,
  identityView,
  ProtectionToggles,
  useStrings,
  type Failure,
  type IdentityView,
  type ImportOffer,
  type Language,
} from '../../ui/index';
import { type EditableTrustStore, type Settings } from '../../storage/index';
import { defaultProtection, setDefaultProtection } from '../compose-protection';
import { type Protection } from '../host/compose-tabs';
import { TrustPanel } from './trust-panel';

export interface OptionsPorts {
  readonly keyStore: KeyStore & IdentityVault;
  readonly trustStore: EditableTrustStore;
  readonly settings: Settings;
  readonly clock: Clock;
}

interface State {
  readonly ports: OptionsPorts;
  readonly identities: readonly IdentityView[];
  readonly protection: Protection;
}

async function load(openPorts: () => Promise<OptionsPorts>): Promise<State> {
  const ports = await openPorts();
  const identities = await ports.keyStore.identities();
  return {
    ports,
    identities: identities.map((identity) => identityView(identity, ports.clock.now())),
    protection: await defaultProtection(ports.settings),
  };
}

async function offerOf(octets: Bytes, passphrase: string, { keyStore, clock }: OptionsPorts): Promise<ImportOffer> {
  const preview = await previewPfx(octets, passphrase, clock);
  return {
    identities: preview.identities,
    accept: async () => {
      await importPfx(preview, keyStore);
    },
  };
}

/** Identities, what new messages ask for, and whom to trust. */
export function OptionsPage(props: {
  readonly openPorts: () => Promise<OptionsPorts>;
  readonly language: Language;
  /** After something was changed that other pages may hold. */
  readonly onChanged: () => void;
}): JSX.Element {
  const { openPorts, language, onChanged } = props;
  const { thunderbird: strings } = useStrings(language);
  const [state, setState] = useState<State>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => {
    setFailure(failureOf(thrown));
  };
  const reload = (): void => {
    load(openPorts).then(setState, fail);
  };
  useEffect(reload, []);
  if (failure) return <FailureNotice failure={failure} language={language} />;
  if (!state) return <Busy language={language} />;
  const { ports, identities, protection } = state;
  const changed = (): void => {
    onChanged();
    reload();
  };
  return (
    <>
      <h1>{strings.title}</h1>
      <IdentityPanel
        identities={identities}
        language={language}
        onOpenFile={(octets, passphrase) => offerOf(octets, passphrase, ports)}
        onRemove={(id) => ports.keyStore.remove(id)}
        onChanged={changed}
      />
      <section class="sg-panel" aria-label={strings.defaultsHeading}>
        <h2>{strings.defaultsHeading}</h2>
        <ProtectionToggles
          choice={protection}
          language={language}
          onChange={(choice) => void setDefaultProtection(ports.settings, choice).then(reload, fail)}
        />
        <p class="sg-hint">{strings.defaultsHelp}</p>
      </section>
      <TrustPanel trustStore={ports.trustStore} language={language} onChanged={onChanged} />
    </>
  );
}
