/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { PolicyPanel, type PolicyState } from '../../../addins/ui/policy-panel';
import { EMPTY_USER_LAYER, parsePolicy, SignetError, type Exception } from '../../../shared/index';
import { mount } from './gallery';

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 20)));
/** What is loaded takes its time. */
async function until(probe: () => unknown): Promise<void> {
  for (let i = 0; i < 200 && !probe(); i++) await settle();
}
const EXCEPTION: Exception = {
  kind: 'never-sign',
  pattern: '*@partner.example',
  added: '2026-11-01T00:00:00Z',
  reason: 'Their gateway',
};

function documentOf(more: object): PolicyState['policy']['document'] {
  const reading = parsePolicy(JSON.stringify({ version: 2, ...more }));
  if (reading.kind !== 'policy') throw new Error('a policy was expected');
  return reading.document;
}

async function panel(
  policy: Partial<PolicyState['policy']>,
  exceptions: readonly Exception[] = [],
  save: (one: Exception) => Promise<void> = () => Promise.resolve(),
) {
  const saved: Exception[] = [];
  const removed: Exception[] = [];
  const root = mount(
    <PolicyPanel
      load={() =>
        Promise.resolve({
          policy: { kind: 'new', document: documentOf({}), reasons: [], ...policy },
          own: { ...EMPTY_USER_LAYER, exceptions },
        })
      }
      save={(one) => (saved.push(one), save(one))}
      remove={(one) => (removed.push(one), Promise.resolve())}
      language="en"
    />,
  );
  await until(() => root.querySelector('section[aria-busy="false"]'));
  const press = async (text: string): Promise<void> => {
    const button = [...root.querySelectorAll('button')].find((one) => one.textContent === text);
    await act(() => button?.click());
    await settle();
  };
  const type = async (selector: string, value: string): Promise<void> => {
    const input = root.querySelector<HTMLInputElement>(selector);
    await act(() => {
      if (input) input.value = value;
      input?.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };
  return { root, saved, removed, press, type };
}

describe('what a user sees of an organisation’s rules', () => {
  it('is that there are none, where there are none', async () => {
    const { root } = await panel({ kind: 'none' });
    expect(root.textContent).toContain('There are none on this machine');
    expect(root.querySelector('li')).toBeNull();
  });

  it('names what cannot be changed, with the words and whom to ask, and nothing that can be', async () => {
    const { root } = await panel({
      document: documentOf({
        name: 'Example Ltd.',
        contact: { at: 'desk@example.org' },
        settings: {
          sign: { value: 'always', change: 'none', text: 'Everything we send is signed.' },
          encrypt: { value: 'offer', change: 'free' },
          headerProtection: { value: 'hcp_baseline', change: 'stricter' },
          'anchors.added': { value: [] },
        },
      }),
    });
    expect(root.textContent).toContain('Example Ltd.');
    const lines = [...root.querySelectorAll('li')].map(({ textContent }) => textContent);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/Whether messages are signed.*Everything we send is signed\..*desk@example\.org/);
    expect(lines[1]).toMatch(/What encrypted messages hide of their header \(only to stricter\)/);
  });

  it('says what is wrong with the newest rules, and which are in force', async () => {
    const { root } = await panel({ kind: 'strict', reasons: ['unreachable'] });
    expect(root.querySelector('.sg-tone-attention')?.textContent).toContain('they could not be read');
  });
});

describe('exceptions in the settings', () => {
  it('are listed with their date, can get a reason and an end, and can be taken away', async () => {
    const { root, saved, removed, press, type } = await panel({}, [EXCEPTION]);
    expect(root.textContent).toContain('Never sign mail to *@partner.example');
    expect(root.textContent).toMatch(/Since .*2026/);
    await type('input[type=text]', 'Their gateway breaks it');
    await type('input[type=date]', '2027-01-31');
    await press('Save');
    await press('Remove');
    expect(saved).toEqual([{ ...EXCEPTION, reason: 'Their gateway breaks it', expires: '2027-01-31T00:00:00Z' }]);
    expect(removed).toEqual([EXCEPTION]);
  });

  it('say so where a change could not be kept', async () => {
    const { root, press, type } = await panel({}, [EXCEPTION], () =>
      Promise.reject(new SignetError('storage', 'full')),
    );
    await type('input[type=text]', 'Other');
    await press('Save');
    await until(() => root.querySelector('[role=alert]'));
    expect(root.querySelector('[role=alert]')).not.toBeNull();
  });
});
