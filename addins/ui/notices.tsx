import { type ComponentChildren, type JSX } from 'preact';
import { failureText } from './failure';
import { Icon, type IconName } from './icons';
import { plainText } from './plain-text';
import { type Failure, type Language, type Tone } from './props';
import { useStrings } from './strings';

const ICONS: Readonly<Record<Tone, IconName>> = {
  positive: 'check',
  attention: 'warning',
  neutral: 'note',
  error: 'cross',
};

/** A message from us in a box. Errors and warnings are announced at once, the rest when there is a pause. */
export function Notice(props: {
  readonly tone: Tone;
  /** Waits for a pause, whatever the tone. */
  readonly isQuiet?: boolean;
  readonly title?: string;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
}): JSX.Element {
  const isUrgent = props.isQuiet !== true && (props.tone === 'error' || props.tone === 'attention');
  return (
    <div class={`sg-notice sg-tone-${props.tone}`} role={isUrgent ? 'alert' : 'status'}>
      <Icon name={ICONS[props.tone]} />
      <div class="sg-notice-text">
        {props.title !== undefined && <strong>{props.title}</strong>}
        {props.children !== undefined && <div>{props.children}</div>}
        {props.actions !== undefined && <div class="sg-actions">{props.actions}</div>}
      </div>
    </div>
  );
}

/** What went wrong, in the words of the core's catalogue. */
export function FailureNotice(props: { readonly failure: Failure; readonly language: Language }): JSX.Element {
  return <Notice tone="error">{failureText(props.failure, props.language)}</Notice>;
}

/** One line that is announced when it changes. */
export function StatusLine(props: { readonly text: string; readonly tone?: Tone }): JSX.Element {
  return (
    <p class={`sg-status sg-tone-${props.tone ?? 'neutral'}`} role="status">
      {props.tone !== undefined && props.text !== '' && <Icon name={ICONS[props.tone]} />}
      <span>{plainText(props.text, 1_000)}</span>
    </p>
  );
}

export function Busy(props: { readonly language: Language; readonly text?: string }): JSX.Element {
  const { common } = useStrings(props.language);
  return (
    <div class="sg-busy" role="status" aria-busy="true">
      <span class="sg-spinner" aria-hidden="true" />
      <span>{props.text ?? common.working}</span>
    </div>
  );
}
