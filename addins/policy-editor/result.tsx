import { type JSX } from 'preact';
import {
  compilePolicy,
  evaluate,
  outcomeText,
  policyReasonText,
  stepText,
  type Decision,
  type MessagePlan,
  type PolicyDocument,
} from '../../shared/index';
import { Notice, type Language } from '../ui/index';
import { factsOf, type Sample } from './sample';
import { editorStrings } from './strings';

const TONES = { allow: 'positive', 'allow-with-changes': 'neutral', ask: 'attention', refuse: 'error' } as const;

/** What the policy decides about the sample: what users read, what leaves, and who decided it. */
export function Result(props: {
  readonly document: PolicyDocument | undefined;
  readonly sample: Sample;
  readonly language: Language;
}): JSX.Element {
  const { document, sample, language } = props;
  const texts = editorStrings(language);
  if (!document) return <p class="pe-about">{texts.noDecision}</p>;
  const facts = factsOf(sample, Date.now());
  if ('wrong' in facts) return <Notice tone="attention">{texts.noAddress(facts.wrong.join(', '))}</Notice>;
  return <Decided decision={evaluate(compilePolicy(document), facts)} language={language} />;
}

function Decided({ decision, language }: { readonly decision: Decision; readonly language: Language }): JSX.Element {
  const texts = editorStrings(language);
  const { outcome, messages, reasons, steps } = decision;
  return (
    <div data-outcome={outcome}>
      <Notice tone={TONES[outcome]} isQuiet title={outcomeText(outcome, language)}>
        {reasons.map((reason) => (
          <p key={`${reason.kind}-${reason.code}`}>{policyReasonText(reason, language)}</p>
        ))}
      </Notice>
      {messages.length > 0 && <h3>{texts.leaves}</h3>}
      <ul>
        {messages.map((plan) => (
          <li key={plan.recipients.join()}>{planText(plan, language)}</li>
        ))}
      </ul>
      <h3>{texts.why}</h3>
      <ul class="pe-steps">
        {steps.map((step, at) => (
          <li key={at} class={step.effect === 'decides' ? 'pe-decides' : undefined}>
            {stepText(step, language)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function planText({ recipients, sign, encrypt, form, archive }: MessagePlan, language: Language): string {
  const { plan } = editorStrings(language);
  const how = [...(sign ? [plan.signed(form)] : []), ...(encrypt ? [plan.encrypted] : [])];
  const whom = [...recipients, ...(archive === undefined ? [] : [plan.copy(archive)])];
  return `${whom.join(', ')}: ${how.length > 0 ? how.join(', ') : plan.plain}`;
}
