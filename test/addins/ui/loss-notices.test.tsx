/** @jest-environment ./test/support/jsdom-environment.js */
import { render, type VNode } from 'preact';
import { act } from 'preact/test-utils';
import { LossNotice } from '../../../addins/ui/loss-notice';
import { type Persistence, PersistenceNote } from '../../../addins/ui/persistence-note';
import { type Marked } from '../../../addins/worker/storage-loss';
import { settle } from './identity-screen';

async function shown(screen: VNode): Promise<HTMLElement> {
  const root = document.createElement('div');
  await act(() => render(screen, root));
  await settle();
  return root;
}

async function press(root: HTMLElement): Promise<void> {
  await act(() => root.querySelector('button')?.click());
  await settle();
}

const clock = { now: () => new Date('2026-11-01T10:00:00Z') };
const MARKED: Marked = { storage: 'old', fingerprints: ['aa', 'bb'], at: '2026-10-01T10:00:00Z' };

/** Stores with these identities, beside a mark; `written` takes what is marked anew. */
async function lossShown(marked: unknown, ids: readonly string[], written: Marked[] = []): Promise<HTMLElement> {
  const settings = new Map<string, unknown>();
  const core = {
    identities: () => Promise.resolve(ids.map((id) => ({ id }))),
    settings: {
      get: (name: string) => Promise.resolve(settings.get(name)),
      set: (name: string, value: unknown) => Promise.resolve(void settings.set(name, value)),
    },
  };
  const marker = {
    read: () => (marked instanceof Error ? Promise.reject(marked) : Promise.resolve(marked)),
    write: (one: Marked) => Promise.resolve(void written.push(one)),
  };
  const screen = <LossNotice core={core as never} marker={marker} clock={clock} language="en" generation={0} />;
  return shown(screen);
}

describe('the notice of lost keys', () => {
  it('says how many are gone and since when, and marks nothing before it was read', async () => {
    const written: Marked[] = [];
    const root = await lossShown(MARKED, ['bb'], written);
    expect(root.textContent).toMatch(/1 Oct 2026/);
    expect(written).toEqual([]);
  });

  it('goes when it was read, and what is there counts from then on', async () => {
    const written: Marked[] = [];
    const root = await lossShown(MARKED, ['bb'], written);
    await press(root);
    expect(root.textContent).toBe('');
    expect(written).toMatchObject([{ fingerprints: ['bb'], at: '2026-11-01T10:00:00.000Z' }]);
  });

  it.each([
    ['nothing was marked', undefined],
    ['everything is there', { ...MARKED, fingerprints: ['bb'] }],
    ['the mark is nonsense', { storage: 1 }],
    ['the mark cannot be read', new Error('denied')],
  ])('does not come where %s', async (_, marked) => {
    expect((await lossShown(marked, ['bb'])).textContent).toBe('');
  });
});

describe('the note about storage that a browser may clear', () => {
  const persistence = (isKept: boolean, answer: boolean | Error): Persistence => ({
    isKept: () => Promise.resolve(isKept),
    ask: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
  });
  const note = (of: Persistence | undefined): Promise<HTMLElement> =>
    shown(<PersistenceNote persistence={of} language="en" />);

  it('is not there where the browser keeps it, or says nothing', async () => {
    expect((await note(persistence(true, true))).textContent).toBe('');
    expect((await note(undefined)).textContent).toBe('');
    expect((await note({ ...persistence(false, true), isKept: () => Promise.reject(new Error()) })).textContent).toBe(
      '',
    );
  });

  it('goes when the browser agrees to keep it', async () => {
    const root = await note(persistence(false, true));
    expect(root.querySelector('button')).not.toBeNull();
    await press(root);
    expect(root.textContent).toBe('');
  });

  it.each([[false], [new Error('denied')]])('says so where the browser refuses: %s', async (answer) => {
    const root = await note(persistence(false, answer));
    const before = root.textContent;
    await press(root);
    expect(root.textContent).not.toBe('');
    expect(root.textContent).not.toBe(before);
    expect(root.querySelector('button')).toBeNull();
  });
});
