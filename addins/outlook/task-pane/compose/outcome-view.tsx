import { type ComponentChildren, type JSX } from 'preact';
import { refusalText } from '../../../../shared/index';
import { Foreign, Later, Notice, POLICY_SCREENS, saveFile, sizeText, useStrings } from '../../../ui/index';
import { type Language } from '../../../ui/index';
import { failureText } from '../failure-text';
import { type DraftQuestion } from './draft-source';
import { useProblemTexts } from './outcome-strings';
import { type Outgoing } from './outgoing-messages';
import { WriteHere } from './write-here';
import { isUnconfirmed, type Refused, type SendOutcome } from './send-secure';

export interface OutcomeActions {
  readonly onRetry: () => void;
  readonly onSendMissing: (missing: readonly Outgoing[]) => void;
  /** Removes the plaintext draft and closes. */
  readonly onClose: () => void;
  /** The user agrees to what rules leave to them; sends. */
  readonly onAgree: (questions: readonly DraftQuestion[]) => Promise<void>;
  readonly onRefuse: () => void;
  readonly onWriteHere: () => void;
}

/** What became of a press of Send secure: one notice, with everything that the user can do about it. */
export function OutcomeView(props: {
  readonly outcome: SendOutcome;
  readonly language: Language;
  readonly actions: OutcomeActions;
}): JSX.Element {
  const { outcome, language, actions } = props;
  const { compose, outlook } = useStrings(language);
  switch (outcome.kind) {
    case 'cancelled':
      return <Notice tone="neutral">{compose.cancelled}</Notice>;
    case 'changed':
      return <Notice tone="attention">{outlook.changedMeanwhile}</Notice>;
    case 'plain':
      return <Notice tone="attention">{outlook.nothingChosen}</Notice>;
    case 'asked':
      return (
        <Later part={POLICY_SCREENS} language={language}>
          {({ PolicyAsked }) => (
            <>
              {outcome.refusals.length > 0 && (
                <RefusedNotice outcome={{ ...outcome, problems: [] }} language={language} />
              )}
              <PolicyAsked
                questions={outcome.questions}
                language={language}
                onAgree={() => actions.onAgree(outcome.questions)}
                onRefuse={actions.onRefuse}
              />
            </>
          )}
        </Later>
      );
    case 'write-here':
      return <WriteHere isOnly language={language} onWrite={actions.onWriteHere} />;
    case 'refused':
      return <RefusedNotice outcome={outcome} language={language} />;
    case 'sent':
      return (
        <Notice
          tone="positive"
          title={outlook.sentTitle}
          actions={outcome.draftLeft && <Button label={outlook.closeDraft} onPress={actions.onClose} />}
        >
          <p>{outlook.sentTo(outcome.recipients)}</p>
          {outcome.draftLeft && <p>{outlook.draftLeft}</p>}
        </Notice>
      );
    case 'sent-before':
      return (
        <Notice
          tone="attention"
          title={outlook.alreadySent}
          actions={<Button label={outlook.closeDraft} onPress={actions.onClose} />}
        >
          {outlook.alreadySentHelp}
        </Notice>
      );
    case 'sent-otherwise':
      return (
        <Notice tone="attention" title={outlook.sentOtherwise}>
          {outlook.sentOtherwiseHelp}
        </Notice>
      );
    case 'partly':
      return <PartlyNotice outcome={outcome} language={language} actions={actions} />;
    case 'failed':
      return <FailedNotice outcome={outcome} language={language} actions={actions} />;
  }
}

function Button({ label, onPress }: { readonly label: string; readonly onPress: () => void }): JSX.Element {
  return (
    <button type="button" class="sg-button" onClick={onPress}>
      {label}
    </button>
  );
}

const List = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <ul class="pane-list">{children}</ul>
);

function RefusedNotice({
  outcome,
  language,
}: {
  readonly outcome: Omit<Refused, 'kind'>;
  readonly language: Language;
}): JSX.Element {
  const { outlook } = useStrings(language);
  const problemTexts = useProblemTexts(language);
  const { refusals, reasons = [], problems, tooLarge, prepared = [] } = outcome;
  return (
    <Notice
      tone="error"
      title={outlook.refusedTitle}
      actions={prepared.length > 0 && <Button label={outlook.saveFile} onPress={() => saveAll(prepared)} />}
    >
      <List>
        {reasons.length > 0 && (
          <Later part={POLICY_SCREENS} language={language}>
            {({ policyReasonText }) =>
              reasons.map((reason) => (
                <li key={`${reason.code} ${reason.source.rule ?? ''}`} data-code={reason.code}>
                  {policyReasonText(reason, language)}
                </li>
              ))
            }
          </Later>
        )}
        {refusals.map((refusal) => (
          <li key={`${refusal.code} ${refusal.address ?? ''}`} data-code={refusal.code}>
            {refusalText(refusal, language)}
          </li>
        ))}
        {problems.map(({ filename, code }) => (
          <li key={filename} data-code={`attachment-${code}`}>
            {problemTexts[code](filename)}
          </li>
        ))}
        {tooLarge !== undefined && <li data-code="too-large">{outlook.tooLarge(sizeText(tooLarge, language))}</li>}
      </List>
      {prepared.length > 0 && <p>{outlook.saveFileHelp}</p>}
    </Notice>
  );
}

function PartlyNotice(props: {
  readonly outcome: Extract<SendOutcome, { kind: 'partly' }>;
  readonly language: Language;
  readonly actions: OutcomeActions;
}): JSX.Element {
  const { outcome, language, actions } = props;
  const { outlook } = useStrings(language);
  return (
    <Notice
      tone="attention"
      title={outlook.partlyTitle}
      actions={
        <>
          <Button label={outlook.sendMissing} onPress={() => actions.onSendMissing(outcome.missing)} />
          <Button label={outlook.closeDraft} onPress={actions.onClose} />
        </>
      }
    >
      <p>{outlook.partlyHelp}</p>
      <List>
        {outcome.missing.map(({ messageId, bcc, apart = [] }) => (
          <li key={messageId}>
            <Foreign>{bcc ?? apart.join(', ')}</Foreign>
          </li>
        ))}
      </List>
      {outcome.error !== undefined && <p>{failureText(outcome.error, language)}</p>}
    </Notice>
  );
}

function FailedNotice(props: {
  readonly outcome: Extract<SendOutcome, { kind: 'failed' }>;
  readonly language: Language;
  readonly actions: OutcomeActions;
}): JSX.Element {
  const { outcome, language, actions } = props;
  const { outlook, common } = useStrings(language);
  const isOpen = isUnconfirmed(outcome.error);
  // Handing on what may have been sent already would send it twice.
  const files = isOpen ? [] : outcome.prepared;
  return (
    <Notice
      tone="error"
      title={isOpen ? outlook.unconfirmedTitle : outlook.failedTitle}
      actions={
        <>
          <Button label={common.retry} onPress={actions.onRetry} />
          {files.length > 0 && <Button label={outlook.saveFile} onPress={() => saveAll(files)} />}
        </>
      }
    >
      <p>{failureText(outcome.error, language)}</p>
      {files.length > 0 && <p>{outlook.saveFileHelp}</p>}
    </Notice>
  );
}

function saveAll(files: readonly Outgoing[]): void {
  for (const { bcc, apart, octets } of files) {
    const reader = bcc ?? apart?.[0];
    saveFile(reader === undefined ? 'message.eml' : `message-${reader}.eml`, octets);
  }
}
