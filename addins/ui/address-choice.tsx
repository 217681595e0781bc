import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useGettingStrings } from './getting-strings';
import { type Language } from './props';

const OTHER = '';

/** One of the user's addresses, or another that is typed; where the host knows none, typed at once. */
export function AddressChoice(props: {
  readonly name: string;
  readonly accounts: () => Promise<readonly string[]>;
  readonly language: Language;
  readonly value: string;
  readonly onChange: (address: string) => void;
}): JSX.Element {
  const { name, accounts, language, value, onChange } = props;
  const { get } = useGettingStrings(language);
  const [known, setKnown] = useState<readonly string[]>([]);
  const [isOther, setOther] = useState(false);
  useEffect(() => {
    let isGone = false;
    accounts().then(
      (found) => {
        if (isGone) return;
        setKnown(found);
        if (value === '' && found[0] !== undefined) onChange(found[0]);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, []);
  const isTyped = isOther || known.length === 0;
  return (
    <>
      {known.length > 0 && (
        <label class="sg-input">
          <span>{get.address}</span>
          <select
            name={name}
            value={isOther ? OTHER : value}
            onChange={({ currentTarget }) => {
              setOther(currentTarget.value === OTHER);
              onChange(currentTarget.value);
            }}
          >
            {known.map((address) => (
              <option key={address} value={address}>
                {address}
              </option>
            ))}
            <option value={OTHER}>{get.otherAddress}</option>
          </select>
        </label>
      )}
      {isTyped && (
        <label class="sg-input">
          <span>{get.address}</span>
          <input
            type="email"
            name={`${name}-other`}
            autocomplete="email"
            required
            value={value}
            onInput={({ currentTarget }) => onChange(currentTarget.value)}
          />
        </label>
      )}
    </>
  );
}
