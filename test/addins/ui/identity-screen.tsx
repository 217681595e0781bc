import { render } from 'preact';
import { act } from 'preact/test-utils';
import { type IdentityCore } from '../../../addins/ui/identity-core';
import { IdentityPanel, type IdentityPanelProps } from '../../../addins/ui/identity-panel';
import { SignetError, type ErrorCode } from '../../../shared/index';

const turn = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 0)));

/** Lets what was loaded appear, and then what that asks for. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await turn();
}

/** The identity panel in a document, and what a person does with it. */
export interface IdentityScreen {
  readonly root: HTMLElement;
  /** By its text or its label. Throws where there is none. */
  button(label: string): HTMLButtonElement;
  press(label: string): Promise<void>;
  choose(...files: readonly File[]): Promise<void>;
  type(passphrase: string): Promise<void>;
  update(props: Partial<IdentityPanelProps>): Promise<void>;
  settle(): Promise<void>;
}

export const refusing = (code: ErrorCode) => (): Promise<never> => Promise.reject(new SignetError(code, 'no'));
const never = (): Promise<never> => new Promise(() => undefined);

export function memorySettings(values = new Map<string, unknown>()): IdentityCore['settings'] {
  return {
    get: (name) => Promise.resolve(values.get(name)),
    set: (name, value) => Promise.resolve(void values.set(name, value)),
  };
}

/** A core of which only what is given answers. */
export const fakeCore = (calls: Partial<IdentityCore>): IdentityCore => ({
  openIdentityFiles: refusing('defect'),
  removeIdentity: () => Promise.resolve(),
  identityTrust: never,
  selfTest: never,
  noteBackups: () => Promise.resolve(),
  settings: memorySettings(),
  ...calls,
});

export function showPanel(props: Partial<IdentityPanelProps> = {}, calls: Partial<IdentityCore> = {}): IdentityScreen {
  const root = document.createElement('div');
  document.body.append(root);
  const core = fakeCore(calls);
  const draw = (more: Partial<IdentityPanelProps>): void =>
    render(<IdentityPanel identities={[]} language="en" core={core} {...props} {...more} />, root);
  draw({});
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
    settle,
    async press(label) {
      await act(() => button(label).click());
      await settle();
    },
    async choose(...files) {
      const input = root.querySelector<HTMLInputElement>('input[type="file"]');
      Object.defineProperty(input, 'files', { value: files, configurable: true });
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
    async update(more) {
      await act(() => draw(more));
      await settle();
    },
  };
}
