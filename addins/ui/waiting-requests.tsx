import { type JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { utf8Bytes, type WaitingRequest } from '../../shared/index';
import { copyText } from './copy-text';
import { safeFilename, saveFile } from './download';
import { focusOnce } from './focus';
import { Foreign } from './foreign';
import { algorithmText, dayText } from './formats';
import { useGettingStrings } from './getting-strings';
import { StatusLine } from './notices';
import { type Language } from './props';

/** The requests that wait, each to be shown again, saved or deleted, and the place for an answer to any of them. */
export function WaitingRequests(props: {
  readonly waiting: readonly WaitingRequest[];
  readonly language: Language;
  readonly onRemove: (id: string) => Promise<void>;
  readonly onInstall: (file: File) => Promise<void>;
}): JSX.Element | null {
  const { waiting, language, onRemove, onInstall } = props;
  const { get } = useGettingStrings(language);
  if (waiting.length === 0) return null;
  return (
    <>
      <h5>{get.waiting}</h5>
      <ul class="sg-identities">
        {waiting.map((request) => (
          <Request key={request.id} request={request} language={language} onRemove={onRemove} />
        ))}
      </ul>
      <label class="sg-button sg-primary sg-file">
        {get.install}
        <input
          type="file"
          name="answer"
          accept=".cer,.crt,.der,.pem,.p7b,.p7c,.txt"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) void onInstall(file);
            currentTarget.value = '';
          }}
        />
      </label>
      <p class="sg-hint">{get.installHelp}</p>
    </>
  );
}

function Request(props: {
  readonly request: WaitingRequest;
  readonly language: Language;
  readonly onRemove: (id: string) => Promise<void>;
}): JSX.Element {
  const { request, language, onRemove } = props;
  const { get } = useGettingStrings(language);
  const [state, setState] = useState<'closed' | 'shown' | 'asking'>('closed');
  const name = request.addresses.join(', ') || request.subject;
  return (
    <li class="sg-identity" data-request={request.id}>
      <div>
        <strong>
          <Foreign>{name}</Foreign>
        </strong>
        <span class="sg-second">
          {algorithmText(request.keyAlgorithm)}, {get.madeOn(dayText(request.created, language))}
        </span>
      </div>
      <div class="sg-actions">
        <button type="button" class="sg-button" onClick={() => setState(state === 'shown' ? 'closed' : 'shown')}>
          {state === 'shown' ? get.hide : get.show}
        </button>
        <button type="button" class="sg-button" onClick={() => setState('asking')}>
          {get.remove}
        </button>
      </div>
      {state === 'shown' && <Pem request={request} name={name} language={language} />}
      {state === 'asking' && (
        <div class="sg-question" role="alertdialog" aria-label={get.removeTitle}>
          <strong>{get.removeTitle}</strong>
          <p class="sg-hint">{get.removeHelp}</p>
          <div class="sg-actions">
            <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={() => setState('closed')}>
              {get.keep}
            </button>
            <button type="button" class="sg-button" onClick={() => void onRemove(request.id)}>
              {get.remove}
            </button>
          </div>
        </div>
      )}
    </li>
  );
}

function Pem(props: {
  readonly request: WaitingRequest;
  readonly name: string;
  readonly language: Language;
}): JSX.Element {
  const { request, name, language } = props;
  const { get } = useGettingStrings(language);
  const place = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    if (place.current) setSaid(get[await copyText(request.pem, place.current)]);
  };
  return (
    <>
      <pre class="sg-code sg-pem" ref={place} tabIndex={0} aria-label={get.show}>
        {request.pem}
      </pre>
      <div class="sg-actions">
        <button type="button" class="sg-button" onClick={() => void copy()}>
          {get.copy}
        </button>
        <button
          type="button"
          class="sg-button"
          onClick={() => saveFile(safeFilename(`${name}.csr`, 'request.csr'), utf8Bytes(request.pem))}
        >
          {get.save}
        </button>
      </div>
      <StatusLine text={said} />
    </>
  );
}
