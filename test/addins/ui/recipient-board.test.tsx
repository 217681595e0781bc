/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { type RecipientRow } from '../../../addins/ui/props';
import { RecipientBoard } from '../../../addins/ui/recipient-board';
import { type RecipientActions } from '../../../addins/ui/recipient-steps';
import { type LookUp } from '../../../addins/ui/use-search';
import { mount } from './gallery';
import { ROWS } from './samples';

const OWN = { address: 'alice@signet.example', certificates: 2 };
const [READY, MISSING] = ROWS as [RecipientRow, RecipientRow];

interface Shown {
  readonly root: HTMLElement;
  readonly asked: string[][];
  found: number;
}

async function show(
  recipients: readonly RecipientRow[],
  actions: Omit<RecipientActions, 'searchAgain'> = {},
  lookUp: LookUp = () => Promise.resolve([]),
): Promise<Shown> {
  const shown = { asked: [] as string[][], found: 0 };
  const spy: LookUp = (addresses, work) => {
    shown.asked.push([...addresses, work.isForced === true ? 'forced' : 'by itself']);
    return lookUp(addresses, work);
  };
  let root: HTMLElement | undefined;
  await act(() => {
    root = mount(
      <RecipientBoard
        recipients={recipients}
        own={OWN}
        userName="Alice"
        lookUp={spy}
        onFound={() => {
          shown.found += 1;
        }}
        actions={actions}
        language="en"
      />,
    );
  });
  await settled();
  return Object.assign(shown, { root: root as HTMLElement });
}

const settled = (): Promise<void> => act(() => new Promise((resolve) => setTimeout(resolve, 5)));

const press = async (root: HTMLElement, selector: string): Promise<void> => {
  await act(() => {
    root.querySelector<HTMLElement>(selector)?.click();
  });
  await settled();
};

describe('the recipients of a draft', () => {
  it('each have a state in words, with a shape of its own, and why', async () => {
    const { root } = await show(ROWS);
    const rows = [...root.querySelectorAll('.sg-recipient')];
    expect(rows.map((row) => row.getAttribute('data-state'))).toEqual(ROWS.map(({ state }) => state));
    const shapes = rows.map((row) => row.querySelector('svg')?.getAttribute('data-icon'));
    expect(new Set(shapes).size).toBe(ROWS.length);
    expect(new Set(rows.map((row) => row.querySelector('.sg-state')?.textContent)).size).toBe(ROWS.length);
    expect(rows[2]?.textContent).toContain('2026-03-01');
  });

  it('are summed up once nobody is being looked for', async () => {
    const text = async (rows: readonly RecipientRow[]): Promise<string> =>
      (await show(rows)).root.querySelector('.sg-group > [role=status]')?.textContent ?? '';
    expect(await text([READY, MISSING])).toBe('One recipient cannot get encrypted mail yet.');
    expect(await text([READY])).toBe('Everyone can read it encrypted.');
    expect(await text([{ address: 'x@y.example', state: 'checking' }])).toBe('');
  });

  it('are listed in a long draft where they need something, the rest behind a line', async () => {
    const many = Array.from({ length: 40 }, (_, at): RecipientRow => ({ address: `p${at}@x.example`, state: 'ready' }));
    const { root } = await show([...many, MISSING]);
    expect(root.querySelectorAll('.sg-group > .sg-people > li')).toHaveLength(1);
    expect(root.querySelector('summary')?.textContent).toBe('And 40 who can read it');
  });

  it('show a hostile name as text beside its address', async () => {
    const row = { address: 'mallory@elsewhere.example', name: '\u202e<i>bob</i>', state: 'ready' } as const;
    const { root } = await show([row]);
    expect(root.querySelector('i')).toBeNull();
    const list = root.querySelector('.sg-people');
    expect([...(list?.querySelectorAll('bdi') ?? [])].map(({ textContent }) => textContent)).toEqual([
      '<i>bob</i>',
      'mallory@elsewhere.example',
    ]);
  });
});

describe('who will be able to read it', () => {
  it('names everybody, the sender’s own certificates and who gets a message apart', async () => {
    const { root } = await show([READY, { address: 'carol@signet.example', field: 'bcc', state: 'ready' }]);
    const readers = [...root.querySelectorAll('[data-reader]')];
    expect(readers.map((one) => one.getAttribute('data-reader'))).toEqual(['own', 'to', 'bcc']);
    expect(readers[0]?.textContent).toContain('each of your 2 certificates');
    expect(readers[2]?.textContent).toContain('a message of their own');
  });

  it('names nobody while somebody is missing: such a draft does not leave', async () => {
    const { root } = await show([READY, MISSING]);
    expect(root.querySelectorAll('[data-reader]')).toHaveLength(0);
  });
});

describe('those without a certificate', () => {
  it('are looked for once by themselves, and again when that is asked for', async () => {
    const shown = await show([READY, MISSING]);
    expect(shown.asked).toEqual([[MISSING.address, 'by itself']]);
    expect(shown.found).toBe(0);
    await press(shown.root, '[data-step=search]');
    expect(shown.asked).toEqual([
      [MISSING.address, 'by itself'],
      [MISSING.address, 'forced'],
    ]);
    expect(shown.found).toBe(1);
  });

  it('are shown as looked for meanwhile, and no step is offered before that is over', async () => {
    const { root } = await show([MISSING], {}, () => new Promise(() => undefined));
    expect(root.querySelector('.sg-recipient')?.getAttribute('data-state')).toBe('checking');
    expect(root.querySelector('[data-step]')).toBeNull();
  });

  it('can be asked for a signed message, by a ready text', async () => {
    const drafts: string[][] = [];
    const ask = (...draft: string[]): Promise<void> => {
      drafts.push(draft);
      return Promise.resolve();
    };
    const { root } = await show([MISSING], { ask });
    await press(root, '[data-step=ask]');
    expect(drafts).toEqual([[MISSING.address, expect.any(String), expect.stringContaining('Alice')]]);
  });

  it('get a message of their own only after the user saw which goes how and agreed', async () => {
    const made: (readonly string[])[] = [];
    const separate = (open: readonly string[]): Promise<void> => {
      made.push(open);
      return Promise.resolve();
    };
    const { root } = await show([READY, MISSING], { separate });
    await press(root, '[data-step=separate]');
    const question = root.querySelector('[role=alertdialog]');
    expect(question?.textContent).toMatch(/Encrypted to.*bob@signet.*Unencrypted.*dan@signet/);
    expect(made).toEqual([]);
    await press(root, '[data-answer=no]');
    expect(made).toEqual([]);
    await press(root, '[data-step=separate]');
    await press(root, '[data-answer=yes]');
    expect(made).toEqual([[MISSING.address]]);
  });

  it('are no reason to offer a message to others where there are none', async () => {
    const { root } = await show([MISSING], { separate: () => Promise.resolve() });
    expect(root.querySelector('[data-step=separate]')).toBeNull();
  });

  it('can be written to unencrypted, after a question, unless a policy wants encryption', async () => {
    let off = 0;
    const sendOpen = (): Promise<void> => {
      off += 1;
      return Promise.resolve();
    };
    const { root } = await show([MISSING], { sendOpen });
    await press(root, '[data-step=open]');
    expect(off).toBe(0);
    await press(root, '[data-answer=yes]');
    expect(off).toBe(1);
    expect((await show([MISSING])).root.querySelector('[data-step=open]')).toBeNull();
  });
});
