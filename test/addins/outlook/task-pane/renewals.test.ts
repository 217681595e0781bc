import { renewInPane } from '../../../../addins/outlook/task-pane/renewals';
import { fakeOrdering } from '../../ui/identity-screen';
import { type OrderView } from '../../../../addins/acme/order';

const ORDER: OrderView = {
  id: 'o1',
  directory: 'https://ca.example/directory',
  address: 'alice@signet.example',
  created: new Date('2026-11-20T10:00:00Z'),
  renews: 'i1',
  step: 'mail',
  passedOver: [],
};

/** An order that was begun; `runs` counts how often it is taken up. */
function orderingOf(more: Parameters<typeof fakeOrdering>[0] = {}) {
  const runs: string[] = [];
  const options = { directory: ORDER.directory, mailServer: '', renews: true };
  const ordering = fakeOrdering({
    isPossible: true,
    choice: () => Promise.resolve({ options, fixed: [] }),
    all: () => Promise.resolve([ORDER]),
    run: (id) => {
      runs.push(id);
      return Promise.resolve({ order: { ...ORDER, step: 'done', identityId: 'i2' }, task: { kind: 'end' } });
    },
    ...more,
  });
  return { runs, ordering };
}

/** A lock that is free, or that another pane has. */
const locksOf = (isFree: boolean): Pick<LockManager, 'request'> => ({
  request: (_name: string, _options: unknown, work?: (lock: Lock | null) => Promise<void>) =>
    work?.(isFree ? { name: 'x', mode: 'exclusive' } : null) as never,
});
const atOnce = (): Promise<void> => Promise.resolve();

async function renewed(ordering: ReturnType<typeof fakeOrdering>, isFree = true): Promise<number> {
  let changes = 0;
  const changed = (): void => {
    changes++;
  };
  await renewInPane(ordering, changed, locksOf(isFree), atOnce);
  return changes;
}

describe('renewals while a pane is open', () => {
  it('go on by themselves where that is wanted, and the pane shows what came', async () => {
    const { ordering, runs } = orderingOf();
    expect([await renewed(ordering), runs]).toEqual([1, ['o1']]);
  });

  it('are left to the pane that has them in hand', async () => {
    const { ordering, runs } = orderingOf();
    expect([await renewed(ordering, false), runs]).toEqual([0, []]);
  });

  it.each([
    [
      'they are not wanted',
      { choice: () => Promise.resolve({ options: { directory: 'x', mailServer: '', renews: false }, fixed: [] }) },
    ],
    ['the host cannot run orders', { isPossible: false }],
    ['the stores are out of reach', { choice: () => Promise.reject(new Error('gone')) }],
  ] as const)('do nothing where %s', async (_, more) => {
    const { ordering, runs } = orderingOf(more);
    expect([await renewed(ordering), runs]).toEqual([0, []]);
  });

  it('come in a browser without locks too', async () => {
    const { ordering, runs } = orderingOf();
    await renewInPane(ordering, () => undefined, undefined, atOnce);
    expect(runs).toEqual(['o1']);
  });
});
