/** @jest-environment ./test/support/jsdom-environment.js */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { type LookUp, useSearch } from '../../../addins/ui/use-search';
import { type LookedUp } from '../../../shared/index';

interface Asked {
  readonly addresses: readonly string[];
  readonly signal: AbortSignal | undefined;
  answer(results: readonly LookedUp[]): void;
}

interface Searching {
  readonly asked: Asked[];
  readonly shown: () => string;
  readonly found: () => number;
  set(without: readonly string[], present?: readonly string[]): Promise<void>;
  leave(): Promise<void>;
}

function search(): Searching {
  const asked: Asked[] = [];
  let found = 0;
  const lookUp: LookUp = (addresses, { signal }) =>
    new Promise((resolve) => asked.push({ addresses, signal, answer: resolve }));
  const Searcher = (props: { readonly without: readonly string[]; readonly present: readonly string[] }) => {
    const { searching } = useSearch(props.without, props.present, lookUp, () => {
      found += 1;
    });
    return <p>{searching.join(' ')}</p>;
  };
  const root = document.createElement('div');
  return {
    asked,
    shown: () => root.textContent,
    found: () => found,
    set: (without, present = without) =>
      act(() => {
        render(<Searcher without={without} present={present} />, root);
      }),
    leave: () =>
      act(() => {
        render(null, root);
      }),
  };
}

const settled = (): Promise<void> => act(() => new Promise((resolve) => setTimeout(resolve, 5)));
const accepted = (address: string): LookedUp => ({ address, source: 'ldap', outcome: 'accepted', reasons: [] });

describe('recipients that are being looked for', () => {
  it('are no longer asked about once they are taken out', async () => {
    const one = search();
    await one.set(['a@x.example']);
    expect(one.shown()).toBe('a@x.example');
    await one.set([]);
    expect(one.asked[0]?.signal?.aborted).toBe(true);
    expect(one.shown()).toBe('');
    expect(one.asked).toHaveLength(1);
  });

  it('stay looked for where another of their look-up is taken out', async () => {
    const one = search();
    await one.set(['a@x.example', 'b@x.example']);
    await one.set(['b@x.example']);
    expect(one.asked.map(({ addresses, signal }) => [addresses, signal?.aborted])).toEqual([
      [['a@x.example', 'b@x.example'], true],
      [['b@x.example'], false],
    ]);
    one.asked[0]?.answer([]);
    await settled();
    expect(one.shown()).toBe('b@x.example');
    one.asked[1]?.answer([accepted('b@x.example')]);
    await settled();
    expect([one.shown(), one.found()]).toEqual(['', 1]);
  });

  it('are asked about once more where they come back', async () => {
    const one = search();
    await one.set(['a@x.example']);
    await one.set([]);
    await one.set(['a@x.example']);
    expect(one.asked.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
  });

  it('are left alone while their state is read anew', async () => {
    const one = search();
    await one.set(['a@x.example']);
    await one.set([], ['a@x.example']);
    await one.set(['a@x.example']);
    expect(one.asked.map(({ signal }) => signal?.aborted)).toEqual([false]);
  });

  it('are not asked about any more once the window is gone', async () => {
    const one = search();
    await one.set(['a@x.example']);
    await one.set(['a@x.example', 'b@x.example']);
    await one.leave();
    expect(one.asked.map(({ addresses, signal }) => [addresses.length, signal?.aborted])).toEqual([
      [1, true],
      [1, true],
    ]);
  });
});
