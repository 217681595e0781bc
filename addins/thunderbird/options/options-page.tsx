import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  Busy,
  CORRESPONDENTS,
  Check,
  FailureNotice,
  failureOf,
  ForgetPanel,
  IdentityPanel,
  KeyProtectionPanel,
  Later,
  LOOK_UP_PANEL,
  LossNotice,
  identityView,
  PinsPanel,
  POLICY_SCREENS,
  ProtectionToggles,
  PublicAnchorsPanel,
  RenewalReminders,
  RevocationOptionsPanel,
  SendOptionsPanel,
  useDraftStrings,
  useStrings,
  type Failure,
  type Language,
  type StoredIdentityView,
} from '../../ui/index';
import { addException, ownRules, removeException } from '../../policy/own-rules';
import {
  defaultProtection,
  draftKeeping,
  setDefaultProtection,
  setDraftKeeping,
  type DefaultProtection,
  type DraftKeeping,
} from '../../policy/default-protection';
import { recordFile } from '../../policy/decision-record';
import { capabilities, lackingOf } from '../host/capabilities';
import { accountAddresses, askForPermissions, saveFile, storageMarker } from '../host/environment';
import { askForNetwork, mayUseNetwork } from '../host/network';
import { TAG_PERMISSIONS } from '../host/list-mailbox';
import { announceUnlocked, tellList } from '../host/page-messages';
import { readSendOptions, storeSendOptions } from '../../worker/send-options';
import { LackingPanel } from '../lacking-panel';
import { type Ports } from '../wiring';
import { ListPanel } from './list-panel';
import { StorePanel } from './store-panel';
import { TrustPanel } from './trust-panel';

interface State {
  readonly identities: readonly StoredIdentityView[];
  readonly protection: DefaultProtection;
  readonly drafts: DraftKeeping;
}

async function load({ core, clock, policy }: Ports): Promise<State> {
  const identities = await core.identities();
  const { document } = await policy();
  return {
    identities: identities.map((identity) => identityView(identity, clock.now())),
    protection: await defaultProtection(core.settings, document),
    drafts: await draftKeeping(core.settings, document),
  };
}

/** Identities, what new messages ask for, and whom to trust. */
export function OptionsPage(props: {
  readonly ports: Ports;
  readonly language: Language;
  /** After something was changed that other pages may hold. */
  readonly onChanged: () => void;
}): JSX.Element {
  const { ports, language, onChanged } = props;
  const { core, clock } = ports;
  const { thunderbird: strings } = useStrings(language);
  const [state, setState] = useState<State>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => {
    setFailure(failureOf(thrown));
  };
  const reload = (): void => {
    load(ports).then(setState, fail);
  };
  useEffect(reload, []);
  if (failure) return <FailureNotice failure={failure} language={language} />;
  if (!state) return <Busy language={language} />;
  const { identities, protection, drafts } = state;
  const changed = (): void => {
    onChanged();
    reload();
  };
  const change = (wanted: DefaultProtection): void => {
    void setDefaultProtection(core.settings, wanted).then(reload, fail);
  };
  return (
    <>
      <h1>{strings.title}</h1>
      <LackingPanel lacking={lackingOf(capabilities)} language={language} />
      <LossNotice core={core} marker={storageMarker} clock={clock} language={language} generation={identities.length} />
      <RenewalReminders reminders={core.reminders} language={language} generation={identities.length} />
      <IdentityPanel
        identities={identities}
        core={core}
        accounts={accountAddresses}
        language={language}
        onChanged={changed}
      />
      <KeyProtectionPanel
        keys={core.keys}
        language={language}
        watch={ports.watchLock}
        onChanged={() => void announceUnlocked().then(onChanged)}
      />
      <Later part={CORRESPONDENTS} language={language}>
        {({ CorrespondentsPanel }) => (
          <CorrespondentsPanel core={core.correspondents} language={language} onChanged={onChanged} />
        )}
      </Later>
      <section class="sg-panel" aria-label={strings.defaultsHeading}>
        <h2>{strings.defaultsHeading}</h2>
        <ProtectionToggles
          choice={protection}
          language={language}
          locked={protection.locked}
          onChange={(choice) => change({ ...protection, ...choice })}
        />
        <Check
          name="encryptIfPossible"
          isDisabled={protection.encrypt || protection.locked.encrypt === true}
          isOn={protection.encrypt || protection.ifPossible}
          onChange={(ifPossible) => change({ ...protection, ifPossible })}
        >
          {strings.encryptIfPossible}
        </Check>
        {capabilities.has('keep-drafts') && (
          <Check
            name="encryptDrafts"
            isDisabled={drafts.isLocked}
            isOn={drafts.isEncrypted}
            onChange={(isOn) => void setDraftKeeping(core.settings, isOn).then(reload, fail)}
          >
            {useDraftStrings(language).keep}
          </Check>
        )}
        <p class="sg-hint">{strings.defaultsHelp}</p>
      </section>
      <Later part={POLICY_SCREENS} language={language}>
        {({ PolicyPanel, RecordPanel }) => (
          <>
            <PolicyPanel
              load={async () => ({ policy: await ports.policy(), own: await ownRules(core.settings) })}
              save={(exception) => addException(core.settings, exception)}
              remove={(exception) => removeException(core.settings, exception)}
              language={language}
            />
            <RecordPanel
              load={() => ports.record.state()}
              switchOn={(isOn) => ports.record.switchOn(isOn)}
              erase={() => ports.record.erase()}
              save={async (format) =>
                saveFile(`signet-record.${format}`, recordFile(await ports.record.state(), format))
              }
              language={language}
            />
          </>
        )}
      </Later>
      <SendOptionsPanel
        load={() => readSendOptions(core.settings)}
        save={(options) => storeSendOptions(core.settings, options)}
        language={language}
      />
      <Later part={LOOK_UP_PANEL} language={language}>
        {({ LookUpPanel }) => <LookUpPanel lookingUp={core.lookingUp} language={language} onChanged={onChanged} />}
      </Later>
      <RevocationOptionsPanel
        load={() => core.revocation.choice()}
        save={(options) => core.revocation.store(options)}
        permission={{ isGiven: mayUseNetwork, ask: askForNetwork }}
        canAsk={core.revocation.canAsk}
        onChanged={onChanged}
        language={language}
      />
      <ListPanel tell={tellList} permit={() => askForPermissions(...TAG_PERMISSIONS)} language={language} />
      <TrustPanel anchors={core.anchors} language={language} onChanged={onChanged} />
      {capabilities.has('host-store') && (
        <StorePanel store={core.hostAnchors} language={language} onChanged={onChanged} />
      )}
      <PublicAnchorsPanel
        load={() => core.publicAnchors.read()}
        save={(choice) => core.publicAnchors.choose(choice).then(onChanged)}
        language={language}
      />
      <PinsPanel
        load={() => core.pins.all()}
        remove={(pin) => core.pins.remove(pin)}
        language={language}
        onChanged={onChanged}
      />
      <ForgetPanel erase={() => core.eraseRemembered()} language={language} onChanged={onChanged} />
    </>
  );
}
