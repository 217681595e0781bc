/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { IdentityPanel, type IdentityPanelProps } from '../../../addins/ui/identity-panel';
import { SignetError, type ErrorCode } from '../../../shared/index';
import { mount } from './gallery';
import { IDENTITIES } from './samples';

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 0)));

interface Screen {
  readonly root: HTMLElement;
  button(label: string): HTMLButtonElement;
  press(label: string): Promise<void>;
  choose(file: File): Promise<void>;
  type(passphrase: string): Promise<void>;
}

function show(props: Partial<IdentityPanelProps> = {}): Screen {
  const root = mount(
    <IdentityPanel
      identities={[]}
      language="en"
      onOpenFile={() => Promise.reject(new SignetError('defect', 'not expected'))}
      onRemove={() => Promise.resolve()}
      {...props}
    />,
  );
  const button = (label: string): HTMLButtonElement => {
    const found = [...root.querySelectorAll('button')].find(
      (one) => one.textContent === label || one.getAttribute('aria-label') === label,
    );
    if (!found) throw new Error(`no button "${label}" in: ${root.textContent}`);
    return found;
  };
  return {
    root,
    button,
    async press(label) {
      await act(() => button(label).click());
      await settle();
    },
    async choose(file) {
      const input = root.querySelector<HTMLInputElement>('input[type="file"]');
      Object.defineProperty(input, 'files', { value: [file], configurable: true });
      await act(() => void input?.dispatchEvent(new Event('change', { bubbles: true })));
      await settle();
    },
    async type(passphrase) {
      const input = root.querySelector<HTMLInputElement>('input[type="password"]');
      if (!input) throw new Error('no password field');
      input.value = passphrase;
      await act(() => void input.dispatchEvent(new Event('input', { bubbles: true })));
      await act(() => void input.form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
      await settle();
    },
  };
}

function pfx(size = 3): File {
  const file = new File(['pfx'], 'alice.pfx');
  const octets = Uint8Array.from([1, 2, 3]);
  return Object.defineProperties(file, {
    size: { value: size },
    arrayBuffer: { value: () => Promise.resolve(octets.buffer) },
  });
}

const refusing = (code: ErrorCode) => (): Promise<never> => Promise.reject(new SignetError(code, 'no'));

describe('the list of identities', () => {
  it('says what an identity is good for when there is none', () => {
    expect(show().root.textContent).toContain('No identity yet.');
  });

  it('names each with its address, its issuer and how long it is good', () => {
    const { root } = show({ identities: IDENTITIES });
    const [good, old] = [...root.querySelectorAll('li')].map(({ textContent }) => textContent);
    expect(good).toContain('alice@signet.example');
    expect(good).toContain('Valid until 23 Nov 2027');
    expect(old).toContain('Expired on 23 Nov 2025');
  });

  it('asks before it removes one, with keeping as the button at hand', async () => {
    const removed: string[] = [];
    const onRemove = (id: string): Promise<void> => Promise.resolve(void removed.push(id));
    const screen = show({ identities: IDENTITIES.slice(0, 1), onRemove });
    await screen.press('Remove Alice Example');
    expect(screen.root.querySelector('[role="alertdialog"]')?.textContent).toContain('can no longer be opened');
    expect(document.activeElement).toBe(screen.button('Keep'));
    await screen.press('Keep');
    expect(removed).toEqual([]);
    await screen.press('Remove Alice Example');
    await screen.press('Remove');
    expect(removed).toEqual(['aa'.repeat(32)]);
  });

  it('says in words why one was not removed', async () => {
    const screen = show({ identities: IDENTITIES.slice(0, 1), onRemove: refusing('storage') });
    await screen.press('Remove Alice Example');
    await screen.press('Remove');
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('store of keys');
  });
});

describe('adding an identity', () => {
  it('takes three steps: file, password, confirmation', async () => {
    const opened: unknown[] = [];
    let accepted = 0;
    const accept = (): Promise<void> => {
      accepted++;
      return Promise.resolve();
    };
    let changes = 0;
    const screen = show({
      onOpenFile: (octets, passphrase) => {
        opened.push([...octets], passphrase);
        return Promise.resolve({ identities: IDENTITIES.slice(0, 1), accept });
      },
      onChanged: () => changes++,
    });
    await screen.press('Add an identity');
    expect(screen.root.textContent).toContain('Step 1 of 3');
    expect(document.activeElement).toBe(screen.root.querySelector('input[type="file"]'));
    await screen.choose(pfx());
    expect(screen.root.textContent).toContain('Step 2 of 3');
    expect(screen.root.textContent).toContain('alice.pfx');
    expect(document.activeElement).toBe(screen.root.querySelector('input[type="password"]'));
    await screen.type('open sesame');
    expect(opened).toEqual([[1, 2, 3], 'open sesame']);
    expect(screen.root.textContent).toContain('Step 3 of 3');
    expect(screen.root.textContent).toContain('Alice Example');
    expect(accepted).toBe(0);
    await screen.press('Add');
    expect([accepted, changes]).toEqual([1, 1]);
    expect(screen.root.querySelector('[role="status"]')?.textContent).toBe('Added.');
  });

  it('asks again for a wrong password, and tells so to screen readers', async () => {
    const screen = show({ onOpenFile: refusing('passphrase') });
    await screen.press('Add an identity');
    await screen.choose(pfx());
    await screen.type('wrong');
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('wrong');
    expect(screen.root.querySelector('input[type="password"]')?.getAttribute('aria-invalid')).toBe('true');
    expect(screen.root.textContent).toContain('Step 2 of 3');
  });

  it('goes back to the file when it is damaged', async () => {
    const screen = show({ onOpenFile: refusing('malformed-pfx') });
    await screen.press('Add an identity');
    await screen.choose(pfx());
    await screen.type('any');
    expect(screen.root.textContent).toContain('Step 1 of 3');
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('damaged');
  });

  it('does not read a file that is far too big', async () => {
    const screen = show();
    await screen.press('Add an identity');
    await screen.choose(pfx(5 << 20));
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('too big');
  });

  it('adds nothing from a file without an identity', async () => {
    const screen = show({ onOpenFile: () => Promise.resolve({ identities: [], accept: () => Promise.resolve() }) });
    await screen.press('Add an identity');
    await screen.choose(pfx());
    await screen.type('any');
    expect(screen.root.textContent).toContain('no certificate with its key');
    expect(() => screen.button('Add')).toThrow();
  });

  it('keeps nothing when it is cancelled', async () => {
    const screen = show();
    await screen.press('Add an identity');
    await screen.choose(pfx());
    await screen.press('Cancel');
    expect(screen.root.querySelector('input')).toBeNull();
    await screen.press('Add an identity');
    expect(screen.root.textContent).toContain('Step 1 of 3');
  });

  it('says in words that it could not be stored, and lets the user try again', async () => {
    const screen = show({ onOpenFile: () => Promise.resolve({ identities: IDENTITIES, accept: refusing('storage') }) });
    await screen.press('Add an identity');
    await screen.choose(pfx());
    await screen.type('any');
    await screen.press('Add');
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('store of keys');
    expect(screen.button('Add').disabled).toBe(false);
  });
});
