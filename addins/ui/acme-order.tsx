import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type OrderView } from '../acme/order';
import { type AcmeResult } from '../acme/tasks';
import { useAcmeStrings } from './acme-strings';
import { failureOf } from './failure';
import { FailureOrUnlock } from './failure-or-unlock';
import { Foreign } from './foreign';
import { timeText } from './formats';
import { type PanelActionProps } from './identity-core';
import { Busy, Notice } from './notices';
import { type Failure, type Language } from './props';

/** What an order waits for from a person. */
type Wanted = 'agree' | 'bind';

/** One order: where it stands, what stands in its way, and what a person can do. */
export function AcmeOrderRow(
  props: Pick<PanelActionProps, 'core' | 'language' | 'onAdded'> & {
    readonly order: OrderView;
    readonly onOrders: () => void;
  },
): JSX.Element {
  const { core, language, onAdded, onOrders } = props;
  const acme = useAcmeStrings(language);
  const [order, setOrder] = useState(props.order);
  const [wanted, setWanted] = useState<Wanted>();
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const run = async (first?: AcmeResult): Promise<void> => {
    setFailure(undefined);
    setWanted(undefined);
    setRunning(true);
    try {
      const end = await core.ordering.run(order.id, first, { onRound: (round) => setOrder(round.order) });
      setOrder(end.order);
      if (end.task.kind === 'agree' || end.task.kind === 'bind') setWanted(end.task.kind);
      if (end.order.step === 'done') onAdded(end.order.identityId === undefined ? [] : [end.order.identityId]);
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
    setRunning(false);
  };
  /** What a person asks for besides; what goes wrong is shown. */
  const attempt = async (action: Promise<void>, then: () => Promise<void> | void): Promise<void> => {
    setFailure(undefined);
    await action.then(then).catch((thrown: unknown) => setFailure(failureOf(thrown)));
  };
  const isOver = order.step === 'done' || order.step === 'failed';
  return (
    <li class="sg-identity" data-order={order.id} data-step={order.step} data-problem={order.problem ?? ''}>
      <div>
        <strong>
          <Foreign>{order.address}</Foreign>
        </strong>
        <span class="sg-second">
          <Foreign>{new URL(order.directory).host}</Foreign>
        </span>
      </div>
      {isRunning ? <Busy language={language} text={acme.step[order.step]} /> : <p>{acme.step[order.step]}</p>}
      {!isRunning && <Obstacles order={order} language={language} />}
      {wanted === 'agree' && (
        <Agree terms={order.terms ?? ''} language={language} onAgree={(terms) => run({ kind: 'agreed', terms })} />
      )}
      {wanted === 'bind' && (
        <Bind language={language} onBind={(external) => attempt(core.ordering.bind(order.id, external), run)} />
      )}
      {failure && (
        <FailureOrUnlock
          failure={failure}
          keys={core.keys}
          language={language}
          why="settings"
          onUnlocked={() => void run()}
        />
      )}
      {!isRunning && (
        <div class="sg-actions">
          {order.problem === 'not-permitted' && (
            <button
              type="button"
              class="sg-button sg-primary"
              onClick={() => void attempt(core.ordering.permit(order.directory), run)}
            >
              {acme.permit}
            </button>
          )}
          {!isOver && wanted === undefined && (
            <button type="button" class="sg-button" onClick={() => void run()}>
              {acme.go}
            </button>
          )}
          <button
            type="button"
            class="sg-button sg-quiet"
            onClick={() => void attempt(core.ordering.forget(order.id), onOrders)}
          >
            {acme.forget}
          </button>
        </div>
      )}
    </li>
  );
}

function Obstacles({ order, language }: { readonly order: OrderView; readonly language: Language }): JSX.Element {
  const acme = useAcmeStrings(language);
  const { problem, detail, passedOver, wait } = order;
  return (
    <>
      {problem !== undefined && (
        <Notice tone={order.step === 'failed' ? 'error' : 'attention'}>
          <p>{acme.problem[problem]}</p>
          {detail !== undefined && (
            <p>
              <Foreign>{acme.said(detail)}</Foreign>
            </p>
          )}
          {wait !== undefined && <p>{acme.until(timeText(wait, language))}</p>}
        </Notice>
      )}
      {passedOver.length > 0 && (
        <>
          <p class="sg-hint">{acme.passedOver}</p>
          <ul class="sg-ways">
            {passedOver.map((one) => (
              <li key={one}>{acme.problem[one]}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Agree(props: {
  readonly terms: string;
  readonly language: Language;
  readonly onAgree: (terms: string) => Promise<void>;
}): JSX.Element {
  const { terms, language, onAgree } = props;
  const acme = useAcmeStrings(language);
  return (
    <div class="sg-question">
      <p>{acme.terms}</p>
      <a href={terms} target="_blank" rel="noopener noreferrer">
        <Foreign>{terms}</Foreign>
      </a>
      <button type="button" class="sg-button sg-primary" onClick={() => void onAgree(terms)}>
        {acme.agree}
      </button>
    </div>
  );
}

function Bind(props: {
  readonly language: Language;
  readonly onBind: (external: { readonly kid: string; readonly key: string }) => Promise<void>;
}): JSX.Element {
  const acme = useAcmeStrings(props.language);
  const [kid, setKid] = useState('');
  const [key, setKey] = useState('');
  return (
    <form
      class="sg-question"
      onSubmit={(event) => {
        event.preventDefault();
        void props.onBind({ kid: kid.trim(), key: key.trim() });
      }}
    >
      <p>{acme.bind}</p>
      <label class="sg-input">
        <span>{acme.kid}</span>
        <input
          type="text"
          name="kid"
          required
          value={kid}
          onInput={({ currentTarget }) => setKid(currentTarget.value)}
        />
      </label>
      <label class="sg-input">
        <span>{acme.key}</span>
        <input
          type="password"
          name="macKey"
          autocomplete="off"
          required
          value={key}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
        />
      </label>
      <p class="sg-hint">{acme.keyHelp}</p>
      <button type="submit" class="sg-button sg-primary">
        {acme.bindButton}
      </button>
    </form>
  );
}
