import { render } from 'preact';
import { MessageView, StatusLine, type AttachmentView, type Language } from '../../ui/index';
import { replaceContent } from './empty-document';
import { askToSave, type PaneView } from '../host/page-messages';

/** The octets stay in the background page, which saves them itself. */
function withoutOctets(attachment: Omit<AttachmentView, 'octets'>): AttachmentView {
  return { ...attachment, octets: () => Promise.reject(new Error('saved by the background page')) };
}

/** Shows an opened message, or why it is closed, in a message document that is empty. */
export function showOpened(
  body: HTMLElement,
  { style: css, sentence, tone, body: text }: PaneView,
  language: Language,
): void {
  const host = document.createElement('div');
  const style = document.createElement('style');
  style.textContent = css;
  const root = document.createElement('div');
  root.className = 'sg';
  host.attachShadow({ mode: 'closed' }).append(style, root);
  replaceContent(body, host);
  const attachments = text?.attachments.map(withoutOctets) ?? [];
  render(
    <>
      <StatusLine text={sentence} tone={tone} />
      {text && (
        <MessageView
          body={{ parts: text.parts, attachments }}
          language={language}
          isolation="shadow"
          onSave={(attachment, filename) => askToSave(attachments.indexOf(attachment), filename)}
        />
      )}
    </>,
    root,
  );
}
