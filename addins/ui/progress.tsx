import { type JSX } from 'preact';
import { type Language } from './props';
import { useStrings } from './strings';

/** How far long work is; `total` 0 where that is not known. */
export interface ProgressView {
  readonly done: number;
  readonly total: number;
}

/**
 * Long work: what is being done, how far it is, and a button that ends it. The bar has its place from the start, so that
 * nothing moves when the first number comes.
 */
export function Progress(props: {
  readonly language: Language;
  readonly text: string;
  readonly progress?: ProgressView | undefined;
  /** Left out: what is being done now cannot be called off. */
  readonly onCancel?: (() => void) | undefined;
}): JSX.Element {
  const { language, text, progress, onCancel } = props;
  const { common } = useStrings(language);
  const percent = progress && progress.total > 0 ? Math.floor((100 * progress.done) / progress.total) : undefined;
  return (
    <div class="sg-progress" aria-busy="true">
      <span role="status">{text}</span>
      <progress class="sg-bar" aria-label={text} max={100} value={percent} />
      {onCancel && (
        <button type="button" class="sg-button" onClick={onCancel}>
          {common.cancel}
        </button>
      )}
    </div>
  );
}
