import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { refusalText, type SelfTest, type SelfTestStep } from '../../shared/index';
import { failureOf } from './failure';
import { Foreign } from './foreign';
import { type IdentityActionProps, type IdentityCore } from './identity-core';
import { useIdentityStrings } from './identity-strings';
import { Icon, type IconName } from './icons';
import { Busy, FailureNotice, StatusLine } from './notices';
import { type Failure, type Language } from './props';
import { Reasons } from './reasons';
import { UnlockFirst } from './unlock-first';

/** The test on request. */
export function SelfTestAction({ identity, core, language }: IdentityActionProps): JSX.Element {
  const { test } = useIdentityStrings(language);
  const [runs, setRuns] = useState(0);
  return (
    <>
      <button type="button" class="sg-button" onClick={() => setRuns(runs + 1)}>
        {test.run}
      </button>
      {runs > 0 && <SelfTestRun key={runs} id={identity.id} name={identity.name} core={core} language={language} />}
    </>
  );
}

/** Writes a message with an identity and reads it again, and shows each step in words: what failed and what to do. */
export function SelfTestRun(props: {
  readonly id: string;
  readonly name: string;
  readonly core: Pick<IdentityCore, 'selfTest' | 'keys'>;
  readonly language: Language;
}): JSX.Element {
  const { id, name, core, language } = props;
  const { test } = useIdentityStrings(language);
  const [result, setResult] = useState<SelfTest>();
  const [failure, setFailure] = useState<Failure>();
  const [runs, setRuns] = useState(0);
  const again = (): void => {
    setResult(undefined);
    setFailure(undefined);
    setRuns(runs + 1);
  };
  useEffect(() => {
    let isGone = false;
    core.selfTest(id).then(
      (found) => !isGone && setResult(found),
      (thrown: unknown) => !isGone && setFailure(failureOf(thrown)),
    );
    return () => {
      isGone = true;
    };
  }, [id, runs]);
  if (core.keys && result?.steps.some(isLocked)) {
    return <UnlockFirst keys={core.keys} language={language} why="settings" onUnlocked={again} />;
  }
  return (
    <section class="sg-self-test" aria-label={test.title(name)} data-result={resultName(result)}>
      {!result && !failure && <Busy language={language} text={test.running} />}
      {failure && <FailureNotice failure={failure} language={language} />}
      {result && (
        <>
          <StatusLine text={summaryOf(result, test)} tone={result.isGood ? 'positive' : 'error'} />
          <ol class="sg-test-steps">
            {result.steps.map((step) => (
              <Step key={step.name} step={step} language={language} />
            ))}
          </ol>
          {!result.isGood && <p class="sg-hint">{test.help}</p>}
        </>
      )}
    </section>
  );
}

const isLocked = (step: SelfTestStep): boolean => step.outcome === 'failed' && step.code === 'locked';

const resultName = (result: SelfTest | undefined): string =>
  result === undefined ? 'running' : result.isGood ? 'good' : 'bad';

function summaryOf({ steps, isGood }: SelfTest, test: ReturnType<typeof useIdentityStrings>['test']): string {
  if (!isGood) return test.bad;
  return steps.some(({ name, outcome }) => name === 'verify' && outcome === 'good') ? test.good : test.opens;
}

const ICONS: Readonly<Record<SelfTestStep['outcome'], IconName>> = {
  good: 'check',
  'left-out': 'note',
  attention: 'warning',
  failed: 'cross',
};

function Step({ step, language }: { readonly step: SelfTestStep; readonly language: Language }): JSX.Element {
  const { test } = useIdentityStrings(language);
  return (
    <li data-step={step.name} data-outcome={step.outcome}>
      <Icon name={ICONS[step.outcome]} />
      <div>
        <span>{stepText(step, test)}</span>
        {'reasons' in step && step.code !== undefined && (
          <span class="sg-second">
            <Foreign>{refusalText({ code: step.code }, language)}</Foreign>
          </span>
        )}
        {'reasons' in step && <Reasons reasons={step.reasons} language={language} />}
        {step.outcome === 'attention' && <span class="sg-second">{test.trustHelp}</span>}
      </div>
    </li>
  );
}

function stepText(step: SelfTestStep, test: ReturnType<typeof useIdentityStrings>['test']): string {
  if (step.outcome === 'left-out') return `${test.leftOut[step.name]}: ${test.why[step.why]}`;
  return step.outcome === 'good' ? test.step[step.name] : test.failed[step.name];
}
