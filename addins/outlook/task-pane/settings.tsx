import { Fragment, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  browserPersistence,
  CORRESPONDENTS,
  EncryptIfPossible,
  ForgetPanel,
  KeyProtectionPanel,
  later,
  Later,
  LOOK_UP_PANEL,
  PersistenceNote,
  PinsPanel,
  POLICY_SCREENS,
  PublicAnchorsPanel,
  RevocationOptionsPanel,
  saveFile,
  SendOptionsPanel,
  type Language,
} from '../../ui/index';
import { defaultProtection } from '../../policy/default-protection';
import { addException, ownRules, removeException, setOwn } from '../../policy/own-rules';
import { readSendOptions, storeSendOptions } from '../../worker/send-options';
import { type Services } from './services';

const CATEGORY = later(() => import('./category-panel'));

async function saveRecord(format: 'json' | 'csv', record: Services['record']): Promise<void> {
  const { recordFile } = await import('../../policy/decision-record');
  saveFile(`signet-record.${format}`, recordFile(await (await record()).state(), format));
}

/** How mail is written and what is trusted; stored as soon as it is changed. */
export function Settings(props: {
  readonly language: Language;
  readonly services: Services;
  readonly onChanged: () => void;
}): JSX.Element {
  const { language, onChanged } = props;
  const { core, policy, record, marking } = props.services;
  const { settings, revocation, publicAnchors, pins } = core;
  const [round, setRound] = useState(0);
  // What a policy locks is shown anew with another one.
  useEffect(() => props.services.watchPolicy(() => setRound((now) => now + 1)), [props.services]);
  return (
    <Fragment key={round}>
      <PersistenceNote persistence={browserPersistence()} language={language} />
      <KeyProtectionPanel keys={core.keys} language={language} watch={props.services.watchLock} onChanged={onChanged} />
      <Later part={CORRESPONDENTS} language={language}>
        {({ CorrespondentsPanel }) => (
          <CorrespondentsPanel core={core.correspondents} language={language} onChanged={onChanged} />
        )}
      </Later>
      <EncryptIfPossible
        load={async () => {
          const { encrypt, ifPossible, locked } = await defaultProtection(settings, (await policy()).document);
          return { isOn: encrypt || ifPossible, isLocked: locked.encrypt === true };
        }}
        save={(isOn) => setOwn(settings, { encrypt: isOn ? 'when-possible' : 'offer' })}
        language={language}
      />
      <Later part={POLICY_SCREENS} language={language}>
        {({ PolicyPanel, RecordPanel }) => (
          <>
            <PolicyPanel
              load={async () => ({ policy: await policy(), own: await ownRules(settings) })}
              save={(exception) => addException(settings, exception)}
              remove={(exception) => removeException(settings, exception)}
              language={language}
            />
            <RecordPanel
              load={async () => (await record()).state()}
              switchOn={async (isOn) => (await record()).switchOn(isOn)}
              erase={async () => (await record()).erase()}
              save={(format) => saveRecord(format, record)}
              language={language}
            />
          </>
        )}
      </Later>
      <SendOptionsPanel
        load={() => readSendOptions(settings)}
        save={(options) => storeSendOptions(settings, options)}
        language={language}
      />
      <Later part={LOOK_UP_PANEL} language={language}>
        {({ LookUpPanel }) => <LookUpPanel lookingUp={core.lookingUp} language={language} onChanged={onChanged} />}
      </Later>
      {marking && (
        <Later part={CATEGORY} language={language}>
          {({ CategoryPanel }) => <CategoryPanel marking={marking} language={language} onChanged={onChanged} />}
        </Later>
      )}
      <RevocationOptionsPanel
        load={() => revocation.choice()}
        save={(options) => revocation.store(options)}
        canAsk={revocation.canAsk}
        onChanged={onChanged}
        language={language}
      />
      <PublicAnchorsPanel
        load={() => publicAnchors.read()}
        save={(choice) => publicAnchors.choose(choice).then(onChanged)}
        language={language}
      />
      <PinsPanel load={() => pins.all()} remove={(pin) => pins.remove(pin)} onChanged={onChanged} language={language} />
      <ForgetPanel erase={() => core.eraseRemembered()} language={language} onChanged={onChanged} />
    </Fragment>
  );
}
