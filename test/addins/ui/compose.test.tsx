/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { ProtectionToggles, RecipientList } from '../../../addins/ui/compose';
import { WhoCanRead } from '../../../addins/ui/encryption';
import { type ProtectionChoice } from '../../../addins/ui/props';
import { mount } from './gallery';
import { READERS, ROWS } from './samples';

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
    expect(buttons[1]?.textContent).toContain('Set by your organization');
    for (const button of buttons) await act(() => button.click());
    expect(changes).toEqual([{ sign: false, encrypt: true }]);
  });

  it('do nothing while they are disabled', async () => {
    const { buttons, changes } = show({ sign: true, encrypt: true }, { isDisabled: true });
    for (const button of buttons) await act(() => button.click());
    expect(changes).toEqual([]);
  });
});

describe('the recipient list', () => {
  it('says of each recipient whether encrypted mail reaches them, and why not', () => {
    const rows = [...mount(<RecipientList recipients={ROWS} language="en" />).querySelectorAll('li[data-state]')];
    expect(rows.map((row) => row.getAttribute('data-state'))).toEqual(['ready', 'missing', 'unusable']);
    expect(rows[0]?.textContent).toContain('Can read encrypted mail');
    expect(rows[1]?.textContent).toContain('Ask for a signed message from this address');
    expect(rows[2]?.textContent).toContain('2026-03-01');
  });

  it('sums up, and waits with that while it is still looking', () => {
    const summary = (rows: typeof ROWS): string =>
      mount(<RecipientList recipients={rows} language="en" />).querySelector('[role="status"]')?.textContent ?? '';
    expect(summary(ROWS)).toBe('2 recipients cannot get encrypted mail yet.');
    expect(summary(ROWS.slice(0, 1))).toBe('Everyone can read it encrypted.');
    expect(summary([{ address: 'x@y.example', state: 'checking' }])).toBe('');
  });

  it('says that there are none yet', () => {
    expect(mount(<RecipientList recipients={[]} language="de" />).textContent).toBe('Noch keine Empfänger.');
  });

  it('shows a hostile name as text beside its address', () => {
    const row = { address: 'mallory@elsewhere.example', name: '\u202e<i>bob</i>', state: 'ready' } as const;
    const root = mount(<RecipientList recipients={[row]} language="en" />);
    expect(root.querySelector('i')).toBeNull();
    expect([...root.querySelectorAll('bdi')].map(({ textContent }) => textContent)).toEqual([
      '<i>bob</i>',
      'mallory@elsewhere.example',
    ]);
  });
});

it('the readers of a draft are named, the user among them', () => {
  const root = mount(<WhoCanRead readers={READERS} language="en" when="draft" />);
  expect(root.querySelector('h3')?.textContent).toBe('Who will be able to read this');
  expect(root.querySelectorAll('li')).toHaveLength(3);
});
