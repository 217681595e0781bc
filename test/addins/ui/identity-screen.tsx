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
  submit(form: string): Promise<void>;
  chooseIn(input: string, ...files: readonly File[]): Promise<void>;
}

export const refusing = (code: ErrorCode) => (): Promise<never> => Promise.reject(new SignetError(code, 'no'));
const never = (): Promise<never> => new Promise(() => undefined);

export function memorySettings(values = new Map<string, unknown>()): IdentityCore['settings'] {
  return {
    get: (name) => Promise.resolve(values.get(name)),
    set: (name, value) => Promise.resolve(void values.set(name, value)),
  };
}

/** Nothing waits and nothing is made. */
export const fakeGetting = (calls: Partial<IdentityCore['getting']> = {}): IdentityCore['getting'] => ({
  exportIdentity: never,
  certificateFile: never,
  makeTestIdentity: () => Promise.resolve('aa'.repeat(32)),
  requests: { make: never, waiting: () => Promise.resolve([]), remove: () => Promise.resolve(), install: never },
  ...calls,
});

/** A host that can run no orders. */
export const fakeOrdering = (calls: Partial<IdentityCore['ordering']> = {}): IdentityCore['ordering'] => ({
  isPossible: false,
  permit: () => Promise.resolve(),
  choice: () => Promise.resolve({ options: { directory: '', mailServer: '', renews: false }, fixed: [] }),
  store: () => Promise.resolve(),
  all: () => Promise.resolve([]),
  begin: never,
  forget: () => Promise.resolve(),
  bind: () => Promise.resolve(),
  run: never,
  due: () => Promise.resolve([]),
  ...calls,
});

/** A core of which only what is given answers. */
export const fakeCore = (calls: Partial<IdentityCore>): IdentityCore => ({
  openIdentityFiles: refusing('defect'),
  removeIdentity: () => Promise.resolve(),
  identityTrust: never,
  selfTest: never,
  noteBackups: () => Promise.resolve(),
  writersTo: () => Promise.resolve(0),
  settings: memorySettings(),
  getting: fakeGetting(),
  ordering: fakeOrdering(),
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
    async submit(form) {
      const event = new Event('submit', { bubbles: true, cancelable: true });
      const found = root.querySelector(form);
      if (!found) throw new Error(`no form ${form} in: ${root.textContent}`);
      await act(() => void found.dispatchEvent(event));
      await settle();
      await settle();
    },
    async chooseIn(input, ...files) {
      const found = root.querySelector(input);
      if (!found) throw new Error(`no input ${input} in: ${root.textContent}`);
      Object.defineProperty(found, 'files', { value: files, configurable: true });
      await act(() => void found.dispatchEvent(new Event('change', { bubbles: true })));
      await settle();
      await settle();
    },
    async update(more) {
      await act(() => draw(more));
      await settle();
    },
  };
}

/** Types into a field, chooses of a list, or ticks. */
export async function choose({ root }: IdentityScreen, selector: string, value: string | boolean): Promise<void> {
  const field = root.querySelector<HTMLInputElement | HTMLSelectElement>(selector);
  if (!field) throw new Error(`no field ${selector} in: ${root.textContent}`);
  await act(() => {
    if (typeof value === 'boolean') (field as HTMLInputElement).click();
    else {
      field.value = value;
      const kind = field.localName === 'select' ? 'change' : 'input';
      field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  });
  await settle();
}

let names: string[] = [];

/** From here on files that are handed to the browser are only named. */
export function watchSaving(): void {
  names = [];
  URL.createObjectURL = () => 'blob:x';
  URL.revokeObjectURL = () => undefined;
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
}

/** Names of the files that were handed to the browser. */
export const saved = (): readonly string[] => names;
