import { useEffect, useId, useState } from 'preact/hooks';
import { type JSX } from 'preact';

interface Labelled {
  readonly label: string;
}

/** A value that is none of the options is one more, so that it is seen as it stands. */
export function Choice(
  props: Labelled & {
    readonly value: string;
    readonly options: readonly (readonly [value: string, label: string])[];
    readonly onChange: (value: string) => void;
  },
): JSX.Element {
  const id = useId();
  const isKnown = props.options.some(([value]) => value === props.value);
  const options = isKnown ? props.options : [[props.value, props.value] as const, ...props.options];
  return (
    <div class="pe-control">
      <label for={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A text that counts when it is left, so that half of it is never written down. */
export function TextLine(
  props: Labelled & {
    readonly hint?: string;
    readonly value: string;
    readonly onChange: (value: string) => void;
  },
): JSX.Element {
  const id = useId();
  const [text, setText] = useState(props.value);
  useEffect(() => setText(props.value), [props.value]);
  return (
    <div class="pe-control">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="text"
        value={text}
        spellcheck={false}
        autocomplete="off"
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.hint !== undefined && (
        <span id={`${id}-hint`} class="pe-hint">
          {props.hint}
        </span>
      )}
    </div>
  );
}

export function Tick(
  props: Labelled & { readonly value: boolean; readonly onChange: (value: boolean) => void },
): JSX.Element {
  const id = useId();
  return (
    <div class="pe-tick">
      <input
        id={id}
        type="checkbox"
        checked={props.value}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
    </div>
  );
}
