/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { type ListView } from '../../../addins/thunderbird/list/list-marks';
import { ListPanel } from '../../../addins/thunderbird/options/list-panel';
import { mount } from '../ui/gallery';

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 10));

async function show(view: ListView, allows = true) {
  const told: string[] = [];
  const root = mount(
    <ListPanel
      tell={(command) => {
        told.push(command);
        return Promise.resolve(view);
      }}
      permit={() => Promise.resolve(allows)}
      language="en"
    />,
  );
  for (let i = 0; i < 100 && root.querySelector('section[aria-busy=true]'); i++) await act(settled);
  const press = (selector: string) =>
    act(async () => {
      root.querySelector<HTMLElement>(selector)?.click();
      await settled();
    });
  return { root, told, press };
}

describe('the settings of tags in the list', () => {
  it('switch them on only where Thunderbird lets us write them', async () => {
    const denied = await show({ isOn: false }, false);
    await denied.press('input');
    expect(denied.told).toEqual(['look']);
    expect(denied.root.textContent).toContain('stays off');
    const allowed = await show({ isOn: false });
    await allowed.press('input');
    expect(allowed.told).toEqual(['look', 'on']);
  });

  it('offer to go through old mail only where they are on', async () => {
    expect((await show({ isOn: false })).root.querySelector('button')).toBeNull();
    const { told, press } = await show({ isOn: true });
    await press('button');
    expect(told).toEqual(['look', 'start']);
  });

  it.each([
    [false, 'pause', '3 of 8 messages looked at'],
    [true, 'resume', 'Paused: 3 of 8 messages looked at'],
  ] as const)('show how far it is, and pause or go on (paused: %s)', async (isPaused, command, text) => {
    const { root, told, press } = await show({ isOn: true, job: { done: 3, total: 8, isPaused } });
    expect(root.querySelector('[role=status]')?.textContent).toBe(text);
    expect(root.querySelector('progress')?.value).toBe(3);
    await press('button');
    expect(told).toContain(command);
  });
});
