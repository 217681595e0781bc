/**
 * Methods of Mailbox 1.13 to 1.15 that the npm build of office.js (April 2022) lacks. They are ours, not Microsoft's,
 * and go over office.js' own transport; a test that leans on them says "shimmed". Served before office.js to add-in
 * pages of the playground: it waits for office.js to make an item, so that no code of the add-in sees one without them.
 */
interface Invocation {
  readonly callback: ((result: unknown) => void) | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

interface Transport {
  readonly _OfficeAppFactory: {
    getId(): string;
    getClientEndPoint(): {
      invoke(action: string, done: (code: number, reply: Reply) => void, data: unknown): void;
    };
  };
}

interface Reply {
  readonly error?: boolean;
  readonly errorCode?: number;
  readonly errorMessage?: string;
  readonly data?: unknown;
}

type Item = Record<string, unknown> & { readonly body?: Record<string, unknown> };

/** Options and callback, in either order of leaving out, as the Office API takes them. */
function invocation(values: readonly unknown[]): Invocation {
  const callback = values.find((value) => typeof value === 'function') as Invocation['callback'];
  const options = values.find((value) => typeof value === 'object' && value !== null) as
    Invocation['options'] | undefined;
  return { callback, options: options ?? {} };
}

function asyncResult(code: number, reply: Reply, asyncContext: unknown): unknown {
  const isGood = code === 0 && !reply.error;
  return {
    status: isGood ? 'succeeded' : 'failed',
    value: isGood ? reply.data : undefined,
    error: isGood
      ? undefined
      : {
          code: reply.errorCode ?? code,
          name: 'HostError',
          message: reply.errorMessage ?? 'The host refused the call.',
        },
    asyncContext,
  };
}

function call(dispatchId: number, { callback, options }: Invocation, parameters: object): void {
  const { _OfficeAppFactory: factory } = (window as unknown as { readonly OSF: Transport }).OSF;
  const MethodData = { ControlId: factory.getId(), DispatchId: dispatchId };
  const done = (code: number, reply: Reply): void => callback?.(asyncResult(code, reply, options['asyncContext']));
  factory.getClientEndPoint().invoke('ExecuteMethod', done, { ApiParams: parameters, MethodData });
}

const HTML = 3;

function addTo(item: Item, initialData: unknown): Item {
  const isCompose = typeof item['saveAsync'] === 'function';
  const methods = isCompose
    ? {
        closeAsync: (...values: unknown[]) => call(203, invocation(values), invocation(values).options),
        getItemClassAsync: (...values: unknown[]) => call(210, invocation(values), {}),
        sendAsync: (...values: unknown[]) => call(215, invocation(values), {}),
      }
    : { getAsFileAsync: (...values: unknown[]) => call(204, invocation(values), {}) };
  Object.assign(item, methods);
  if (isCompose) item['inReplyTo'] = (initialData as { readonly inReplyTo?: string } | undefined)?.inReplyTo ?? '';
  if (isCompose && item.body) {
    item.body['prependOnSendAsync'] = (text: string, ...values: unknown[]) => {
      const given = invocation(values);
      call(197, given, { appendTxt: text, coercionType: given.options['coercionType'] === 'html' ? HTML : 0 });
    };
  }
  return item;
}

/** Catches each item as office.js makes it: `mailbox.item` is set anew when a pinned pane's item changes. */
function decorate(mailboxClass: { readonly prototype: object }): void {
  const items = new WeakMap<object, Item | null>();
  Object.defineProperty(mailboxClass.prototype, 'item', {
    configurable: true,
    get(this: object) {
      return items.get(this);
    },
    set(this: object, item: Item | null | undefined) {
      const { initialData } = this as { readonly initialData?: unknown };
      items.set(this, item ? addTo(item, initialData) : null);
    },
  });
}

/** The class is made by a script that office.js loads later. */
function whenDefined(holder: Record<string, unknown>, name: string, then: (value: never) => void): void {
  let held = holder[name];
  if (held !== undefined) then(held as never);
  Object.defineProperty(holder, name, {
    configurable: true,
    enumerable: true,
    get: () => held,
    set: (value: unknown) => {
      if (value === held) return;
      held = value;
      then(value as never);
    },
  });
}

whenDefined(window as unknown as Record<string, unknown>, 'OSF', (osf: Record<string, unknown>) => {
  whenDefined(osf, 'DDA', (dda: Record<string, unknown>) => {
    whenDefined(dda, 'OutlookAppOm', decorate);
  });
});

export {};
