import { useEffect, useReducer } from 'preact/hooks';
import { StatusBars } from './bars';
import { ComposePane } from './compose';
import { FolderList, MessageList } from './folders';
import { Icon } from './icons';
import { label } from './labels';
import { type Outlook } from './outlook';
import { ReadingPane } from './reading-pane';
import { Ribbon } from './ribbon';
import { SmartAlert } from './smart-alert';

/** The whole window but the add-in's frames, whose places stay in the document for good. */
export function App({ outlook }: { readonly outlook: Outlook }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => outlook.onChange(() => redraw(undefined)), [outlook]);
  const { alert, session } = outlook.state;
  return (
    <>
      <header class="top">
        <strong>Outlook</strong>
        <span class="banner">{label('banner')}</span>
        <span class="user">
          {session.user.name} · {session.user.address}
        </span>
      </header>
      <Ribbon outlook={outlook} />
      <StatusBars outlook={outlook} />
      <FolderList outlook={outlook} />
      <MessageList outlook={outlook} />
      <main class="content">
        <Content outlook={outlook} />
      </main>
      {alert && <SmartAlert alert={alert} outlook={outlook} />}
    </>
  );
}

function Content({ outlook }: { readonly outlook: Outlook }) {
  const { current } = outlook.state;
  if (!current) return <p class="empty">{label('nothingSelected')}</p>;
  if (current.kind === 'compose') return <ComposePane item={current.item} outlook={outlook} />;
  return <ReadingPane key={current.view.id} view={current.view} item={current.item} outlook={outlook} />;
}

/** Title, pin and cross above the task pane's frame. */
export function PaneHead({ outlook }: { readonly outlook: Outlook }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => outlook.onChange(() => redraw(undefined)), [outlook]);
  const { manifest, pane } = outlook.state;
  if (!pane) return null;
  const isPinnable = pane.control.action.kind === 'pane' && pane.control.action.isPinnable;
  return (
    <header class="pane-head">
      <strong>{manifest.name}</strong>
      {isPinnable && (
        <button
          type="button"
          aria-pressed={pane.isPinned}
          aria-label={label('pinPane')}
          title={label('pinPane')}
          onClick={() => outlook.setPinned(!pane.isPinned)}
        >
          <Icon name="pin" />
        </button>
      )}
      <button type="button" aria-label={label('closePane')} onClick={() => outlook.closePane()}>
        <Icon name="close" />
      </button>
    </header>
  );
}
