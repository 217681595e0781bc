import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { toBase64 } from '../../../../../shared/base/base64';
import { fileAttachment, htmlOfText, textOfHtml, type HostItem } from '../../host/item';
import { ItemBars } from './bars';
import { Icon } from './icons';
import { label } from './labels';
import { type Outlook } from './outlook';
import { RecipientField } from './recipient-field';
import { safeFragment } from './safe-html';
import { useItem } from './use-item';

/** A draft. What is typed goes into the item at once, what an add-in changes shows at once. */
export function ComposePane({ item, outlook }: { readonly item: HostItem; readonly outlook: Outlook }) {
  useItem(item);
  const [problem, setProblem] = useState('');
  const { people, user } = outlook.state.session;
  const isMeeting = item.mode === 'AppointmentCompose';
  const fieldProps = { item, people: [...people, user], onProblem: setProblem };
  return (
    <form
      class="compose"
      aria-label={label(isMeeting ? 'newMeeting' : 'newMail')}
      onSubmit={(event) => event.preventDefault()}
    >
      <ItemBars item={item} outlook={outlook} />
      {problem !== '' && (
        <div class="bar errorMessage" role="alert">
          {problem}
        </div>
      )}
      <div class="field">
        <span class="name">{label('from')}</span>
        <span>
          {item.from.name} &lt;{item.from.address}&gt;
        </span>
      </div>
      <RecipientField field="to" {...fieldProps} />
      <RecipientField field="cc" {...fieldProps} />
      {!isMeeting && <RecipientField field="bcc" {...fieldProps} />}
      <div class="field">
        <label for="field-subject">{label('subject')}</label>
        <input
          id="field-subject"
          value={item.subject}
          maxLength={255}
          onInput={(event) => {
            item.subject = event.currentTarget.value;
          }}
        />
      </div>
      <AttachmentRow item={item} />
      {item.bodyType === 'html' ? <HtmlBody item={item} /> : <TextBody item={item} />}
    </form>
  );
}

function AttachmentRow({ item }: { readonly item: HostItem }) {
  const chooser = useRef<HTMLInputElement>(null);
  const attach = async (files: FileList | null): Promise<void> => {
    for (const file of files ?? []) {
      const octets = new Uint8Array(await file.arrayBuffer());
      item.addAttachment(fileAttachment(file.name, toBase64(octets), file.type || 'application/octet-stream'));
    }
    if (chooser.current) chooser.current.value = '';
  };
  const setType = (bodyType: 'html' | 'text'): void => {
    item.bodyType = bodyType;
    item.changed();
  };
  return (
    <div class="field attachments">
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        data-attach=""
        onChange={(event) => void attach(event.currentTarget.files)}
      />
      <button type="button" onClick={() => chooser.current?.click()}>
        <Icon name="attachment" /> {label('attach')}
      </button>
      <label>
        <input
          type="checkbox"
          checked={item.bodyType === 'text'}
          onChange={(event) => setType(event.currentTarget.checked ? 'text' : 'html')}
        />{' '}
        {label('plainText')}
      </label>
      {item.attachments.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          class="chip"
          aria-label={label('removeItem', name)}
          onClick={() => item.removeAttachment(id)}
        >
          {name} <Icon name="close" />
        </button>
      ))}
    </div>
  );
}

function HtmlBody({ item }: { readonly item: HostItem }) {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (shown.current === item.bodyHtml) return;
    shown.current = item.bodyHtml;
    box.current?.replaceChildren(safeFragment(item.bodyHtml));
  });
  return (
    <div
      ref={box}
      class="body"
      id="field-body"
      contentEditable
      role="textbox"
      aria-multiline="true"
      aria-label={label('body')}
      onInput={(event) => {
        shown.current = item.bodyHtml = event.currentTarget.innerHTML;
      }}
    />
  );
}

function TextBody({ item }: { readonly item: HostItem }) {
  return (
    <textarea
      class="body"
      id="field-body"
      aria-label={label('body')}
      value={textOfHtml(item.bodyHtml)}
      onInput={(event) => {
        item.bodyHtml = htmlOfText(event.currentTarget.value);
      }}
    />
  );
}
