/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { Progress } from '../../../addins/ui/progress';
import { mount } from './gallery';

const bar = (root: HTMLElement): HTMLProgressElement => root.querySelector('progress') as HTMLProgressElement;

describe('long work', () => {
  it('has a bar with a name, open as long as its end is not known', () => {
    const root = mount(<Progress language="en" text="Checking…" />);
    expect(bar(root).getAttribute('aria-label')).toBe('Checking…');
    expect(bar(root).hasAttribute('value')).toBe(false);
    expect(root.querySelector('[role=status]')?.textContent).toBe('Checking…');
  });

  it.each([
    [0, 0, null],
    [0, 8, '0'],
    [1, 3, '33'],
    [8, 8, '100'],
  ])('%i of %i is %s percent', (done, total, percent) => {
    const root = mount(<Progress language="de" text="x" progress={{ done, total }} />);
    expect(bar(root).getAttribute('value')).toBe(percent);
  });

  it('is ended by Cancel, which is there only where it ends something', async () => {
    const cancel = jest.fn();
    const root = mount(<Progress language="de" text="x" onCancel={cancel} />);
    await act(() => root.querySelector('button')?.click());
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(root.querySelector('button')?.textContent).toBe('Abbrechen');
    expect(mount(<Progress language="de" text="x" />).querySelector('button')).toBeNull();
  });
});
