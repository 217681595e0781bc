import { type JSX } from 'preact';
import { type Exception } from '../../../../shared/index';
import { type DraftDecision, type Protection } from '../../../policy/decide-draft';
import { Later, POLICY_SCREENS, type Language } from '../../../ui/index';

/** What rules decided for good. */
export function lockedOf(decided: DraftDecision | undefined): Partial<Protection> {
  return decided ? { sign: !decided.mayChange.sign, encrypt: !decided.mayChange.encrypt } : {};
}

/** Who decided what about the draft, and exceptions that are made with one click. */
export function DraftRules(props: {
  readonly decided: DraftDecision;
  readonly language: Language;
  readonly now: () => Date;
  readonly onAdd: (exception: Exception) => Promise<void>;
}): JSX.Element {
  const { decided, language, now, onAdd } = props;
  return (
    <Later part={POLICY_SCREENS} language={language}>
      {({ DecisionView, ExceptionOffers }) => (
        <>
          <DecisionView decision={decided.decision} language={language} />
          <ExceptionOffers addresses={decided.recipients} language={language} now={now} onAdd={onAdd} />
        </>
      )}
    </Later>
  );
}

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
