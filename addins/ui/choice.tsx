import { type JSX } from 'preact';

/** One of several values, by its text. */
export function Choice<Value extends string>(props: {
  readonly name: string;
  readonly label: string;
  readonly values: readonly Value[];
  readonly texts: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly isDisabled: boolean;
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  const { name, label, values, texts, value, isDisabled, onChange } = props;
  return (
    <label class="sg-input">
      <span>{label}</span>
      <select
        name={name}
        value={value}
        disabled={isDisabled}
        onChange={(event) => {
          const chosen = values[event.currentTarget.selectedIndex];
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {values.map((one) => (
          <option key={one} value={one} selected={one === value}>
            {texts[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
