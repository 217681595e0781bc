import { type JSX } from 'preact';
import { focusOnce } from './focus';

/** One passphrase to be typed; what is wrong with it is said beside it and announced. */
export function PassphraseField(props: {
  readonly name: 'passphrase' | 'current' | 'next' | 'repeat';
  readonly label: string;
  readonly value: string;
  readonly problem?: string | undefined;
  readonly help?: string | undefined;
  readonly isShown?: boolean;
  readonly hasFocus?: boolean;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { name, label, value, problem = '', help, isShown = false, hasFocus = false, onChange } = props;
  const [helpId, problemId] = [`sg-${name}-help`, `sg-${name}-problem`];
  const input = {
    name,
    value,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: false,
    'aria-invalid': problem !== '',
    'aria-describedby': help === undefined ? problemId : `${problemId} ${helpId}`,
    ref: hasFocus ? focusOnce : null,
    onInput: (event: { readonly currentTarget: HTMLInputElement }): void => onChange(event.currentTarget.value),
  } as const;
  return (
    <>
      <label class="sg-input">
        <span>{label}</span>
        {isShown ? <input type="text" {...input} /> : <input type="password" {...input} />}
      </label>
      <p class="sg-status sg-tone-error" id={problemId} role="alert">
        {problem}
      </p>
      {help !== undefined && (
        <p class="sg-hint" id={helpId}>
          {help}
        </p>
      )}
    </>
  );
}
