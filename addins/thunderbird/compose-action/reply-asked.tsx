import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { focusOnce, Icon, Sentence, StatusLine, useStrings, type Language } from '../../ui/index';
import { type ReplyQuestion } from '../reply-agreement';

/**
 * Asks whether an answer may leave the domain of the one who is answered. Every address that a yes is for is named. The safe button has the focus; Escape closes the
 * popup and so is a no.
 */
export function ReplyAsked(props: {
  readonly question: ReplyQuestion;
  readonly language: Language;
  readonly onAgree: () => Promise<void>;
  readonly onRefuse: () => void;
}): JSX.Element {
  const { question, language, onAgree, onRefuse } = props;
  const { from, addresses } = question;
  const { thunderbird: strings } = useStrings(language);
  const listed = addresses.join(', ');
  const text = from === undefined ? strings.replyUnknown(listed) : strings.replyQuestion(from, listed);
  const [hasAgreed, setAgreed] = useState(false);
  if (hasAgreed) return <StatusLine text={strings.replyAgreed} tone="neutral" />;
  return (
    <div class="sg-question" role="alertdialog" aria-labelledby="reply-title" aria-describedby="reply-question">
      <strong id="reply-title">
        <Icon name="warning" /> {from === undefined ? strings.replyUnknownTitle : strings.replyTitle}
      </strong>
      <p id="reply-question" class="sg-question-text" tabIndex={0}>
        <Sentence text={text} foreign={[...(from === undefined ? [] : [from]), ...addresses]} />
      </p>
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={onRefuse}>
          {strings.replyNo}
        </button>
        <button type="button" class="sg-button" onClick={() => void onAgree().then(() => setAgreed(true))}>
          {strings.replyYes}
        </button>
      </div>
    </div>
  );
}
