import { type JSX } from 'preact';
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { focusOnce, Foreign, Notice, sizeText, useStrings, type Language } from '../../../ui/index';
import { failureText } from '../failure-text';
import { type Services } from '../services';
import { ComposePane } from './compose-pane';
import { removeDraft } from './send-secure';
import { writtenFile } from './written-file';
import { createWrittenMessage, isEmpty, wrongIn, type WritingStart, type WrittenMessage } from './written-message';
import { useWriteStrings } from './write-strings';

/** What was written here lies on no server: there is nothing to remove. */
const NOTHING_KEPT = { remove: () => Promise.resolve() };

/** A message that is written in the pane itself, down to the button that sends it. */
export function WritePane(props: {
  readonly start: WritingStart;
  readonly language: Language;
  readonly services: Services;
  readonly generation: number;
  /** It was sent or given up. */
  readonly onEnd: () => void;
}): JSX.Element {
  const { start, language, generation, onEnd } = props;
  const strings = useWriteStrings(language);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [isSent, setSent] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const message = useMemo(
    () => createWrittenMessage(start, { changed: () => redraw(undefined), ended: () => setSent(true) }),
    [start],
  );
  const services = useMemo(() => ({ ...props.services, drafts: NOTHING_KEPT }), [props.services]);
  const isWorthAsking = !isSent && !isEmpty(message.fields, start);
  useLossWarning(isWorthAsking);
  return (
    <section class="pane-compose" aria-label={strings.heading}>
      {!isSent && (
        <fieldset class="pane-written" disabled={isBusy}>
          <div>
            <button
              type="button"
              class="sg-button sg-quiet"
              data-step="back"
              onClick={() => (isWorthAsking ? setLeaving(true) : onEnd())}
            >
              {strings.back}
            </button>
          </div>
          {isLeaving && <Leaving language={language} onDiscard={onEnd} onStay={() => setLeaving(false)} />}
          <WriteForm message={message} start={start} isBusy={isBusy} language={language} />
        </fieldset>
      )}
      <ComposePane
        language={language}
        services={services}
        item={message.item}
        generation={generation}
        onBusy={setBusy}
      />
      {isSent && <After start={start} language={language} services={props.services} onEnd={onEnd} />}
    </section>
  );
}

/** A page that goes away asks first, where its host lets it. */
function useLossWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const warn = (event: Event): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isOn]);
}

/** Its fields. */
export function WriteForm(props: {
  readonly message: WrittenMessage;
  readonly start: WritingStart;
  /** It is being sent. */
  readonly isBusy?: boolean;
  readonly language: Language;
}): JSX.Element {
  const { message, start, isBusy = false, language } = props;
  const strings = useWriteStrings(language);
  const [failure, setFailure] = useState<unknown>();
  const { fields, write } = message;
  const wrong = wrongIn(fields);
  const quote = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const text = await start.quote?.();
      if (text !== undefined) write({ text: message.fields.text + text });
    } catch (thrown) {
      setFailure(thrown);
    }
  };
  const line = (name: 'to' | 'cc' | 'bcc' | 'subject'): JSX.Element => (
    <label class="sg-input">
      {strings[name]}
      <input
        type="text"
        autocomplete="off"
        data-field={name}
        value={fields[name]}
        {...(name === 'to' && { 'aria-describedby': 'write-addresses' })}
        onInput={({ currentTarget }) => write({ [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <div class="pane-write">
      <h2>{strings.heading}</h2>
      <p class="sg-hint">
        {strings.about} {strings.loss}
      </p>
      <p>
        {strings.from}: <Foreign>{start.from.address}</Foreign>
      </p>
      {line('to')}
      <p class="sg-hint" id="write-addresses" aria-live="polite">
        {wrong.length > 0 ? <Foreign>{strings.wrong(wrong.join(', '))}</Foreign> : strings.addresses}
      </p>
      {start.elsewhere && (
        <Notice tone="attention">
          <Foreign>{strings.elsewhere(start.elsewhere.join(', '))}</Foreign>
        </Notice>
      )}
      {line('cc')}
      {line('bcc')}
      {line('subject')}
      <label class="sg-input">
        {strings.text}
        <textarea
          ref={focusOnce}
          rows={10}
          dir="auto"
          data-field="text"
          value={fields.text}
          onInput={({ currentTarget }) => write({ text: currentTarget.value })}
        />
      </label>
      {start.quote && (
        <button type="button" class="sg-button sg-quiet" data-step="quote" onClick={() => void quote()}>
          {strings.quote}
        </button>
      )}
      <Files message={message} isBusy={isBusy} language={language} />
      {failure !== undefined && <Notice tone="error">{failureText(failure, language)}</Notice>}
    </div>
  );
}

function Files(props: {
  readonly message: WrittenMessage;
  readonly isBusy: boolean;
  readonly language: Language;
}): JSX.Element {
  const { message, isBusy, language } = props;
  const strings = useWriteStrings(language);
  const { files } = message.fields;
  const add = (list: FileList | null | undefined): void => {
    for (const file of list ?? []) {
      const octets = file.arrayBuffer().then((buffer) => new Uint8Array(buffer));
      message.attach(writtenFile({ filename: file.name, size: file.size }, octets));
    }
  };
  return (
    <div
      class="pane-write-files"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        // What is being sent is not added to.
        if (!isBusy) add(event.dataTransfer?.files);
      }}
    >
      <label class="sg-file sg-button sg-quiet">
        <input
          type="file"
          multiple
          onChange={({ currentTarget }) => {
            add(currentTarget.files);
            currentTarget.value = '';
          }}
        />
        <span>{strings.attach}</span>
      </label>
      <p class="sg-hint">{strings.drop}</p>
      {files.length > 0 && (
        <ul class="pane-list" aria-label={strings.attached}>
          {files.map((file) => (
            <li key={file.filename} data-state={file.state}>
              <Foreign>{file.filename}</Foreign> {sizeText(file.size, language)}{' '}
              {file.state !== 'read' && (
                <strong role="status">{file.state === 'reading' ? strings.reading : strings.unread}</strong>
              )}{' '}
              <button
                type="button"
                class="sg-button sg-quiet"
                aria-label={strings.remove(file.filename)}
                onClick={() => message.write({ files: files.filter((one) => one !== file) })}
              >
                {strings.removeShort}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function Leaving(props: {
  readonly language: Language;
  readonly onDiscard: () => void;
  readonly onStay: () => void;
}): JSX.Element {
  const strings = useWriteStrings(props.language);
  return (
    <div class="sg-question" role="alertdialog" aria-labelledby="leave-title" aria-describedby="leave-text">
      <strong id="leave-title">{strings.leaveTitle}</strong>
      <p id="leave-text">{strings.leaveText}</p>
      <div class="sg-actions">
        <button type="button" class="sg-button" ref={focusOnce} onClick={props.onStay}>
          {strings.stay}
        </button>
        <button type="button" class="sg-button" data-step="discard" onClick={props.onDiscard}>
          {strings.discard}
        </button>
      </div>
    </div>
  );
}

/** What is left to do once it was sent: Outlook's own draft is still there. */
function After(props: {
  readonly start: WritingStart;
  readonly language: Language;
  readonly services: Pick<Services, 'drafts'>;
  readonly onEnd: () => void;
}): JSX.Element {
  const { start, language, services, onEnd } = props;
  const strings = useWriteStrings(language);
  const { outlook } = useStrings(language);
  const { draft } = start;
  const [isLeft, setLeft] = useState(false);
  const remove = async (of: NonNullable<typeof draft>): Promise<void> => {
    if (!(await removeDraft(of, services.drafts))) {
      setLeft(true);
      return;
    }
    await of.close().catch(() => undefined);
    onEnd();
  };
  const done = (
    <button type="button" class="sg-button" data-step="done" onClick={onEnd}>
      {strings.done}
    </button>
  );
  if (!draft) return done;
  return (
    <Notice
      tone="neutral"
      actions={
        <>
          <button type="button" class="sg-button" data-step="remove-draft" onClick={() => void remove(draft)}>
            {strings.removeDraft}
          </button>
          {done}
        </>
      }
    >
      {isLeft ? outlook.draftLeft : strings.draftStays}
    </Notice>
  );
}
