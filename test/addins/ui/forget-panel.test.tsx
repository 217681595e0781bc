/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { ForgetPanel } from '../../../addins/ui/forget-panel';
import { SignetError } from '../../../shared/index';
import { mount } from './gallery';

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 50)));

async function panel(erase: () => Promise<void>, onChanged?: () => void) {
  const root = mount(<ForgetPanel erase={erase} language="en" {...(onChanged && { onChanged })} />);
  await settle();
  const button = (text: string): HTMLButtonElement | undefined =>
    [...root.querySelectorAll('button')].find((one) => one.textContent === text);
  const press = async (text: string): Promise<void> => {
    await act(() => button(text)?.click());
    await settle();
  };
  return { root, button, press };
}

describe('erasing what is remembered', () => {
  it('says what is kept and asks before anything is erased, with the safe answer in front', async () => {
    let erased = 0;
    const { root, press } = await panel(() => {
      erased += 1;
      return Promise.resolve();
    });
    expect(root.textContent).toContain('Of each sender');
    await press('Erase what is remembered…');
    expect(root.querySelector('[role=alertdialog]')?.textContent).toContain('cannot be undone');
    expect(document.activeElement?.textContent).toBe('Keep it');
    await press('Keep it');
    expect([erased, root.querySelector('[role=alertdialog]')]).toEqual([0, null]);
  });

  it('erases after a yes, says so, and tells the rest of the program', async () => {
    const told: string[] = [];
    const { root, press } = await panel(
      () => Promise.resolve(void told.push('erased')),
      () => told.push('changed'),
    );
    await press('Erase what is remembered…');
    await press('Erase');
    expect(told).toEqual(['erased', 'changed']);
    expect(root.querySelector('[role=status]')?.textContent).toBe('Erased.');
  });

  it('never says that it was done where it was not', async () => {
    const { root, press } = await panel(() => Promise.reject(new SignetError('storage', 'full')));
    await press('Erase what is remembered…');
    await press('Erase');
    expect(root.textContent).not.toContain('Erased.');
    expect(root.querySelector('.sg-tone-error')).not.toBeNull();
  });
});
