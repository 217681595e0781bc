/** @jest-environment ./test/support/jsdom-environment.js */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { RenewalReminders } from '../../../addins/ui/renewal-reminders';
import { SendingNotes } from '../../../addins/ui/sending-notes';
import { type RenewalReminder } from '../../../shared/index';
import { settle } from './identity-screen';

const reminder = (more: Partial<RenewalReminder> = {}): RenewalReminder => ({
  id: 'aa',
  name: 'Alice',
  addresses: ['alice@signet.example'],
  notAfter: new Date('2026-12-10T10:00:00Z'),
  daysLeft: 12,
  threshold: 14,
  ...more,
});

async function shown(
  list: readonly RenewalReminder[] | Error,
  dismissed: RenewalReminder[] = [],
): Promise<HTMLElement> {
  const reminders = {
    read: () => (list instanceof Error ? Promise.reject(list) : Promise.resolve(list)),
    dismiss: (one: RenewalReminder) => Promise.resolve(void dismissed.push(one)),
  };
  const root = document.createElement('div');
  await act(() => render(<RenewalReminders reminders={reminders} language="en" />, root));
  await settle();
  return root;
}

describe('reminders on the screen', () => {
  it('say when and what to do, and wait for a pause to be read out', async () => {
    const { textContent, innerHTML } = await shown([reminder()]);
    expect(textContent).toContain('Your identity for alice@signet.example expires in 12 days');
    expect(textContent).toContain('Valid until 10 Dec 2026. Get the next certificate');
    expect(innerHTML).toContain('role="status"');
    expect(innerHTML).not.toMatch(/role="alert|dialog/);
  });

  it.each([
    [{ threshold: 1, daysLeft: 0 }, 'expires within a day'],
    [{ threshold: 0, daysLeft: -3 }, 'has expired'],
  ] as const)('%j: %s', async (more, words) => {
    expect((await shown([reminder(more)])).textContent).toContain(words);
  });

  it('go when they are dismissed, and are kept away', async () => {
    const dismissed: RenewalReminder[] = [];
    const root = await shown([reminder()], dismissed);
    await act(() => root.querySelector('button')?.click());
    expect([root.textContent, dismissed.map(({ threshold }) => threshold)]).toEqual(['', [14]]);
  });

  it('take no room where there are none, or where they cannot be read', async () => {
    expect((await shown([])).innerHTML).toBe('');
    expect((await shown(new Error('gone'))).innerHTML).toBe('');
  });
});

describe('what is to be known before sending', () => {
  const notes = async (readiness: Parameters<typeof SendingNotes>[0]['readiness']): Promise<HTMLElement> => {
    const root = document.createElement('div');
    await act(() => render(<SendingNotes readiness={readiness} language="en" />, root));
    await settle();
    return root;
  };

  it('is that another identity than the chosen one signs', async () => {
    const root = await notes({ passedOver: 'expired', withOldCertificate: [] });
    expect(root.querySelector('[data-note="expired"]')?.textContent).toContain('the newest valid one signs');
  });

  it('is who still has the old certificate', async () => {
    const root = await notes({ withOldCertificate: ['bob@signet.example'] });
    expect(root.textContent).toBe(
      'bob@signet.example still writes to your old certificate. Signing this message sends the new one.',
    );
  });

  it('is nothing most of the time', async () => {
    expect((await notes({ withOldCertificate: [] })).innerHTML).toBe('');
  });
});
