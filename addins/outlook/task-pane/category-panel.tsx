import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Check, FailureNotice, failureOf, Notice, type Failure, type Language } from '../../ui/index';
import { CATEGORY_NAMES, chosenCategory } from './read/category';
import { categoryStrings } from './category-strings';
import { type Marking } from './services';

/** Whether checked messages get a category; stored as soon as it is changed. */
export function CategoryPanel(props: {
  readonly marking: Pick<Marking, 'preferences' | 'ensureCategory'>;
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element {
  const { marking, language, onChanged } = props;
  const { preferences } = marking;
  const strings = categoryStrings(language);
  const [chosen, setChosen] = useState(chosenCategory(preferences));
  const [isByHand, setByHand] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const name = chosen ?? CATEGORY_NAMES[language];
  const choose = async (isOn: boolean): Promise<void> => {
    await preferences.setCategory(isOn ? name : '');
    setChosen(isOn ? name : undefined);
    setByHand(isOn && !(await canEnsure(marking, name)));
    onChanged();
  };
  return (
    <section class="sg-panel" aria-label={strings.heading}>
      <h2>{strings.heading}</h2>
      {failure && <FailureNotice failure={failure} language={language} />}
      <Check
        name="markCategory"
        isOn={chosen !== undefined}
        onChange={(isOn) => void choose(isOn).catch((thrown: unknown) => setFailure(failureOf(thrown)))}
      >
        {strings.switch(name)}
      </Check>
      <p class="sg-hint">{strings.help}</p>
      {isByHand && <Notice tone="attention">{strings.byHand(name)}</Notice>}
    </section>
  );
}

const canEnsure = (marking: Pick<Marking, 'ensureCategory'>, name: string): Promise<boolean> =>
  marking.ensureCategory(name).then(
    () => true,
    () => false,
  );
