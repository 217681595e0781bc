import { type JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type AttachmentView, type BodyPart, type InlineImage, type MessageBody } from '../../shared/index';
import { safeFilename } from './download';
import { failureOf } from './failure';
import { Foreign } from './foreign';
import { sizeText } from './formats';
import { Icon } from './icons';
import { estimatedHeight, frameDocument } from './message-frame';
import { FailureNotice, Notice } from './notices';
import { bodyText } from './plain-text';
import { type BodyIsolation, type Failure, type Language } from './props';
import { safeHtml, type SafeLink } from './safe-html';
import { useStrings } from './strings';

export interface MessageViewProps {
  readonly body: MessageBody;
  readonly language: Language;
  readonly isolation?: BodyIsolation;
  /** Fetches the octets and hands them to the user; rejects where it cannot. */
  readonly onSave: (attachment: AttachmentView, filename: string) => Promise<void>;
}

/** The text of an opened message and its attachments. Nothing in it is fetched, run or followed. */
export function MessageView({ body, language, isolation = 'frame', onSave }: MessageViewProps): JSX.Element {
  const { read } = useStrings(language);
  const parts = body.parts.filter((part) => (part.kind === 'text' ? part.text : part.html).trim() !== '');
  return (
    <section class="sg-message" aria-label={read.body}>
      {parts.length === 0 && <p class="sg-hint">{read.emptyBody}</p>}
      {parts.map((part, index) =>
        part.kind === 'text' ? (
          <TextPart key={index} part={part} language={language} />
        ) : (
          <HtmlPart key={index} html={part.html} images={part.images} language={language} isolation={isolation} />
        ),
      )}
      {body.attachments.length > 0 && <Attachments list={body.attachments} language={language} onSave={onSave} />}
    </section>
  );
}

function TextPart(props: {
  readonly part: Extract<BodyPart, { kind: 'text' }>;
  readonly language: Language;
}): JSX.Element {
  const { text, shortened } = props.part;
  const { read } = useStrings(props.language);
  return (
    <>
      {shortened && <Notice tone="neutral">{read.shortened[shortened]}</Notice>}
      <div class="sg-text" dir="auto">
        {bodyText(text)}
      </div>
    </>
  );
}

function HtmlPart(props: {
  readonly html: string;
  readonly images: readonly InlineImage[];
  readonly language: Language;
  readonly isolation: BodyIsolation;
}): JSX.Element {
  const { html, images, language, isolation } = props;
  const { read } = useStrings(language);
  const safe = useMemo(() => safeHtml(html, images), [html, images]);
  return (
    <div class="sg-html">
      {isolation === 'frame' ? (
        <iframe
          class="sg-frame"
          title={read.body}
          sandbox=""
          referrerpolicy="no-referrer"
          height={estimatedHeight(safe.fragment)}
          srcdoc={frameDocument(safe.fragment, language)}
        />
      ) : (
        <ShadowBody fragment={safe.fragment} />
      )}
      {safe.hadRemoteContent && <Notice tone="neutral">{read.remoteBlocked}</Notice>}
      {safe.links.length > 0 && <Links list={safe.links} language={language} />}
    </div>
  );
}

/** The outer element, which no style of the message reaches, keeps everything inside its box. */
function ShadowBody({ fragment }: { readonly fragment: DocumentFragment }): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const host = document.createElement('div');
    host.attachShadow({ mode: 'closed' }).append(fragment.cloneNode(true));
    holder.current?.replaceChildren(host);
  }, [fragment]);
  return <div class="sg-shadow" ref={holder} />;
}

/** Links open from here and not from inside the message, so that the real address is seen first. */
function Links({ list, language }: { readonly list: readonly SafeLink[]; readonly language: Language }): JSX.Element {
  const { read } = useStrings(language);
  return (
    <details class="sg-details sg-links">
      <summary>{read.links(list.length)}</summary>
      <ul class="sg-people">
        {list.map(({ text, address }) => (
          <li key={address}>
            <Icon name="link" />
            <span>
              {text.trim() !== '' && text.trim() !== address && (
                <span class="sg-line">
                  <Foreign>{text}</Foreign>
                </span>
              )}
              <a href={address} target="_blank" rel="noopener noreferrer">
                <Foreign>{address}</Foreign>
              </a>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Attachments(props: {
  readonly list: readonly AttachmentView[];
  readonly language: Language;
  readonly onSave: MessageViewProps['onSave'];
}): JSX.Element {
  const { list, language, onSave } = props;
  const { read, common } = useStrings(language);
  const [failure, setFailure] = useState<Failure>();
  const save = async (attachment: AttachmentView, filename: string): Promise<void> => {
    setFailure(undefined);
    try {
      await onSave(attachment, filename);
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  return (
    <section class="sg-group">
      <h3>{read.attachments}</h3>
      <ul class="sg-attachments">
        {list.map((attachment, index) => {
          const filename = safeFilename(attachment.filename, read.unnamedAttachment);
          return (
            <li key={index}>
              <Icon name="file" />
              <span class="sg-attachment-name">
                <Foreign>{filename}</Foreign>
                <span class="sg-second">{sizeText(attachment.size, language)}</span>
              </span>
              <button
                type="button"
                class="sg-button sg-quiet"
                aria-label={read.saveAttachment(filename)}
                onClick={() => void save(attachment, filename)}
              >
                <Icon name="save" />
                <span>{common.save}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {failure && <FailureNotice failure={failure} language={language} />}
    </section>
  );
}
