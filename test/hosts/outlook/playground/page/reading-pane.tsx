import { useRef } from 'preact/hooks';
import { type HostItem } from '../../host/item';
import { type AttachmentView, type MessageView, type Person } from '../views';
import { ItemBars } from './bars';
import { Icon } from './icons';
import { label, locale } from './labels';
import { type Outlook } from './outlook';
import { safeDocument } from './safe-html';
import { useItem } from './use-item';

const PROTECTED = 'IPM.Note.SMIME';

/**
 * A received message as Outlook on the web shows it without S/MIME of its own: the text of a clear-signed one, and for
 * an opaque-signed or encrypted one nothing but a notice.
 */
export function ReadingPane(props: { readonly view: MessageView; readonly item: HostItem; readonly outlook: Outlook }) {
  const { view, item, outlook } = props;
  useItem(item);
  return (
    <article class="reading" aria-label={label('message')}>
      <h2>{view.subject || label('noSubject')}</h2>
      <ItemBars item={item} outlook={outlook} />
      <header>
        <p class="from">{mailbox(view.from)}</p>
        <People name="to" list={view.to} />
        <People name="cc" list={view.cc} />
        <People name="bcc" list={view.bcc} />
        <p class="date">{new Date(view.received).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' })}</p>
        {item.categories.map((category) => (
          <span key={category} class="category">
            {category}
          </span>
        ))}
      </header>
      {view.itemClass === 'IPM.Note' && <Attachments view={view} outlook={outlook} />}
      {view.itemClass === PROTECTED ? (
        <p class="protected" role="note">
          {label('protectedBody', outlook.state.manifest.name)}
        </p>
      ) : (
        <Body view={view} />
      )}
      <footer>
        <button type="button" class="link" onClick={() => void saveSource(view, outlook)}>
          {label('saveEml')}
        </button>
      </footer>
    </article>
  );
}

function mailbox({ name, address }: Person): string {
  return name && name !== address ? `${name} <${address}>` : address;
}

function People({ name, list }: { readonly name: 'to' | 'cc' | 'bcc'; readonly list: readonly Person[] }) {
  return list.length === 0 ? null : (
    <p>
      {label(name)}: {list.map(mailbox).join('; ')}
    </p>
  );
}

function Body({ view }: { readonly view: MessageView }) {
  const frame = useRef<HTMLIFrameElement>(null);
  if (view.body.type === 'text') return <pre class="body">{view.body.content}</pre>;
  const fit = (): void => {
    const height = frame.current?.contentDocument?.documentElement.scrollHeight;
    if (height !== undefined && frame.current) frame.current.style.height = `${height + 8}px`;
  };
  return (
    <iframe
      ref={frame}
      class="body"
      title={label('body')}
      sandbox="allow-same-origin"
      srcDoc={safeDocument(view.body.content)}
      onLoad={fit}
    />
  );
}

function Attachments({ view, outlook }: { readonly view: MessageView; readonly outlook: Outlook }) {
  const shown = view.attachments.filter(({ isInline }) => !isInline);
  return shown.length === 0 ? null : (
    <ul class="attachments">
      {shown.map((attachment) => (
        <li key={attachment.id}>
          <button type="button" onClick={() => void saveAttachment(view, attachment, outlook)}>
            <Icon name="attachment" /> {attachment.name} <small>{Math.ceil(attachment.size / 1024)} KB</small>
          </button>
        </li>
      ))}
    </ul>
  );
}

async function saveAttachment(view: MessageView, attachment: AttachmentView, outlook: Outlook): Promise<void> {
  save(await outlook.server.attachment(view.id, attachment.id), attachment.name);
}

async function saveSource(view: MessageView, outlook: Outlook): Promise<void> {
  save(await outlook.server.source(view.id), `${view.subject.replace(/[^\p{L}\p{N}]+/gu, '-') || 'message'}.eml`);
}

function save(octets: Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([octets]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
