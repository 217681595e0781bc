import { type JSX } from 'preact';
import { Later, POLICY_SCREENS, type Language } from '../../../ui/index';

/** Where nothing is to be protected any more, and the draft still asks for it: Outlook's own Send would hold it back. */
export function LetGo(props: { readonly language: Language; readonly onLetGo: () => Promise<void> }): JSX.Element {
  return (
    <Later part={POLICY_SCREENS} language={props.language}>
      {({ usePolicyStrings }) => (
        <button type="button" class="sg-button" data-step="let-go" onClick={() => void props.onLetGo()}>
          {usePolicyStrings(props.language).letGo}
        </button>
      )}
    </Later>
  );
}
