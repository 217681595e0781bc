/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { PinsPanel } from '../../../addins/ui/pins-panel';
import { PublicAnchorsPanel } from '../../../addins/ui/public-anchors-panel';
import { SignetError, type Pin } from '../../../shared/index';
import { TestCa } from '../../support/test-ca';
import { mount } from './gallery';

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 150)));
const SOURCE = { nss: '3.125.1', thunderbird: '153.7.0', date: '2026-11-10' };
const ROOTS = [
  { name: 'First Root', fingerprint: '01' },
  { name: 'Second Root', fingerprint: '02', distrustAfter: new Date('2025-04-15T23:59:59Z') },
];

interface Choice {
  readonly isOn: boolean;
  readonly without: readonly string[];
}

const FREE = { withoutPublic: false, removed: [] };

async function anchors(
  choice: Choice,
  untrustedByHost: readonly string[] = [],
  stored = Promise.resolve(),
  rules: { readonly withoutPublic: boolean; readonly removed: readonly string[] } = FREE,
) {
  const saved: Choice[] = [];
  const root = mount(
    <PublicAnchorsPanel
      load={() => Promise.resolve({ source: SOURCE, roots: ROOTS, choice, untrustedByHost, rules })}
      save={(one) => (saved.push(one), stored)}
      language="en"
    />,
  );
  await settle();
  const boxes = [...root.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
  const toggle = async (index: number): Promise<void> => {
    await act(() => boxes[index]?.click());
    await settle();
  };
  return { root, boxes, saved, toggle };
}

describe('the panel of public roots', () => {
  it('says how many there are and where they are from, and the day after which one counts no more', async () => {
    const { root, boxes } = await anchors({ isOn: true, without: ['02'] });
    for (const word of ['2 certification authorities', '3.125.1', '153.7.0', 'First Root', '2025']) {
      expect(root.textContent).toContain(word);
    }
    expect(boxes.map(({ checked }) => checked)).toEqual([true, true, false]);
  });

  it('stores all of them off, one off, and one on again', async () => {
    const { saved, toggle } = await anchors({ isOn: true, without: ['02'] });
    await toggle(1);
    await toggle(2);
    await toggle(0);
    expect(saved).toEqual([
      { isOn: true, without: ['02', '01'] },
      { isOn: true, without: ['01'] },
      { isOn: false, without: ['01'] },
    ]);
  });

  it('shows what the organisation decided, and lets nobody change that', async () => {
    const removed = await anchors({ isOn: true, without: [] }, [], undefined, {
      withoutPublic: false,
      removed: ['02'],
    });
    expect(removed.boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(removed.root.textContent).toContain('not trusted by your organisation');
    const none = await anchors({ isOn: true, without: [] }, [], undefined, { withoutPublic: true, removed: [] });
    expect(none.boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([[false, true]]);
    expect(none.root.textContent).toContain('Your organisation trusts none of them.');
  });

  it('loses nothing where a second change comes before the first is stored', async () => {
    const { boxes, saved } = await anchors({ isOn: true, without: [] }, [], new Promise(() => undefined));
    await act(() => boxes[1]?.click());
    await act(() => boxes[2]?.click());
    expect(saved.at(-1)).toEqual({ isOn: true, without: ['01', '02'] });
  });

  it('shows what the mail program itself does not trust as off, says why, and does not let it be switched on', async () => {
    const { root, boxes } = await anchors({ isOn: true, without: [] }, ['01']);
    expect(boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ]);
    expect(root.textContent).toContain('First Root (not trusted for e-mail in this mail program’s own settings)');
  });

  it('shows no single roots while none counts', async () => {
    const { boxes } = await anchors({ isOn: false, without: [] });
    expect(boxes.map(({ checked }) => checked)).toEqual([false]);
  });

  it('says so where the list cannot be had', async () => {
    const load = (): Promise<never> => Promise.reject(new SignetError('storage', 'gone'));
    const root = mount(<PublicAnchorsPanel load={load} save={() => Promise.resolve()} language="en" />);
    await settle();
    expect(root.querySelector('input')).toBeNull();
    expect(root.textContent).not.toBe('');
  });
});

describe('the panel of pins', () => {
  it('names each with its address and takes it away', async () => {
    const { certificate } = await TestCa.create('Alice herself');
    let pins: readonly Pin[] = [{ certificate, address: 'alice@signet.example' }];
    const remove = (pin: Pin): Promise<void> => {
      pins = pins.filter((one) => one !== pin);
      return Promise.resolve();
    };
    const root = mount(<PinsPanel load={() => Promise.resolve(pins)} remove={remove} language="en" />);
    await settle();
    expect(root.textContent).toContain('alice@signet.example');
    expect(root.textContent).toContain('Alice herself');
    await act(() => root.querySelector('button')?.click());
    await settle();
    expect(pins).toEqual([]);
    expect(root.querySelectorAll('li')).toHaveLength(0);
  });
});
