import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { focusOnce, Icon, StatusLine, type Language } from '../../ui/index';
import { useRecipientStrings } from '../../ui/recipient-strings';

/**
 * Asks whether a message that may hold text of an encrypted one may go unencrypted. The safe button has the focus; Escape
 * closes the popup and so is a no.
 */
export function QuoteAsked(props: {
  readonly language: Language;
  readonly onEncrypt: () => void;
  readonly onAgree: () => Promise<void>;
}): JSX.Element {
  const { language, onEncrypt, onAgree } = props;
  const strings = useRecipientStrings(language);
  const [hasAgreed, setAgreed] = useState(false);
  if (hasAgreed) return <StatusLine text={strings.quoteAgreed} tone="attention" />;
  return (
    <div class="sg-question" role="alertdialog" aria-labelledby="quote-title" aria-describedby="quote-question">
      <strong id="quote-title">
        <Icon name="warning" /> {strings.quoteTitle}
      </strong>
      <p id="quote-question" class="sg-question-text">
        {strings.quoteQuestion}
      </p>
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={onEncrypt}>
          {strings.quoteNo}
        </button>
        <button type="button" class="sg-button" onClick={() => void onAgree().then(() => setAgreed(true))}>
          {strings.quoteYes}
        </button>
      </div>
    </div>
  );
}
