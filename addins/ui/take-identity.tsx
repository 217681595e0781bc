import { type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { EXPORT_TARGETS, type ExportedIdentity, type ExportTarget } from '../../shared/index';
import { onLockNews } from '../worker/lock-news';
import { Check } from './check';
import { Choice } from './choice';
import { safeFilename, saveFile } from './download';
import { failureOf } from './failure';
import { FailureOrUnlock } from './failure-or-unlock';
import { useGettingStrings } from './getting-strings';
import { type IdentityActionProps } from './identity-core';
import { Busy, Notice, StatusLine } from './notices';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';

const TARGETS = Object.keys(EXPORT_TARGETS) as ExportTarget[];

/** Makes an encrypted file of an identity for another device or program, and leads there. The key is never mailed. */
export function TakeIdentity(props: IdentityActionProps): JSX.Element {
  return <Opening {...props} label={useGettingStrings(props.language).take.open} first="apple" />;
}

/** The same for a copy that is only kept. */
export function MakeBackup(props: IdentityActionProps): JSX.Element {
  return <Opening {...props} label={useGettingStrings(props.language).take.backup} first="signet" />;
}

function Opening(props: IdentityActionProps & { readonly label: string; readonly first: ExportTarget }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <TakeSteps {...props} onDone={() => setOpen(false)} />;
  return (
    <button type="button" class="sg-button" onClick={() => setOpen(true)}>
      {props.label}
    </button>
  );
}

function TakeSteps(
  props: IdentityActionProps & { readonly first: ExportTarget; readonly onDone: () => void },
): JSX.Element {
  const { identity, core, language, first, onChanged, onDone } = props;
  const { take } = useGettingStrings(language);
  const { common } = useStrings(language);
  const [target, setTarget] = useState(first);
  const [isLegacy, setLegacy] = useState(false);
  const [made, setMade] = useState<ExportedIdentity>();
  const [isBusy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const facts = EXPORT_TARGETS[target];
  /** Goes up when keys are locked: what was being made then is not shown. */
  const locks = useRef(0);
  // The passphrase goes with the screen, and with the keys.
  useEffect(() => {
    const stop = onLockNews((news) => {
      if (news !== 'locked') return;
      locks.current++;
      setMade((before) => {
        if (before) setFailure({ code: 'locked' });
        return undefined;
      });
    });
    return () => {
      stop();
      setMade(undefined);
    };
  }, []);
  const change = (next: { readonly target?: ExportTarget; readonly isLegacy?: boolean }): void => {
    setTarget(next.target ?? target);
    setLegacy(next.isLegacy ?? false);
    setMade(undefined);
    setSaved(false);
  };
  const make = async (): Promise<void> => {
    setFailure(undefined);
    setSaved(false);
    setBusy(true);
    const before = locks.current;
    try {
      const exported = await core.getting.exportIdentity({ id: identity.id, target, isLegacy });
      if (before === locks.current) setMade(exported);
      else setFailure({ code: 'locked' });
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
    setBusy(false);
  };
  const save = ({ file }: ExportedIdentity): void => {
    saveFile(safeFilename(`${identity.addresses[0] ?? identity.name}.p12`, 'identity.p12'), file);
    core.noteBackups([identity.id]).then(
      () => {
        setSaved(true);
        onChanged();
      },
      (thrown: unknown) => setFailure(failureOf(thrown)),
    );
  };
  return (
    <section class="sg-take" aria-label={take.title(identity.name)} aria-busy={isBusy}>
      <Choice
        name="target"
        label={take.target}
        values={TARGETS}
        texts={take.targets}
        value={target}
        isDisabled={isBusy}
        onChange={(chosen) => change({ target: chosen })}
      />
      <p class="sg-hint">{take.evidence[facts.evidence]}</p>
      {facts.needsLegacyAtTimes && (
        <Check name="legacy" isOn={isLegacy} isDisabled={isBusy} onChange={(on) => change({ isLegacy: on })}>
          {take.legacy}
        </Check>
      )}
      {isLegacy && <Notice tone="attention">{take.legacyWarning}</Notice>}
      {!made && !isBusy && (
        <button type="button" class="sg-button sg-primary" onClick={() => void make()}>
          {take.make}
        </button>
      )}
      {isBusy && <Busy language={language} />}
      {made && <Passphrase text={made.passphrase} language={language} />}
      {made && (
        <button type="button" class="sg-button sg-primary" onClick={() => save(made)}>
          {take.save}
        </button>
      )}
      {isSaved && <StatusLine text={take.saved} tone="positive" />}
      {made && <Way target={target} language={language} />}
      {failure && (
        <FailureOrUnlock
          failure={failure}
          keys={core.keys}
          language={language}
          why="settings"
          onUnlocked={() => void make()}
        />
      )}
      <button type="button" class="sg-button sg-quiet" disabled={isBusy} onClick={onDone}>
        {made ? take.done : common.cancel}
      </button>
    </section>
  );
}

/** To be typed from the screen: it can be marked, and nothing here puts it on the clipboard. */
function Passphrase({ text, language }: { readonly text: string; readonly language: Language }): JSX.Element {
  const { take } = useGettingStrings(language);
  return (
    <div class="sg-passphrase">
      <span id="sg-passphrase-label">{take.secret}</span>
      <output aria-labelledby="sg-passphrase-label" translate={false} lang="x-none">
        {text}
      </output>
      <p class="sg-hint">{take.secretHelp}</p>
    </div>
  );
}

function Way({ target, language }: { readonly target: ExportTarget; readonly language: Language }): JSX.Element {
  const { take } = useGettingStrings(language);
  const taps = target === 'apple' || target === 'android' ? take.taps[target] : [];
  return (
    <>
      <p>{take.ways}</p>
      <ul class="sg-ways">
        {Object.entries(take.way).map(([name, text]) => (
          <li key={name}>{text}</li>
        ))}
      </ul>
      {taps.length > 0 && (
        <>
          <h4>{take.tapTitle}</h4>
          <ol class="sg-ways">
            {taps.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ol>
        </>
      )}
      <h4>{take.afterTitle}</h4>
      <p>{take.after}</p>
    </>
  );
}
