/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { ProtectionToggles } from '../../../addins/ui/compose';
import { WhoCanRead } from '../../../addins/ui/encryption';
import { type ProtectionChoice } from '../../../addins/ui/props';
import { mount } from './gallery';
import { READERS } from './samples';

describe('the protection toggles', () => {
  const show = (
    choice: ProtectionChoice,
    more: { readonly locked?: Partial<ProtectionChoice>; readonly isDisabled?: boolean } = {},
  ): { readonly buttons: readonly HTMLButtonElement[]; readonly changes: readonly ProtectionChoice[] } => {
    const changes: ProtectionChoice[] = [];
    const root = mount(
      <ProtectionToggles choice={choice} onChange={(next) => changes.push(next)} language="en" {...more} />,
    );
    return { buttons: [...root.querySelectorAll('button')], changes };
  };

  it('are buttons that say whether they are down', () => {
    const { buttons } = show({ sign: true, encrypt: false });
    expect(buttons.map((button) => button.getAttribute('aria-pressed'))).toEqual(['true', 'false']);
    expect(buttons.map((button) => button.type)).toEqual(['button', 'button']);
  });

  it('change one thing and keep the other', async () => {
    const { buttons, changes } = show({ sign: true, encrypt: false });
    for (const button of buttons) await act(() => button.click());
    expect(changes).toEqual([
      { sign: false, encrypt: false },
      { sign: true, encrypt: true },
    ]);
  });

  it('say who decided where a policy did, and do not change', async () => {
    const { buttons, changes } = show({ sign: true, encrypt: true }, { locked: { encrypt: true } });
    expect(buttons[1]?.textContent).toContain('Set by your organisation');
    for (const button of buttons) await act(() => button.click());
    expect(changes).toEqual([{ sign: false, encrypt: true }]);
  });

  it('do nothing while they are disabled', async () => {
    const { buttons, changes } = show({ sign: true, encrypt: true }, { isDisabled: true });
    for (const button of buttons) await act(() => button.click());
    expect(changes).toEqual([]);
  });
});

it('the readers of a draft are named, the user among them', () => {
  const root = mount(<WhoCanRead readers={READERS} language="en" when="draft" />);
  expect(root.querySelector('h3')?.textContent).toBe('Who will be able to read this');
  expect(root.querySelectorAll('li')).toHaveLength(3);
});
