/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { render } from 'preact';
import { ImportDone } from '../../../addins/ui/import-done';
import { type IdentityCore } from '../../../addins/ui/identity-core';
import { fakeCore, refusing } from './identity-screen';
import { type StoredIdentityView } from '../../../addins/ui/props';
import { IDENTITIES } from './samples';

const ALICE = IDENTITIES.slice(0, 1);
const ID = 'aa'.repeat(32);

async function shown(
  isFirst: boolean,
  calls: Partial<IdentityCore> = {},
  identities: readonly StoredIdentityView[] = ALICE,
): Promise<HTMLElement> {
  const root = document.createElement('div');
  document.body.append(root);
  const core = fakeCore({ selfTest: () => Promise.resolve({ steps: [], isGood: true }), ...calls });
  const nothing = (): void => undefined;
  await act(() =>
    render(
      <ImportDone
        added={[ID]}
        identities={identities}
        isFirst={isFirst}
        core={core}
        language="en"
        onChanged={nothing}
      />,
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

describe('the end of adding an identity', () => {
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

  describe('whose key was made here', () => {
    const made = ALICE.map((one) => ({ ...one, isMadeHere: true }));

    it.each([true, false])(
      'tests it, and offers a backup instead of asking for a file: the first, %s',
      async (first) => {
        const root = await shown(first, {}, made);
        expect(root.querySelector('.sg-self-test')?.getAttribute('data-result')).toBe('good');
        expect(root.textContent).toContain('Make a backup of the key');
        expect(root.textContent).not.toContain('the file you added');
        await press(root, 'Make a backup file…');
        expect(root.querySelector<HTMLSelectElement>('select[name="target"]')?.value).toBe('signet');
      },
    );

    it('lets it be done later', async () => {
      const root = await shown(true, {}, made);
      await press(root, 'Not now');
      expect(root.textContent).toContain('no backup yet');
      expect(root.textContent).not.toContain('Make a backup');
    });

    it.each([
      ['a backup is known', { backedUpAt: new Date('2026-11-20T09:00:00Z') }],
      ['it is for trying out', { isTest: true }],
    ])('asks for nothing where %s', async (_, more) => {
      const identities = made.map((one) => ({ ...one, ...more }));
      const root = await shown(true, {}, identities);
      expect(root.textContent).not.toContain('backup');
      expect(root.querySelector('.sg-self-test')).not.toBeNull();
    });
  });
});
