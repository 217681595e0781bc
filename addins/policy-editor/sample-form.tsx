import { type JSX } from 'preact';
import { type Language } from '../ui/index';
import { Choice, TextLine, Tick } from './controls';
import { type Sample } from './sample';
import { editorStrings } from './strings';

const TEXTS = ['from', 'to', 'without', 'subject', 'attachments', 'kilobytes', 'issuers'] as const;
const SIGNERS = ['usable', 'none', 'unusable', 'unknown'] as const;
const CHOICES = ['usual', 'on', 'off'] as const;

export function SampleForm(props: {
  readonly sample: Sample;
  readonly language: Language;
  readonly onChange: (sample: Sample) => void;
}): JSX.Element {
  const { sample, language, onChange } = props;
  const { sample: texts } = editorStrings(language);
  const put = (change: Partial<Sample>): void => onChange({ ...sample, ...change });
  return (
    <div class="pe-row">
      {TEXTS.map((name) => (
        <TextLine key={name} label={texts[name]} value={sample[name]} onChange={(value) => put({ [name]: value })} />
      ))}
      <Choice
        label={texts.signer}
        value={sample.signer}
        options={SIGNERS.map((state) => [state, texts.signers[state]] as const)}
        onChange={(value) => put({ signer: value as Sample['signer'] })}
      />
      {(['sign', 'encrypt'] as const).map((name) => (
        <Choice
          key={name}
          label={texts[name]}
          value={sample[name]}
          options={CHOICES.map((choice) => [choice, texts.choices[choice]] as const)}
          onChange={(value) => put({ [name]: value })}
        />
      ))}
      <Tick label={texts.isInvitation} value={sample.isInvitation} onChange={(value) => put({ isInvitation: value })} />
      <Tick
        label={texts.answersEncrypted}
        value={sample.answersEncrypted}
        onChange={(value) => put({ answersEncrypted: value })}
      />
    </div>
  );
}
