import { Icon } from './icons';
import { label, locale } from './labels';
import { type Outlook } from './outlook';
import { type MessageSummary } from '../views';

export function FolderList({ outlook }: { readonly outlook: Outlook }) {
  const { folder, mailbox } = outlook.state;
  return (
    <nav class="folders" aria-label={label('folders')}>
      {mailbox.folders.map(({ id, unread, total }) => {
        const count = id === 'drafts' ? total : unread;
        return (
          <button
            key={id}
            type="button"
            data-folder={id}
            aria-current={id === folder ? 'true' : undefined}
            onClick={() => void outlook.selectFolder(id)}
          >
            <span>{label(id)}</span>
            {count > 0 && <span class="count">{count}</span>}
          </button>
        );
      })}
    </nav>
  );
}

export function MessageList({ outlook }: { readonly outlook: Outlook }) {
  const { current, folder, mailbox } = outlook.state;
  const openId = current?.kind === 'read' ? current.view.id : undefined;
  const messages = mailbox.messages.filter((message) => message.folder === folder);
  return (
    <section class="messages" aria-label={label('messages')}>
      {messages.length === 0 && <p class="empty">{label('noMessages')}</p>}
      <ul onKeyDown={moveInList}>
        {messages.map((message) => (
          <li key={message.id}>
            <Row message={message} isOpen={message.id === openId} outlook={outlook} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row(props: { readonly message: MessageSummary; readonly isOpen: boolean; readonly outlook: Outlook }) {
  const { message, isOpen, outlook } = props;
  const isOutgoing = message.folder === 'sentitems' || message.folder === 'drafts';
  const people = isOutgoing ? message.to : [message.from];
  return (
    <button
      type="button"
      class={message.isRead ? 'row' : 'row unread'}
      data-message={message.id}
      aria-current={isOpen ? 'true' : undefined}
      onClick={() => void outlook.selectMessage(message.id)}
    >
      <span class="who">{people.map(({ name, address }) => name || address).join('; ') || ' '}</span>
      <span class="when">{shortTime(message.received)}</span>
      <span class="subject">
        {message.subject || label('noSubject')}
        {message.hasAttachments && <Icon name="attachment" />}
        {message.itemClass !== 'IPM.Note' && <Icon name="shield" />}
      </span>
      <span class="preview">{message.preview}</span>
    </button>
  );
}

function shortTime(at: number): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(locale, { month: 'short', day: 'numeric' });
}

function moveInList(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.row')];
  rows[rows.indexOf(document.activeElement as HTMLElement) + step]?.focus();
}
