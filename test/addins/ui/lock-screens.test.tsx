/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { FailureOrUnlock } from '../../../addins/ui/failure-or-unlock';
import { KeyProtectionPanel } from '../../../addins/ui/key-protection-panel';
import { type Failure } from '../../../addins/ui/props';
import { passphraseStrength } from '../../../addins/ui/passphrase-strength';
import { UnlockForm } from '../../../addins/ui/unlock-form';
import { useKeyStrings } from '../../../addins/ui/key-strings';
import { fakeLock, type FakeLock } from '../../support/key-lock';
import { mount } from './gallery';

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 50)));

/** What comes of it, once it is there: screens load what they need. */
async function soon<Found>(find: () => Found | null | undefined): Promise<Found | null | undefined> {
  for (let i = 0; i < 60 && !find(); i++) await settle();
  return find();
}

interface Screen {
  readonly root: HTMLElement;
  readonly press: (text: string) => Promise<void>;
  readonly type: (name: string, value: string) => Promise<void>;
  readonly has: (text: string) => boolean;
}

async function screen(content: Parameters<typeof mount>[0]): Promise<Screen> {
  const root = mount(content);
  await soon(() => root.querySelector('button, input'));
  await settle();
  return {
    root,
    async press(text) {
      const button = await soon(() => [...root.querySelectorAll('button')].find((one) => one.textContent === text));
      if (!button) throw new Error(`no button ${text}: ${root.textContent}`);
      await act(() => button.click());
      await settle();
    },
    async type(name, value) {
      const field = await soon(() => root.querySelector<HTMLInputElement>(`input[name=${name}]`));
      if (!field) throw new Error(`no field ${name}`);
      await act(() => {
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      });
    },
    has: (text) => [...root.querySelectorAll('button')].some((one) => one.textContent === text),
  };
}

const panelOf = (keys: FakeLock): Promise<Screen> => screen(<KeyProtectionPanel keys={keys} language="en" />);

/** What the organisation wants where no passphrase is set. */
const UNSET = { isLocked: true, isRequired: true } as const;

describe('what stood in the way of something', () => {
  const of = (keys: FakeLock | undefined, failure: Failure, onUnlocked = (): void => undefined): Promise<Screen> =>
    screen(
      <FailureOrUnlock
        failure={failure}
        keys={keys}
        language="en"
        why="keep"
        onUnlocked={onUnlocked}
      ></FailureOrUnlock>,
    );

  it('is a passphrase that the organisation wants: it is set there, and then it is done', async () => {
    const keys = fakeLock(UNSET);
    const done = jest.fn();
    keys.state = () => Promise.reject(new Error('what the failure says is not asked for'));
    const { press, type, root } = await of(keys, { code: 'locked', subject: 'passphrase-required' }, done);
    await type('next', 'battery staple');
    await type('repeat', 'battery staple');
    expect(root.textContent).toContain('Your organisation wants your keys under a passphrase.');
    await press('Set');
    expect(keys.asked).toEqual(['set']);
    expect(done).toHaveBeenCalledTimes(1);
  });

  it('is the lock: the passphrase is asked for, and then it is done', async () => {
    const keys = fakeLock({ protection: 'passphrase', isLocked: true });
    const done = jest.fn();
    const { press, type } = await of(keys, { code: 'locked' }, done);
    await type('passphrase', 'correct horse');
    await press('Unlock');
    expect(done).toHaveBeenCalledTimes(1);
  });

  it('is said in words where it is something else, or nothing can be unlocked there', () => {
    const other = mount(
      <FailureOrUnlock
        failure={{ code: 'cancelled' }}
        keys={fakeLock()}
        language="en"
        why="keep"
        onUnlocked={() => undefined}
      />,
    );
    expect(other.textContent).toContain('It was cancelled.');
    const unset = { code: 'locked', subject: 'passphrase-required' } as const;
    const nowhere = mount(
      <FailureOrUnlock failure={unset} keys={undefined} language="de" why="keep" onUnlocked={() => undefined} />,
    );
    expect(nowhere.textContent).toContain('Setzen Sie zuerst eine');
  });
});

describe('the panel about the protection of keys', () => {
  it('says plainly that whoever has the profile has the keys, where there is no passphrase', async () => {
    const { root, has } = await panelOf(fakeLock());
    expect(root.textContent).toContain('protected by this profile alone');
    expect([has('Lock now'), has('Remove the passphrase…'), root.querySelector('select')]).toEqual([
      false,
      false,
      null,
    ]);
  });

  it('sets a passphrase that was typed twice the same, and no other', async () => {
    const keys = fakeLock();
    const { root, press, type } = await panelOf(keys);
    await press('Set a passphrase…');
    expect((document.activeElement as HTMLInputElement | null)?.name).toBe('next');
    await type('next', 'battery staple');
    await type('repeat', 'battery stable');
    await press('Set');
    expect(root.querySelector('#sg-repeat-problem')?.textContent).toBe('The two are not the same.');
    expect(keys.asked).toEqual([]);
    await type('repeat', 'battery staple');
    await press('Set');
    expect(keys.asked).toEqual(['set']);
    expect(root.textContent).toContain('The passphrase is set.');
    expect(root.querySelector('input[type=password]')).toBeNull();
  });

  it('cannot set one that is too short', async () => {
    const { root, press, type } = await panelOf(fakeLock());
    await press('Set a passphrase…');
    await type('next', 'short');
    await settle();
    expect(root.querySelector<HTMLButtonElement>('button[type=submit]')?.disabled).toBe(true);
    expect(root.textContent).toContain('Too short');
  });

  it('shows what is typed only where that is asked for', async () => {
    const { root, press } = await panelOf(fakeLock());
    await press('Set a passphrase…');
    const types = (): readonly string[] =>
      [...root.querySelectorAll<HTMLInputElement>('.sg-input input')].map((one) => one.type);
    expect(types()).toEqual(['password', 'password']);
    await act(() => root.querySelector<HTMLInputElement>('.sg-check input')?.click());
    expect(types()).toEqual(['text', 'text']);
  });

  it('changes it for who knows it, and says only that it is wrong to who does not', async () => {
    const keys = fakeLock({ protection: 'passphrase' });
    const { root, press, type } = await panelOf(keys);
    await press('Change the passphrase…');
    await type('current', 'wrong');
    await type('next', 'battery staple');
    await type('repeat', 'battery staple');
    await press('Set');
    expect(root.querySelector('#sg-current-problem')?.textContent).toBe('Wrong passphrase.');
    await type('current', 'correct horse');
    await press('Set');
    expect(root.textContent).toContain('The passphrase is set.');
  });

  it('removes it after a question, for who knows it', async () => {
    const keys = fakeLock({ protection: 'passphrase' });
    const { root, press, type } = await panelOf(keys);
    await press('Remove the passphrase…');
    await type('current', 'correct horse');
    await press('Remove');
    expect(root.textContent).toContain('protected by this profile alone');
    expect(keys.asked).toEqual(['remove']);
  });

  it('locks at a click and unlocks again', async () => {
    const keys = fakeLock({ protection: 'passphrase' });
    const { root, press, type } = await panelOf(keys);
    await press('Lock now');
    expect(root.textContent).toContain('Locked:');
    await press('Unlock');
    await type('passphrase', 'correct horse');
    await press('Unlock');
    expect(root.textContent).toContain('Unlocked:');
  });

  it('keeps the time that was chosen', async () => {
    const keys = fakeLock({ protection: 'passphrase' });
    const { root } = await panelOf(keys);
    const select = root.querySelector('select') as HTMLSelectElement;
    expect([...select.options].map(({ value }) => value)).toEqual(['session', '60', '15', '5']);
    await act(() => {
      select.selectedIndex = 3;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(keys.asked).toEqual(['time 5']);
  });

  it('shows what the organisation set, and lets nobody change it', async () => {
    const keys = fakeLock({ protection: 'passphrase', isRequired: true, isTimeFixed: true, unlockTime: 30 });
    const { root, has } = await panelOf(keys);
    expect(root.querySelector('select')?.disabled).toBe(true);
    expect(root.textContent).toContain('after 30 minutes without use');
    expect(root.textContent).toContain('Your organisation has set this.');
    expect(has('Remove the passphrase…')).toBe(false);
  });

  it('says a minute as one says it', async () => {
    const { root } = await panelOf(fakeLock({ protection: 'passphrase', unlockTime: 1 }));
    expect(root.querySelector('select')?.textContent).toContain('after a minute without use');
  });

  it('asks for a passphrase first where the organisation wants one and there is none', async () => {
    const { root, has } = await panelOf(fakeLock({ isRequired: true, isLocked: true }));
    expect(root.textContent).toContain('Your organisation wants your keys under a passphrase.');
    expect(has('Set a passphrase…')).toBe(true);
  });
});

describe('the question for the passphrase', () => {
  it('says what it is for, has the focus, and goes on once it was answered', async () => {
    const told: string[] = [];
    const { root, press, type } = await screen(
      <UnlockForm
        keys={fakeLock({ protection: 'passphrase', isLocked: true })}
        language="en"
        why="open"
        onUnlocked={() => told.push('unlocked')}
        onCancel={() => told.push('cancelled')}
      />,
    );
    expect(root.textContent).toContain('This message is encrypted for you.');
    expect((document.activeElement as HTMLInputElement | null)?.name).toBe('passphrase');
    await type('passphrase', 'wrong');
    await press('Unlock');
    expect(root.querySelector('[role=alert]')?.textContent).toBe('Wrong passphrase.');
    expect(root.querySelector('input')?.getAttribute('aria-invalid')).toBe('true');
    expect(root.querySelector('input')?.value).toBe('');
    expect(document.activeElement).toBe(root.querySelector('input'));
    expect(told).toEqual([]);
    await type('passphrase', 'correct horse');
    await press('Unlock');
    await press('Not now');
    expect(told).toEqual(['unlocked', 'cancelled']);
  });

  it('is one for a new passphrase where the organisation wants one and there is none', async () => {
    const keys = fakeLock({ isRequired: true, isLocked: true });
    const told: string[] = [];
    const { root, press, type } = await screen(
      <UnlockForm keys={keys} language="de" why="send" isUnset onUnlocked={() => told.push('unlocked')} />,
    );
    expect(root.textContent).toContain(useKeyStrings('de').required);
    await type('next', 'battery staple');
    await type('repeat', 'battery staple');
    await press('Setzen');
    expect([told, keys.asked]).toEqual([['unlocked'], ['set']]);
  });
});

describe('the hint of what a passphrase is worth', () => {
  it.each([
    ['', 'short'],
    ['1234567', 'short'],
    ['12345678', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['passwordpassword', 'weak'],
    ['Passwort123', 'weak'],
    ['hkwqzr9t', 'weak'],
    ['hkwqzr9tVx', 'fair'],
    ['correct horse battery staple', 'strong'],
    ['Übermut tut selten gut', 'strong'],
  ])('"%s" is %s', (passphrase, expected) => {
    expect(passphraseStrength(passphrase)).toBe(expected);
  });
});
