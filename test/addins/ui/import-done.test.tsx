/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { render } from 'preact';
import { ImportDone } from '../../../addins/ui/import-done';
import { type IdentityCore } from '../../../addins/ui/identity-core';
import { fakeCore, refusing } from './identity-screen';
import { IDENTITIES } from './samples';

const ALICE = IDENTITIES.slice(0, 1);
const ID = 'aa'.repeat(32);

async function shown(isFirst: boolean, calls: Partial<IdentityCore> = {}): Promise<HTMLElement> {
  const root = document.createElement('div');
  document.body.append(root);
  const core = fakeCore({ selfTest: () => Promise.resolve({ steps: [], isGood: true }), ...calls });
  const nothing = (): void => undefined;
  await act(() =>
    render(
      <ImportDone added={[ID]} identities={ALICE} isFirst={isFirst} core={core} language="en" onChanged={nothing} />,
      root,
    ),
  );
  return root;
}

async function press(root: HTMLElement, label: string): Promise<void> {
  const button = [...root.querySelectorAll('button')].find((one) => one.textContent === label);
  if (!button) throw new Error(`no button ${label}`);
  await act(() => button.click());
  await act(() => new Promise<void>((resolve) => setTimeout(resolve, 0)));
}

describe('the end of an import', () => {
  it('tests what was added', async () => {
    const root = await shown(false);
    expect(root.querySelector('[role="status"]')?.textContent).toBe('Added.');
    expect(root.querySelector('.sg-self-test')?.getAttribute('data-result')).toBe('good');
  });

  it('asks for a backup after the first, and takes the file for one where the user keeps it', async () => {
    const noted: unknown[] = [];
    const noteBackups = (ids: readonly string[]): Promise<void> => Promise.resolve(void noted.push(ids));
    const root = await shown(true, { noteBackups });
    expect(root.textContent).toContain('Do you keep the file you added?');
    await press(root, 'Yes, I keep the file');
    expect(noted).toEqual([[ID]]);
    expect(root.textContent).toContain('the file is your backup');
  });

  it('can be answered later', async () => {
    const root = await shown(true, { noteBackups: refusing('defect') });
    await press(root, 'Not now');
    expect(root.textContent).toContain('no backup yet');
  });

  it('asks only after the first', async () => {
    expect((await shown(false)).textContent).not.toContain('Do you keep');
  });

  it('says in words that the answer could not be stored', async () => {
    const root = await shown(true, { noteBackups: refusing('storage') });
    await press(root, 'Yes, I keep the file');
    expect(root.querySelector('[role="alert"]')?.textContent).toContain('store of keys');
  });
});
