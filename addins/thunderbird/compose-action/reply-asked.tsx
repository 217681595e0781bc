import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { focusOnce, Icon, Sentence, StatusLine, useStrings, type Language } from '../../ui/index';
import { type ReplyQuestion } from '../reply-agreement';

/** Addresses named at once: more than these are told to be more. */
const NAMED = 5;

const listed = (addresses: readonly string[]): string =>
  addresses.slice(0, NAMED).join(', ') + (addresses.length > NAMED ? ', …' : '');

/**
 * Asks whether an answer may leave the domain of the one who is answered. The safe button has the focus; Escape closes the
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
  const [hasAgreed, setAgreed] = useState(false);
  if (hasAgreed) return <StatusLine text={strings.replyAgreed} tone="neutral" />;
  return (
    <div class="sg-question" role="alertdialog" aria-labelledby="reply-title" aria-describedby="reply-question">
      <strong id="reply-title">
        <Icon name="warning" /> {strings.replyTitle}
      </strong>
      <p id="reply-question">
        <Sentence text={strings.replyQuestion(from, listed(addresses))} foreign={[from, ...addresses]} />
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
