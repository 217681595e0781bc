import { useState } from 'preact/hooks';
import { type HostItem, type Recipient, type RecipientField as FieldName } from '../../host/item';
import { type Person } from '../views';
import { Icon } from './icons';
import { label } from './labels';

interface FieldProps {
  readonly item: HostItem;
  readonly field: FieldName;
  readonly people: readonly Person[];
  readonly onProblem: (text: string) => void;
}

const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;

/** One line of recipients: resolved ones as buttons that take them out, and a box to add more. */
export function RecipientField({ item, field, people, onProblem }: FieldProps) {
  const [text, setText] = useState('');
  const list = item.recipients[field];
  const listId = `people-${field}`;
  const commit = (): void => {
    const names = text.split(/[;,]/).map((part) => part.trim());
    const wanted = names.filter((name) => name !== '');
    const found = wanted.map((name) => resolve(name, people));
    const unknown = wanted.filter((_name, index) => found[index] === undefined);
    const added = found.filter((one): one is Recipient => one !== undefined);
    if (added.length > 0) item.setRecipients(field, [...list, ...added]);
    setText(unknown.join('; '));
    if (unknown.length > 0) onProblem(label('notAddress', unknown.join('; ')));
  };
  return (
    <div class="field recipients">
      <label for={`field-${field}`}>{label(field)}</label>
      <div class="chips">
        {list.map((recipient, index) => (
          <button
            key={recipient.address}
            type="button"
            class="chip"
            data-recipient={recipient.address}
            title={recipient.address}
            aria-label={label('removeItem', recipient.name || recipient.address)}
            onClick={() =>
              item.setRecipients(
                field,
                list.filter((_one, at) => at !== index),
              )
            }
          >
            {recipient.name || recipient.address} <Icon name="close" />
          </button>
        ))}
        <input
          id={`field-${field}`}
          list={listId}
          value={text}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ';' && event.key !== ',') return;
            event.preventDefault();
            commit();
          }}
        />
        <datalist id={listId}>
          {people.map(({ name, address }) => (
            <option key={address} value={address}>
              {name}
            </option>
          ))}
        </datalist>
      </div>
    </div>
  );
}

/** `a@b`, `Name <a@b>`, or the beginning of a known name. */
function resolve(text: string, people: readonly Person[]): Recipient | undefined {
  const [, name, bracketed] = /^(.*?)<([^>]+)>$/.exec(text) ?? [];
  const address = (bracketed ?? text).trim();
  if (ADDRESS.test(address)) {
    const known = people.find((person) => person.address.toLowerCase() === address.toLowerCase());
    return { address, name: name?.trim() || (known?.name ?? address) };
  }
  return people.find((person) => person.name.toLowerCase().startsWith(text.toLowerCase()));
}
