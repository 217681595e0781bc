import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  authorTexts,
  policyReasonText,
  stepText,
  type Decision,
  type Exception,
  type Question,
  type Source,
} from '../../shared/index';
import { focusOnce } from './focus';
import { Foreign } from './foreign';
import { Icon } from './icons';
import { FailureNotice, Notice, StatusLine } from './notices';
import { failureOf } from './failure';
import { usePolicyStrings } from './policy-strings';
import { type Failure, type Language } from './props';

/** What a policy changed, could not do, or fixed, in its author's words; on request who decided, layer by layer. */
export function DecisionView({ decision, language }: { decision: Decision; language: Language }): JSX.Element {
  const strings = usePolicyStrings(language);
  const said = decision.reasons.filter(({ kind }) => kind === 'change' || kind === 'note');
  const sources = decision.steps.flatMap(({ effect, source }) => (effect === 'decides' ? [source] : []));
  const hints = (of: readonly Source[]): readonly JSX.Element[] =>
    [...new Set(of.flatMap((source) => authorTexts(source, language)))].map((text) => (
      <p key={text} class="sg-hint">
        {text}
      </p>
    ));
  return (
    <>
      {said.map((reason) => (
        <Notice key={reason.code} tone="neutral">
          {policyReasonText(reason, language)}
          {reason.code === 'split' && <Messages messages={decision.intended} language={language} />}
        </Notice>
      ))}
      {hints(sources.filter(({ text }) => text !== undefined))}
      <details class="sg-details sg-decision">
        <summary>{strings.why}</summary>
        <ol>
          {decision.steps.map((step) => (
            <li key={stepText(step, language)} data-effect={step.effect}>
              {stepText(step, language)}
            </li>
          ))}
        </ol>
        {hints(sources.filter(({ text }) => text === undefined))}
      </details>
    </>
  );
}

/** Each message of one that is split, and whom it goes to. */
function Messages(props: { readonly messages: Decision['intended']; readonly language: Language }): JSX.Element {
  const { messages, language } = props;
  const strings = usePolicyStrings(language);
  return (
    <ul class="sg-messages">
      {messages.map(({ sign, encrypt, recipients }) => (
        <li key={recipients.join()} data-protection={strings.protectionOf(sign, encrypt)}>
          {strings.protectionOf(sign, encrypt)}: <Foreign>{recipients.join(', ')}</Foreign>
        </li>
      ))}
    </ul>
  );
}

/** Beside a draft: who decided what, and exceptions that are made with one click. */
export function DraftRules(props: {
  readonly decided: { readonly decision: Decision; readonly recipients: readonly string[] };
  readonly language: Language;
  readonly now: () => Date;
  readonly onAdd: (exception: Exception) => Promise<void>;
}): JSX.Element {
  const { decided, language, now, onAdd } = props;
  return (
    <>
      <DecisionView decision={decided.decision} language={language} />
      <ExceptionOffers addresses={decided.recipients} language={language} now={now} onAdd={onAdd} />
    </>
  );
}

/** Asks what a policy leaves to the user; the safe button has the focus, and Escape closes the popup and so is a no. */
export function PolicyAsked(props: {
  /** `quote`: it may hold text of an encrypted message. */
  readonly questions: readonly (Question | 'quote')[];
  readonly language: Language;
  readonly onAgree: () => Promise<void>;
  readonly onRefuse: () => void;
}): JSX.Element {
  const { questions, language, onAgree, onRefuse } = props;
  const strings = usePolicyStrings(language);
  const [hasAgreed, setAgreed] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const agree = (): void =>
    void onAgree().then(
      () => setAgreed(true),
      (thrown: unknown) => setFailure(failureOf(thrown)),
    );
  if (hasAgreed) return <StatusLine text={strings.agreed} tone="attention" />;
  return (
    <div class="sg-question" role="alertdialog" aria-labelledby="policy-title" aria-describedby="policy-question">
      <strong id="policy-title">
        <Icon name="warning" /> {strings.questionTitle}
      </strong>
      <div id="policy-question" class="sg-question-text">
        {questions.map((one) => (
          <p key={one}>{strings.questions[one]}</p>
        ))}
      </div>
      {failure && <FailureNotice failure={failure} language={language} />}
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={onRefuse}>
          {strings.questionNo}
        </button>
        <button type="button" class="sg-button" onClick={agree}>
          {strings.questionYes}
        </button>
      </div>
    </div>
  );
}

/** One click remembers how mail to somebody is to be treated; a choice between them where there are several. */
export function ExceptionOffers(props: {
  readonly addresses: readonly string[];
  /** They wrote the message that is shown, and are not its recipients. */
  readonly areSenders?: boolean;
  readonly language: Language;
  readonly now: () => Date;
  readonly onAdd: (exception: Exception) => Promise<void>;
}): JSX.Element | null {
  const { addresses, language, now, onAdd } = props;
  const strings = usePolicyStrings(language);
  const [chosen, setChosen] = useState(addresses[0] ?? '');
  const [state, setState] = useState<{ readonly kept?: true; readonly failure?: Failure }>({});
  if (addresses.length === 0) return null;
  const address = addresses.includes(chosen) ? chosen : (addresses[0] ?? '');
  const add = (kind: Exception['kind'], pattern: string): void => {
    const added = now().toISOString();
    onAdd({ kind, pattern, added, reason: '' }).then(
      () => setState({ kept: true }),
      (thrown: unknown) => setState({ failure: failureOf(thrown) }),
    );
  };
  const offer = (kind: Exception['kind'], pattern: string): JSX.Element => (
    <button type="button" class="sg-button" onClick={() => add(kind, pattern)}>
      {kind === 'never-sign' ? strings.neverSignTo(pattern) : strings.alwaysEncryptTo(pattern)}
    </button>
  );
  const domain = `*@${address.slice(address.lastIndexOf('@') + 1)}`;
  return (
    <details class="sg-details sg-exceptions">
      <summary>{props.areSenders === true ? strings.offerToSender : strings.offerHeading}</summary>
      {addresses.length > 1 && (
        <label class="sg-input">
          <span>{strings.recipient}</span>
          <select value={address} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            {addresses.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      <div class="sg-actions">
        {offer('never-sign', address)}
        {offer('never-sign', domain)}
        {offer('always-encrypt', address)}
      </div>
      {state.kept && <StatusLine text={strings.kept} tone="neutral" />}
      {state.failure && <FailureNotice failure={state.failure} language={language} />}
    </details>
  );
}
