import { type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { GENERATED_KEY_KINDS, type GeneratedKeyKind } from '../../shared/index';
import { type OrderView } from '../acme/order';
import { type DueRenewal } from '../acme/orders';
import { type AcmeChoice, type BeginOrder } from '../worker/acme-calls';
import { AcmeOptionsForm } from './acme-options';
import { AcmeOrderRow } from './acme-order';
import { useAcmeStrings } from './acme-strings';
import { AddressChoice } from './address-choice';
import { Choice } from './choice';
import { failureOf } from './failure';
import { FailureOrUnlock } from './failure-or-unlock';
import { dayText } from './formats';
import { useGettingStrings } from './getting-strings';
import { type PanelActionProps } from './identity-core';
import { Busy, FailureNotice, Notice } from './notices';
import { type Failure } from './props';

interface State {
  readonly choice: AcmeChoice;
  readonly orders: readonly OrderView[];
  readonly due: readonly DueRenewal[];
}

/** Certificates from an authority that issues them by itself: which one, orders, and renewals that are due. */
export function AcmePanel(props: PanelActionProps): JSX.Element {
  const { core, language } = props;
  const acme = useAcmeStrings(language);
  const [state, setState] = useState<State>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  const load = (): void => {
    const { ordering } = core;
    Promise.all([ordering.choice(), ordering.all(), ordering.due()]).then(([choice, orders, due]) => {
      setState({ choice, orders, due });
    }, fail);
  };
  useEffect(load, []);
  const begun = useRef<BeginOrder | undefined>(undefined);
  const begin = async (request: BeginOrder): Promise<void> => {
    begun.current = request;
    setFailure(undefined);
    await core.ordering.begin(request).then(load, fail);
  };
  if (!state) return failure ? <FailureNotice failure={failure} language={language} /> : <Busy language={language} />;
  const isOn = state.choice.options.directory !== '';
  return (
    <section class="sg-get" aria-label={acme.title}>
      <h4>{acme.title}</h4>
      <p class="sg-hint">{acme.help}</p>
      <AcmeOptionsForm core={core} language={language} choice={state.choice} onStored={load} />
      {!isOn && <p class="sg-hint">{acme.off}</p>}
      {isOn &&
        state.due.map((renewal) => <Renewal key={renewal.identityId} {...props} renewal={renewal} onBegin={begin} />)}
      {isOn && <OrderForm {...props} onBegin={begin} />}
      {failure && (
        <FailureOrUnlock
          failure={failure}
          keys={core.keys}
          language={language}
          why="keep"
          onUnlocked={() => begun.current && void begin(begun.current)}
        />
      )}
      {state.orders.length > 0 && <h5>{acme.orders}</h5>}
      <ul class="sg-identities">
        {state.orders.map((order) => (
          <AcmeOrderRow key={order.id} {...props} order={order} onOrders={load} />
        ))}
      </ul>
    </section>
  );
}

type Begins = PanelActionProps & { readonly onBegin: (request: BeginOrder) => Promise<void> };

function Renewal({ renewal, language, onBegin }: Begins & { readonly renewal: DueRenewal }): JSX.Element {
  const acme = useAcmeStrings(language);
  const { address, keyKind, identityId, notAfter } = renewal;
  const actions = (
    <button
      type="button"
      class="sg-button sg-primary"
      onClick={() => void onBegin({ address, keyKind, renews: identityId })}
    >
      {acme.renew(address)}
    </button>
  );
  return (
    <Notice tone="attention" actions={actions}>
      {acme.due(address, dayText(notAfter, language))}
    </Notice>
  );
}

function OrderForm({ accounts, language, onBegin }: Begins): JSX.Element {
  const acme = useAcmeStrings(language);
  const { get } = useGettingStrings(language);
  const [address, setAddress] = useState('');
  const [keyKind, setKeyKind] = useState<GeneratedKeyKind>('rsa-3072');
  const [isBusy, setBusy] = useState(false);
  return (
    <form
      class="sg-request-form"
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        void onBegin({ address: address.trim(), keyKind }).then(() => setBusy(false));
      }}
    >
      <AddressChoice
        name="orderAddress"
        accounts={accounts}
        language={language}
        value={address}
        onChange={setAddress}
      />
      <Choice
        name="orderKeyKind"
        label={get.keyKind}
        values={GENERATED_KEY_KINDS}
        texts={get.keyKinds}
        value={keyKind}
        isDisabled={isBusy}
        onChange={setKeyKind}
      />
      <button type="submit" class="sg-button sg-primary" disabled={isBusy}>
        {acme.begin}
      </button>
      {isBusy && <Busy language={language} text={get.making} />}
    </form>
  );
}
