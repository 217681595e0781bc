/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { type Language } from '../../../addins/ui/props';
import { RecordPanel, type RecordLine, type RecordView } from '../../../addins/ui/record-panel';
import { SignetError } from '../../../shared/index';
import { mount } from './gallery';

const LINE: RecordLine = {
  time: '2026-11-27T12:00:00.000Z',
  event: 'let-go',
  to: ['a.example', 'b.example'],
  sign: true,
  encrypt: true,
};
const lines = (count: number): readonly RecordLine[] =>
  Array.from({ length: count }, (_, at) => ({ ...LINE, time: `2026-11-27T12:00:00.${100 + at}Z` }));
const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 5)));
async function until(probe: () => unknown): Promise<void> {
  for (let i = 0; i < 200 && !probe(); i++) await settle();
}

/** The panel over a record as a host has it. */
async function panel(view: Partial<RecordView>, language: Language = 'en', failing?: 'load' | 'save') {
  let state: RecordView = { isOn: true, isRequired: false, entries: [], ...view };
  const done: string[] = [];
  const fail = (): Promise<never> => Promise.reject(new SignetError('storage', 'full'));
  const root = mount(
    <RecordPanel
      load={() => (failing === 'load' ? fail() : Promise.resolve(state))}
      switchOn={(isOn) => {
        state = { ...state, isOn };
        return Promise.resolve();
      }}
      erase={() => {
        state = { ...state, entries: [] };
        return Promise.resolve();
      }}
      save={(format) => (failing === 'save' ? fail() : (done.push(format), Promise.resolve()))}
      language={language}
    />,
  );
  await until(() => root.querySelector('[aria-busy=false]'));
  const button = (text: string): HTMLButtonElement => {
    const found = [...root.querySelectorAll('button')].find(({ textContent }) => textContent === text);
    if (!found) throw new Error(`no button ${text}`);
    return found;
  };
  const press = async (text: string): Promise<void> => {
    await act(() => button(text).click());
  };
  const keep = root.querySelector('input[name=record]') as HTMLInputElement;
  return {
    root,
    done,
    button,
    press,
    keep,
    shown: () => [...root.querySelectorAll('li')].map((one) => one.textContent),
  };
}

describe('the record of decisions', () => {
  it('has nothing to save or erase before something is written down', async () => {
    const { root, button } = await panel({});
    expect(root.textContent).toContain('Nothing is written down yet.');
    expect(['Save as JSON', 'Save as CSV', 'Erase'].map((text) => button(text).disabled)).toEqual([true, true, true]);
    expect(root.querySelector('details')).toBeNull();
  });

  it('shows when something was let go, as what, and to which domains', async () => {
    const plain = { ...LINE, event: 'held', to: ['c.example'], sign: false, encrypt: false } as const;
    const { root, shown } = await panel({ entries: [LINE, plain] });
    expect(root.textContent).toContain('2 lines');
    expect(shown()).toEqual([
      '2026-11-27T12:00:00.000Z let go: signed, encrypted to a.example, b.example',
      '2026-11-27T12:00:00.000Z held: not protected to c.example',
    ]);
  });

  it('shows lines that are alike each by itself, as of two messages in one moment', async () => {
    const { root, shown, keep } = await panel({ entries: [LINE, LINE, { ...LINE, event: 'refused' }] });
    await act(() => keep.click());
    await until(() => !keep.checked);
    expect(root.textContent).toContain('3 lines');
    expect(shown()).toHaveLength(3);
  });

  it('shows the newest twenty, and says how many there are', async () => {
    const { root, shown } = await panel({ entries: lines(21) });
    expect(root.textContent).toContain('21 lines');
    expect(shown()).toHaveLength(20);
  });

  it('is saved in either form, erased, and switched off by its user', async () => {
    const { root, done, press, keep } = await panel({ entries: lines(1) });
    expect(root.textContent).toContain('1 line');
    await press('Save as JSON');
    await press('Save as CSV');
    expect(done).toEqual(['json', 'csv']);
    await press('Erase');
    await until(() => root.querySelector('details') === null);
    expect(root.textContent).toContain('Nothing is written down yet.');
    await act(() => keep.click());
    await until(() => !keep.checked);
    expect(keep.checked).toBe(false);
  });

  it('is neither erased nor switched off where the organisation requires it, and says so', async () => {
    const { root, button, keep } = await panel({ isRequired: true, entries: lines(1) });
    expect(root.textContent).toContain('Your organisation requires this record.');
    expect([keep.disabled, button('Erase').disabled, button('Save as JSON').disabled]).toEqual([true, true, false]);
  });

  it('changes nothing while it could not be read, and says so', async () => {
    const { root, button, keep } = await panel({}, 'en', 'load');
    expect(root.querySelector('[role=alert]')).not.toBeNull();
    expect([keep.disabled, button('Erase').disabled]).toEqual([true, true]);
  });

  it('says so where a file could not be written', async () => {
    const { root, press } = await panel({ entries: lines(1) }, 'en', 'save');
    await press('Save as CSV');
    await until(() => root.querySelector('[role=alert]'));
    expect(root.querySelector('[role=alert]')).not.toBeNull();
  });

  it('speaks German', async () => {
    const { root, shown } = await panel({ entries: [LINE], isRequired: true }, 'de');
    expect(root.textContent).toContain('Ihre Organisation verlangt diese Aufzeichnung.');
    expect(shown()[0]).toContain('durchgelassen: signiert, verschlüsselt an a.example');
  });
});
