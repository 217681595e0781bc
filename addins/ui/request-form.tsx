import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  GENERATED_KEY_KINDS,
  type CertificateOrder,
  type CertificateUse,
  type GeneratedKeyKind,
  type SubjectFields,
} from '../../shared/index';
import { AddressChoice } from './address-choice';
import { Choice } from './choice';
import { useGettingStrings } from './getting-strings';
import { type PanelActionProps } from './identity-core';
import { useStrings } from './strings';

const USES: readonly CertificateUse[] = ['both', 'sign', 'encrypt'];

/** What is to stand in a request. Empty fields are left out; what cannot stand in it, the core refuses. */
export function RequestForm(
  props: PanelActionProps & {
    readonly isBusy: boolean;
    readonly onOrder: (order: CertificateOrder) => Promise<void>;
    readonly onCancel: () => void;
  },
): JSX.Element {
  const { accounts, language, isBusy, onOrder, onCancel } = props;
  const { get } = useGettingStrings(language);
  const { common } = useStrings(language);
  const [address, setAddress] = useState('');
  const [subject, setSubject] = useState<SubjectFields>({});
  const [keyKind, setKeyKind] = useState<GeneratedKeyKind>('rsa-3072');
  const [use, setUse] = useState<CertificateUse>('both');
  const field = (name: keyof SubjectFields, label: string, length: number): JSX.Element => (
    <label class="sg-input">
      <span>{label}</span>
      <input
        type="text"
        name={name}
        maxLength={length}
        value={subject[name] ?? ''}
        onInput={({ currentTarget }) => setSubject({ ...subject, [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <form
      class="sg-request-form"
      onSubmit={(event) => {
        event.preventDefault();
        const country = (subject.country ?? '').trim().toUpperCase();
        void onOrder({ keyKind, addresses: [address.trim()], subject: { ...trimmed(subject), country }, use });
      }}
    >
      <AddressChoice
        name="requestAddress"
        accounts={accounts}
        language={language}
        value={address}
        onChange={setAddress}
      />
      {field('commonName', get.name, 64)}
      {field('organization', get.organization, 64)}
      {field('country', get.country, 2)}
      <Choice
        name="keyKind"
        label={get.keyKind}
        values={GENERATED_KEY_KINDS}
        texts={get.keyKinds}
        value={keyKind}
        isDisabled={isBusy}
        onChange={setKeyKind}
      />
      <Choice
        name="use"
        label={get.use}
        values={USES}
        texts={get.uses}
        value={use}
        isDisabled={isBusy}
        onChange={setUse}
      />
      <div class="sg-actions">
        <button type="submit" class="sg-button sg-primary" disabled={isBusy}>
          {get.make}
        </button>
        <button type="button" class="sg-button sg-quiet" disabled={isBusy} onClick={onCancel}>
          {common.cancel}
        </button>
      </div>
    </form>
  );
}

function trimmed(subject: SubjectFields): SubjectFields {
  return Object.fromEntries(Object.entries(subject).map(([name, text]: [string, string]) => [name, text.trim()]));
}
