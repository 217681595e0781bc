/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { DecisionView, ExceptionOffers, PolicyAsked } from '../../../addins/ui/decision-view';
import { SenderExceptions } from '../../../addins/ui/sender-exceptions';
import {
  compilePolicy,
  EMPTY_USER_LAYER,
  evaluate,
  parsePolicy,
  SignetError,
  type Exception,
  type Facts,
} from '../../../shared/index';
import { mount } from './gallery';

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 20)));
/** What is loaded takes its time. */
async function until(probe: () => unknown): Promise<void> {
  for (let i = 0; i < 200 && !probe(); i++) await settle();
}
const NOW = new Date('2026-11-27T12:00:00Z');
const FACTS: Facts = {
  time: NOW.getTime(),
  from: 'alice@signet.example',
  recipients: [{ address: 'bob@signet.example', certificate: 'usable' }],
  subject: 'Rules',
  replyToEncrypted: false,
  calendar: false,
  attachments: [],
  size: 10,
  canSplit: false,
  signer: { state: 'usable', issuers: [] },
  choices: {},
  confirmed: [],
};

function decided(settings: object) {
  const reading = parsePolicy(JSON.stringify({ version: 2, settings }));
  if (reading.kind !== 'policy') throw new Error('a policy was expected');
  return evaluate(compilePolicy(reading.document, EMPTY_USER_LAYER), FACTS);
}

async function press(root: HTMLElement, text: string): Promise<void> {
  const button = [...root.querySelectorAll('button')].find((one) => one.textContent.includes(text));
  await act(() => button?.click());
  await settle();
}

describe('what is shown of a decision', () => {
  it('has the words of who fixed it beside the message, and the rest on request', () => {
    const root = mount(
      <DecisionView
        decision={decided({
          sign: { value: 'always', change: 'none', text: 'Everything we send is signed.' },
          encrypt: { value: 'always' },
        })}
        language="en"
      />,
    );
    const details = root.querySelector('details');
    const hints = [...root.querySelectorAll('.sg-hint')];
    const [fixed, general] = hints.map((one) => [one.textContent, details?.contains(one)]);
    expect(fixed).toEqual(['Everything we send is signed.', false]);
    expect(general?.[1]).toBe(true);
    expect(details?.open).toBe(false);
    expect(details?.querySelectorAll('li[data-effect]').length).toBeGreaterThan(1);
  });

  it('says nothing in the organisation’s name where it decided nothing', () => {
    const root = mount(<DecisionView decision={decided({})} language="de" />);
    expect(root.querySelectorAll('.sg-hint')).toHaveLength(0);
    expect(root.textContent).not.toMatch(/Your organisation/);
  });
});

describe('a question that a policy leaves to the user', () => {
  const ask = (onAgree: () => Promise<void>) => {
    const refused: string[] = [];
    const root = mount(
      <PolicyAsked
        questions={['certificate-missing']}
        language="en"
        onAgree={onAgree}
        onRefuse={() => void refused.push('no')}
      />,
    );
    return { root, refused };
  };

  it('has the safe answer in focus, and notes a yes', async () => {
    const { root, refused } = ask(() => Promise.resolve());
    await until(() => document.activeElement !== document.body);
    expect(document.activeElement?.textContent).toContain('No');
    await press(root, 'No, I will');
    expect(refused).toEqual(['no']);
    await press(root, 'Send it so');
    expect(root.textContent).toContain('Noted.');
  });

  it('says so where a yes could not be noted', async () => {
    const { root } = ask(() => Promise.reject(new SignetError('storage', 'full')));
    await press(root, 'Send it so');
    expect(root.textContent).not.toContain('Noted.');
    expect(root.querySelector('[role=alert]')).not.toBeNull();
  });
});

describe('exceptions that are remembered with one click', () => {
  it('name the recipient chosen, or everybody at the domain', async () => {
    const added: Exception[] = [];
    const root = mount(
      <ExceptionOffers
        addresses={['bob@signet.example', 'dan@partner.example']}
        language="en"
        now={() => NOW}
        onAdd={(one) => (added.push(one), Promise.resolve())}
      />,
    );
    const select = root.querySelector('select');
    await act(() => {
      if (select) select.value = 'dan@partner.example';
      select?.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await press(root, 'Never sign mail to dan@');
    await press(root, 'Never sign mail to *@partner');
    await press(root, 'Always encrypt');
    await until(() => root.textContent.includes('Remembered.'));
    expect(added.map(({ kind, pattern }) => `${kind} ${pattern}`)).toEqual([
      'never-sign dan@partner.example',
      'never-sign *@partner.example',
      'always-encrypt dan@partner.example',
    ]);
    expect(added[0]?.added).toBe(NOW.toISOString());
    expect(root.textContent).toContain('Remembered.');
  });

  it('are offered beside a message for who wrote it, and for nobody where it names nobody', async () => {
    const offer = (address: string) =>
      mount(
        <SenderExceptions
          from={[{ name: '', address }]}
          language="en"
          now={() => NOW}
          onAdd={() => Promise.reject(new SignetError('storage', 'full'))}
        />,
      );
    const root = offer('dan@partner.example');
    await until(() => root.querySelector('summary'));
    expect(root.querySelector('summary')?.textContent).toContain('my mail to this sender');
    await press(root, 'Never sign mail to dan@');
    await until(() => root.querySelector('[role=alert]'));
    expect(root.querySelector('[role=alert]')).not.toBeNull();
    expect(root.textContent).not.toContain('Remembered.');
    const nobody = offer('undisclosed');
    await settle();
    expect(nobody.innerHTML).toBe('');
  });
});
