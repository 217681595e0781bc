/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { SignetError } from '../../../shared/index';
import { SendOptionsPanel } from '../../../addins/ui/send-options';
import { mount } from './gallery';

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 10));

async function show(stored: object, failure?: Error) {
  const saved: object[] = [];
  const load = () => (failure ? Promise.reject(failure) : Promise.resolve(stored));
  const save = (options: object) => Promise.resolve(void saved.push(options));
  const root = mount(<SendOptionsPanel load={load} save={save} language="en" />);
  for (let i = 0; i < 100 && root.querySelector('[aria-busy=true]'); i++) await act(settled);
  const choose = (name: string, index: number) =>
    act(async () => {
      const select = root.querySelector<HTMLSelectElement>(`select[name=${name}]`);
      if (!select) throw new Error(`no ${name}`);
      select.selectedIndex = index;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await settled();
    });
  const tick = (name: string) =>
    act(async () => {
      root.querySelector<HTMLInputElement>(`input[name=${name}]`)?.click();
      await settled();
    });
  return { root, saved, choose, tick };
}

describe('the options of protected mail', () => {
  it('show what is stored, and the defaults for the rest', async () => {
    const { root } = await show({ form: 'opaque', legacyDisplay: true, ownDevices: { oaep: true } });
    expect([...root.querySelectorAll('select')].map(({ value }) => value)).toEqual(['hcp_baseline', 'opaque']);
    expect([...root.querySelectorAll('input')].map(({ checked }) => checked)).toEqual([true, false, false, true]);
  });

  it('store each change at once, and keep the others', async () => {
    const { saved, choose, tick } = await show({ legacyDisplay: true });
    await choose('headerPolicy', 1);
    await choose('form', 1);
    await tick('tripleWrap');
    expect(saved.at(-1)).toEqual({ legacyDisplay: true, headerPolicy: 'hcp_shy', form: 'opaque', tripleWrap: true });
  });

  it('store what all devices of the user read', async () => {
    const { saved, tick } = await show({ ownDevices: { oaep: true } });
    await tick('gcm');
    await tick('oaep');
    expect(saved).toEqual([{ ownDevices: { oaep: true, gcm: true } }, { ownDevices: { oaep: false, gcm: true } }]);
  });

  it('say so where they cannot be read', async () => {
    const { root } = await show({}, new SignetError('storage', 'closed'));
    expect(root.querySelector('select')).toBeNull();
    expect(root.textContent).not.toBe('');
  });
});
