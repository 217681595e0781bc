import { type ComponentChildren, type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStrings, type Language } from '../../ui/index';

export interface MessageFile {
  readonly name: string;
  readonly content: Blob;
}

const fileOf = (file: File): MessageFile => ({ name: file.name, content: file });

/** A message file chosen by the user: the way to an original that needs neither host nor network. */
export function MessageFileInput(props: {
  readonly language: Language;
  readonly onFile: (file: MessageFile) => void;
}): JSX.Element {
  const { outlook } = useStrings(props.language);
  return (
    <div class="pane-file">
      <label class="sg-file sg-button sg-quiet">
        <input
          type="file"
          accept=".eml,message/rfc822"
          onChange={(event) => {
            const input = event.currentTarget;
            const [file] = input.files ?? [];
            if (file) props.onFile(fileOf(file));
            input.value = '';
          }}
        />
        <span>{outlook.openFile}</span>
      </label>
      <p class="sg-hint">{outlook.dropHint}</p>
    </div>
  );
}

/** Takes a message file that is dropped anywhere on its content. */
export function DropTarget(props: {
  readonly language: Language;
  readonly onFile: (file: MessageFile) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { outlook } = useStrings(props.language);
  const [isOver, setOver] = useState(false);
  const hasFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
  return (
    <div
      class={isOver ? 'pane-drop pane-drop-over' : 'pane-drop'}
      onDragOver={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.target === event.currentTarget) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        const [file] = event.dataTransfer?.files ?? [];
        if (!file) return;
        event.preventDefault();
        props.onFile(fileOf(file));
      }}
    >
      {isOver && (
        <p class="pane-drop-hint" role="status">
          {outlook.dropHere}
        </p>
      )}
      {props.children}
    </div>
  );
}
