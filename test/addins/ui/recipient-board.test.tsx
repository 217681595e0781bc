/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { type RecipientRow } from '../../../addins/ui/props';
import { RecipientBoard } from '../../../addins/ui/recipient-board';
import { SignExceptions } from '../../../addins/ui/recipient-list';
import { type RecipientActions } from '../../../addins/ui/recipient-steps';
import { type LookUp } from '../../../addins/ui/use-search';
import { asDer, type CorrespondentCertificate, type CorrespondentDetails, SignetError } from '../../../shared/index';
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
  neverSigned: readonly string[] = [],
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
        neverSigned={neverSigned}
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

  it('who get it unencrypted by rule lack nothing: nobody is looked for, and readers are told of them', async () => {
    const open: RecipientRow = { address: 'dan@signet.example', state: 'open' };
    const { root, asked } = await show([READY, open]);
    expect(asked).toEqual([]);
    expect(root.querySelector('.sg-group > [role=status]')?.textContent).toBe(
      'Everyone who is to get it encrypted can read it.',
    );
    expect(root.querySelector('[data-state=open]')?.textContent).toContain('unencrypted');
    expect(root.querySelector('.sg-readers')?.textContent).toMatch(/dan@signet\.example.*everyone who carries it/);
    expect(root.querySelector('[data-step]')).toBeNull();
  });

  it('are listed in a long draft where they need something, the rest behind a line', async () => {
    const many = Array.from({ length: 40 }, (_, at): RecipientRow => ({ address: `p${at}@x.example`, state: 'ready' }));
    const { root } = await show([...many, MISSING]);
    expect(root.querySelectorAll('.sg-group > .sg-people > li')).toHaveLength(1);
    expect(root.querySelector('summary')?.textContent).toBe('And 40 who can read it');
  });

  it('to whom nothing is signed say so in words and with a shape of its own, in a long draft by themselves too', async () => {
    const many = Array.from({ length: 40 }, (_, at): RecipientRow => ({ address: `p${at}@x.example`, state: 'ready' }));
    const { root } = await show(many, {}, undefined, ['P7@X.example']);
    const rows = [...root.querySelectorAll('.sg-group > .sg-people > li')];
    expect(rows.map((row) => row.querySelector('bdi')?.textContent)).toEqual(['p7@x.example']);
    const said = rows[0]?.querySelector('[data-exception="never-sign"]');
    expect(said?.textContent).toContain('nothing to them is signed');
    expect(said?.querySelector('svg')?.getAttribute('data-icon')).toBe('pen-off');
    expect(rows[0]?.querySelector('.sg-state')?.textContent).toBe('Can read encrypted mail');
    expect(root.querySelector('.sg-group > [role=status]')?.textContent).toBe('Everyone can read it encrypted.');
  });

  it('to whom nothing is signed are told by the address as it is compared, whichever way its domain is written', async () => {
    const row = { address: 'eva@xn--bcher-kva.example', state: 'ready' } as const;
    const { root } = await show([row], {}, undefined, ['Eva@BÜCHER.example']);
    expect(root.querySelector('[data-icon=pen-off]')).not.toBeNull();
  });

  it('of a draft that is not encrypted are named where nothing is signed to them, and else nobody is', () => {
    const root = mount(<SignExceptions addresses={['bob@x.example']} language="de" />);
    expect(root.textContent).toContain('bob@x.example');
    expect(root.querySelector('[data-exception="never-sign"]')?.textContent).toContain('nichts an sie signiert');
    expect(mount(<SignExceptions addresses={[]} language="de" />).textContent).toBe('');
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
    const ask = (...draft: string[]): Promise<'opened'> => {
      drafts.push(draft);
      return Promise.resolve('opened');
    };
    const { root } = await show([MISSING], { ask });
    await press(root, '[data-step=ask]');
    expect(drafts).toEqual([[MISSING.address, expect.any(String), expect.stringContaining('Alice')]]);
    expect(root.textContent).not.toContain('Drafts');
  });

  it('are asked by a draft that lies with the others, which is said, where none can be opened', async () => {
    const { root } = await show([MISSING], { ask: () => Promise.resolve('kept') });
    await press(root, '[data-step=ask]');
    expect(root.querySelector('.sg-steps-next [role=status]')?.textContent).toContain(
      `A message to ${MISSING.address} that asks for it lies in your Drafts.`,
    );
  });

  it('are not said to be asked where the draft could not be made', async () => {
    const { root } = await show([MISSING], { ask: () => Promise.reject(new SignetError('host', 'no', 'network')) });
    await press(root, '[data-step=ask]');
    expect(root.querySelector('.sg-tone-error')).not.toBeNull();
    expect(root.textContent).not.toContain('lies in your Drafts');
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

describe('somebody with a new key', () => {
  const FRESH = 'ab'.repeat(32);
  const KNOWN = 'cd'.repeat(32);
  const row = { address: 'bob@signet.example', state: 'unconfirmed', waiting: FRESH } as const;
  const day = new Date('2026-03-04T05:06:07Z');
  const certificate = (fingerprint: string, isAccepted: boolean): CorrespondentCertificate => ({
    fingerprint,
    certificate: asDer(new Uint8Array(0)),
    name: 'Bob',
    issuer: 'Some CA',
    notBefore: day,
    notAfter: day,
    dates: 'within',
    uses: ['encrypt'],
    sources: [{ kind: 'imported' }],
    firstSeen: day,
    ...(isAccepted && { accepted: { ground: 'first', at: day } }),
  });
  const details = (): Promise<CorrespondentDetails> =>
    Promise.resolve({
      address: row.address,
      name: 'Bob',
      certificates: [certificate(FRESH, false), certificate(KNOWN, true)],
      reasons: [],
      isExpiredForbidden: false,
    });

  it('is told from somebody whose certificate cannot be used', async () => {
    const { root } = await show([row], { people: { details, confirm: () => Promise.resolve() } });
    expect(root.querySelector('.sg-recipient')?.getAttribute('data-state')).toBe('unconfirmed');
    expect(root.querySelector('.sg-state')?.textContent).toBe('A new key, to be confirmed');
  });

  it('is confirmed beside the draft, with both fingerprints, and looked up anew', async () => {
    const confirmed: unknown[] = [];
    const confirm = (key: unknown): Promise<void> => {
      confirmed.push(key);
      return Promise.resolve();
    };
    const shown = await show([row], { people: { details, confirm } });
    const before = shown.found;
    await press(shown.root, '[data-step=confirm] button');
    const question = shown.root.querySelector('[role=alertdialog]');
    const digits = (question?.textContent ?? '').replace(/[^0-9a-f]/gi, '').toLowerCase();
    expect(digits).toContain(FRESH);
    expect(digits).toContain(KNOWN);
    expect(confirmed).toEqual([]);
    await press(shown.root, '[role=alertdialog] button:not(.sg-primary)');
    expect(confirmed).toEqual([{ address: row.address, fingerprint: FRESH }]);
    expect(shown.found).toBe(before + 1);
  });

  it('cannot be confirmed where what is known of them cannot be read', async () => {
    const failing = (): Promise<never> => Promise.reject(new SignetError('storage', 'gone', 'failed'));
    const { root } = await show([row], { people: { details: failing, confirm: () => Promise.resolve() } });
    expect(root.querySelector('[data-step=confirm] button')).toBeNull();
    expect(root.querySelector('[data-step=confirm] .sg-tone-error')).not.toBeNull();
  });
});
