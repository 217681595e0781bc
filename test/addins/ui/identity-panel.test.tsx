/** @jest-environment ./test/support/jsdom-environment.js */
import { type IdentityTrust } from '../../../shared/index';
import { IDENTITIES } from './samples';
import { type ExportRequest } from '../../../addins/worker/getting-calls';
import { fakeGetting, refusing, showPanel as show } from './identity-screen';

const ALICE = IDENTITIES.slice(0, 1);

describe('the list of identities', () => {
  it('says what an identity is good for when there is none', () => {
    expect(show().root.textContent).toContain('No identity yet.');
  });

  it('names each with its address, its issuer and how long it is good', () => {
    const { root } = show({ identities: IDENTITIES });
    const [good, old] = [...root.querySelectorAll('li')].map(({ textContent }) => textContent);
    expect(good).toContain('alice@signet.example');
    expect(good).toContain('Valid until 23 Nov 2027');
    expect(old).toContain('Expired on 23 Nov 2025');
  });
});

describe('the details of an identity', () => {
  it('name addresses, issuer, dates, key, uses and fingerprint', async () => {
    const screen = show({ identities: ALICE });
    await screen.press('Details of Alice Example');
    const facts: unknown = Object.fromEntries(
      [...screen.root.querySelectorAll('.sg-facts > div')].map((row) => [
        row.querySelector('dt')?.textContent,
        row.querySelector('dd')?.textContent,
      ]),
    );
    expect(facts).toMatchObject({
      'Mail addresses': 'alice@signet.example',
      'Issued by': 'Signet Demo CA',
      Valid: '23 Nov 2025 – 23 Nov 2027',
      State: 'in date',
      Key: 'RSA, 3072 bits',
      'Used here to': 'sign, read encrypted mail',
      Backup: 'none that Signet knows of',
      'Fingerprint (SHA-256)': 'AA:'.repeat(32).slice(0, -1),
    });
  });

  it('say since when there is a backup', async () => {
    const kept = IDENTITIES.slice(0, 1).map((one) => ({ ...one, backedUpAt: new Date('2026-11-20T09:00:00Z') }));
    const screen = show({ identities: kept });
    await screen.press('Details of Alice Example');
    expect(screen.root.textContent).toContain('there is one, as of 20 Nov 2026');
    await screen.press('Remove Alice Example');
    expect(screen.root.textContent).not.toContain('make one first');
  });

  it('say that the issuer is not trusted here, and why', async () => {
    const trust: IdentityTrust = { isTrusted: false, chain: [], reasons: [{ code: 'no-path' }] };
    const screen = show({ identities: ALICE }, { identityTrust: () => Promise.resolve(trust) });
    await screen.press('Details of Alice Example');
    expect(screen.root.textContent).toContain('not trusted here');
    expect(screen.root.querySelector('[data-reason="no-path"]')).not.toBeNull();
  });

  it('never say trusted where that could not be checked', async () => {
    const screen = show({ identities: ALICE }, { identityTrust: refusing('storage') });
    await screen.press('Details of Alice Example');
    expect(screen.root.textContent).toContain('could not be checked');
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('store of keys');
  });

  it('are left by a button that gets the focus, back to where they were opened', async () => {
    const screen = show({ identities: IDENTITIES });
    await screen.press('Details of Alice Example');
    expect(document.activeElement).toBe(screen.button('Back to the list'));
    await screen.press('Back to the list');
    expect(screen.root.querySelectorAll('li.sg-identity')).toHaveLength(2);
    expect(document.activeElement).toBe(screen.button('Details of Alice Example'));
  });

  it('give way to the list when the identity is gone', async () => {
    const screen = show({ identities: ALICE });
    await screen.press('Details of Alice Example');
    await screen.update({ identities: [] });
    expect(screen.root.textContent).toContain('No identity yet.');
  });
});

describe('removing an identity', () => {
  it('is asked about before it is done, with keeping as the button at hand', async () => {
    const removed: string[] = [];
    const removeIdentity = (id: string): Promise<void> => Promise.resolve(void removed.push(id));
    const screen = show({ identities: ALICE }, { removeIdentity });
    await screen.press('Details of Alice Example');
    await screen.press('Remove Alice Example');
    expect(screen.root.querySelector('[role="alertdialog"]')?.textContent).toContain('becomes unreadable');
    expect(screen.root.textContent).toContain('make one first');
    expect(document.activeElement).toBe(screen.button('Keep'));
    await screen.press('Keep');
    expect(removed).toEqual([]);
    await screen.press('Remove Alice Example');
    await screen.press('Remove');
    expect(removed).toEqual(['aa'.repeat(32)]);
  });

  it.each([
    [1, 'One person'],
    [3, '3 people'],
  ])('says what is at stake where that is known: %d', async (count, words) => {
    const screen = show({ identities: ALICE }, { writersTo: () => Promise.resolve(count) });
    await screen.press('Details of Alice Example');
    await screen.press('Remove Alice Example');
    expect(screen.root.querySelector('[role="alertdialog"]')?.textContent).toContain(`${words} whose signed mail`);
  });

  it('offers a backup first, which is a file for Signet itself unless another is chosen', async () => {
    const asked: ExportRequest[] = [];
    const exportIdentity = (request: ExportRequest): Promise<never> => new Promise(() => void asked.push(request));
    const screen = show({ identities: ALICE }, { getting: fakeGetting({ exportIdentity }) });
    await screen.press('Details of Alice Example');
    await screen.press('Remove Alice Example');
    await screen.press('Make a backup file…');
    await screen.press('Make the file');
    expect(asked).toEqual([{ id: 'aa'.repeat(32), target: 'signet', isLegacy: false }]);
  });

  it('says in words why it was not done', async () => {
    const screen = show({ identities: ALICE }, { removeIdentity: refusing('storage') });
    await screen.press('Details of Alice Example');
    await screen.press('Remove Alice Example');
    await screen.press('Remove');
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('store of keys');
  });
});
