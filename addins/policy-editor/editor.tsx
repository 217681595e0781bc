import { useMemo, useRef, useState } from 'preact/hooks';
import { type JSX } from 'preact';
import {
  compactPolicy,
  faultText,
  notActedOn,
  notActedOnText,
  parsePolicy,
  partialRules,
  SETTING_NAMES,
  type PolicyFault,
  type PolicyReading,
} from '../../shared/index';
import { Notice, saveFile, type Language } from '../ui/index';
import { AccountRows } from './account-rows';
import { EMPTY_POLICY, textOf, valuesOf, type Values } from './document-text';
import { GroupRows } from './group-rows';
import { Result } from './result';
import { RuleRows } from './rule-rows';
import { FIRST_SAMPLE } from './sample';
import { SampleForm } from './sample-form';
import { SettingRows } from './setting-rows';
import { editorStrings } from './strings';

interface Props {
  readonly language: Language;
}

/** Builds, checks and tries a policy; what is typed here leaves this page by the download alone. */
export function Editor({ language }: Props): JSX.Element {
  const texts = editorStrings(language);
  const [text, setText] = useState(EMPTY_POLICY);
  const [sample, setSample] = useState(FIRST_SAMPLE);
  const reading = useMemo(() => parsePolicy(text), [text]);
  const policy = useMemo(() => valuesOf(text), [text]);
  const document = reading.kind === 'policy' ? reading.document : undefined;
  const change = (changed: Values): void => setText(textOf(changed));
  return (
    <main class="sg pe">
      <header class="pe-head">
        <h1>{texts.title}</h1>
        <p>{texts.lead}</p>
      </header>
      <section class="pe-forms" aria-labelledby="pe-settings">
        <h2 id="pe-settings">{texts.settings}</h2>
        {policy ? (
          <>
            <SettingRows names={SETTING_NAMES} of={policy} language={language} onChange={change} />
            <h2>{texts.accounts}</h2>
            <AccountRows policy={policy} language={language} onChange={change} />
            <h2>{texts.groups}</h2>
            <GroupRows policy={policy} language={language} onChange={change} />
            <h2>{texts.rules}</h2>
            <RuleRows policy={policy} language={language} onChange={change} />
          </>
        ) : (
          <Notice tone="attention">{texts.noForm}</Notice>
        )}
      </section>
      <div class="pe-side">
        <TextPart {...{ text, reading, language }} onChange={setText} />
        <section aria-labelledby="pe-sample">
          <h2 id="pe-sample">{texts.sampleTitle}</h2>
          <SampleForm sample={sample} language={language} onChange={setSample} />
          <div aria-live="polite">
            <Result document={document} sample={sample} language={language} />
          </div>
        </section>
      </div>
    </main>
  );
}

function TextPart(
  props: Props & {
    readonly text: string;
    readonly reading: PolicyReading;
    readonly onChange: (text: string) => void;
  },
): JSX.Element {
  const { text, reading, language, onChange } = props;
  const texts = editorStrings(language);
  const area = useRef<HTMLTextAreaElement>(null);
  const isRight = reading.kind === 'policy';
  return (
    <section aria-labelledby="pe-text">
      <h2 id="pe-text">{texts.document}</h2>
      <textarea
        ref={area}
        class="pe-text"
        aria-labelledby="pe-text"
        aria-invalid={!isRight}
        aria-describedby="pe-faults"
        spellcheck={false}
        value={text}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <div id="pe-faults" aria-live="polite">
        <Findings reading={reading} language={language} onGo={(fault) => go(area.current, text, fault)} />
      </div>
      <p class="pe-row">
        <button
          type="button"
          class="sg-button sg-primary"
          disabled={!isRight}
          onClick={() => saveFile('policy.json', new Blob([text]))}
        >
          {texts.download}
        </button>
        <label class="sg-button">
          {texts.open}
          <input
            type="file"
            accept=".json,application/json"
            class="pe-file"
            onChange={(event) => void opened(event.currentTarget).then(onChange)}
          />
        </label>
      </p>
    </section>
  );
}

async function opened(input: HTMLInputElement): Promise<string> {
  const text = (await input.files?.[0]?.text()) ?? '';
  input.value = '';
  return text;
}

/** What is wrong, each with a way to its place; else what there is to know before it is rolled out. */
function Findings(
  props: Props & { readonly reading: PolicyReading; readonly onGo: (fault: PolicyFault) => void },
): JSX.Element {
  const { reading, language, onGo } = props;
  const texts = editorStrings(language);
  if (reading.kind === 'unreadable')
    return (
      <ul class="pe-faults">
        {reading.faults.map((fault) => (
          <li key={`${fault.line}:${fault.column}:${fault.code}`} data-fault={fault.code}>
            <button type="button" onClick={() => onGo(fault)}>
              {faultText(fault, language)}
            </button>
          </li>
        ))}
      </ul>
    );
  const partial = partialRules(compactPolicy(reading.document));
  return (
    <>
      <Notice tone="positive">{texts.isRight}</Notice>
      {partial.length > 0 && (
        <Notice tone="attention" isQuiet>
          {texts.partial(partial.join(', '))}
        </Notice>
      )}
      {notActedOn(reading.document).map((one) => (
        <Notice key={one.path} tone="attention" isQuiet>
          {notActedOnText(one, language)}
        </Notice>
      ))}
      {reading.passedOver.length > 0 && (
        <Notice tone="attention" isQuiet>
          {texts.passedOver(reading.passedOver.join(', '))}
        </Notice>
      )}
    </>
  );
}

/** Puts the cursor where a fault begins. */
function go(area: HTMLTextAreaElement | null, text: string, { line, column }: PolicyFault): void {
  const before = text.split('\n').slice(0, line - 1);
  const at = before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  area?.focus();
  area?.setSelectionRange(at, at + 1);
}
