import { type OrderView } from '../../../addins/acme/order';
import { renewInBackground } from '../../../addins/thunderbird/background/renewals';
import { type Ordering } from '../../../addins/worker/ordering';
import { renewDue } from '../../../addins/worker/renew-due';
import { SignetError } from '../../../shared/index';

const order = (id: string, more: Partial<OrderView> = {}): OrderView => ({
  id,
  directory: 'https://ca.example/',
  address: 'alice@signet.example',
  created: new Date(0),
  step: 'mail',
  passedOver: [],
  ...more,
});
const DUE = {
  identityId: 'old',
  address: 'alice@signet.example',
  directory: 'https://ca.example/',
  keyKind: 'ec-p256',
  notAfter: new Date(0),
  isHeldBack: false,
} as const;

function orderingOf(options: {
  readonly isHeldBack?: boolean;
  readonly renews?: boolean;
  readonly directory?: string;
  readonly orders?: OrderView[];
}) {
  const { isHeldBack = false, renews = true, directory = 'https://ca.example/', orders = [] } = options;
  const run: string[] = [];
  const ordering = {
    isPossible: true,
    choice: () => Promise.resolve({ options: { directory, mailServer: '', renews }, fixed: [] }),
    all: () => Promise.resolve(orders),
    due: () => Promise.resolve([{ ...DUE, isHeldBack }]),
    begin: ({ renews: of }: { renews?: string }) => Promise.resolve(order(`new for ${of}`)),
    run: (id: string) => {
      run.push(id);
      return Promise.resolve({ order: order(id, { step: 'done' }), task: { kind: 'end' } });
    },
  } as unknown as Ordering;
  return { ordering, run };
}

describe('renewals that happen by themselves', () => {
  it('begin what is due and go on with what was begun', async () => {
    const orders = [
      order('begun', { renews: 'x' }),
      order('by hand'),
      order('failed', { renews: 'x', step: 'failed' }),
      order('done', { renews: 'x', step: 'done' }),
    ];
    const { ordering, run } = orderingOf({ orders });
    expect(await renewDue(ordering)).toBe(true);
    expect(run).toEqual(['begun', 'new for old']);
  });

  it.each([{ renews: false }, { directory: '' }])('do not where that is not wanted: %j', async (options) => {
    const { ordering, run } = orderingOf(options);
    expect(await renewDue(ordering)).toBe(false);
    expect(run).toEqual([]);
  });

  it('do not begin again what failed a while ago', async () => {
    const { ordering, run } = orderingOf({ isHeldBack: true });
    expect(await renewDue(ordering)).toBe(false);
    expect(run).toEqual([]);
  });

  it('fail without a sound: what failed is listed', async () => {
    const { ordering } = orderingOf({});
    expect(await renewDue({ ...ordering, run: () => Promise.reject(new Error('locked')) })).toBe(false);
  });

  it.each([
    ['no-waiting-key', 'download', ['begun', 'new for old'], true],
    ['locked', 'keys', ['begun'], false],
    ['storage', 'full', ['begun'], false],
  ] as const)('go on after one that fails as %s (%s)', async (code, subject, asked, hasCome) => {
    const { ordering, run } = orderingOf({ orders: [order('begun', { renews: 'x' })] });
    const failing: Ordering['run'] = async (id) => {
      const end = await ordering.run(id);
      if (id === 'begun') throw new SignetError(code, 'x', subject);
      return end;
    };
    expect(await renewDue({ ...ordering, run: failing })).toBe(hasCome);
    expect(run).toEqual(asked);
  });

  it('say that an identity came also where the next one could not be', async () => {
    const { ordering } = orderingOf({ orders: [order('begun', { renews: 'x' })] });
    const begin = (): Promise<never> => Promise.reject(new SignetError('locked', 'x'));
    expect(await renewDue({ ...ordering, begin })).toBe(true);
  });

  it('tell the other pages where an identity came', async () => {
    const changed = jest.fn();
    await renewInBackground(orderingOf({}).ordering, () => Promise.resolve(), changed);
    await renewInBackground(orderingOf({ renews: false }).ordering, () => Promise.resolve(), changed);
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
