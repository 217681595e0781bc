import { type ComponentChildren, type JSX } from 'preact';

/** Something to be ticked, with its text. */
export function Check(props: {
  readonly name?: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { name, isOn, isDisabled = false, onChange, children } = props;
  return (
    <label class="sg-check">
      <input
        type="checkbox"
        name={name}
        disabled={isDisabled}
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
