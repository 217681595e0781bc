/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { memorySettings, refusing, showPanel, type IdentityScreen } from './identity-screen';
import { IDENTITIES } from './samples';

const [ALICE, OLD] = IDENTITIES;

async function tick(screen: IdentityScreen): Promise<void> {
  await act(() => screen.root.querySelector<HTMLInputElement>('[name="default-identity"]')?.click());
  await screen.settle();
}

describe('the default identity of an address', () => {
  it('is chosen in its details, and given up there', async () => {
    const values = new Map<string, unknown>();
    const screen = showPanel({ identities: IDENTITIES }, { settings: memorySettings(values) });
    await screen.press('Details of Alice Example');
    expect(screen.root.textContent).toContain('Sign mail from alice@signet.example with this identity');
    await tick(screen);
    expect([...values.values()]).toEqual([[{ address: 'alice@signet.example', id: ALICE?.id }]]);
    expect(screen.root.querySelector<HTMLInputElement>('[name="default-identity"]')?.checked).toBe(true);
    await tick(screen);
    expect([...values.values()]).toEqual([[]]);
  });

  it('is not offered for one that signs nothing now', async () => {
    const screen = showPanel({ identities: OLD ? [OLD] : [] });
    await screen.press('Details of Alice Example');
    expect(screen.root.querySelector('[name="default-identity"]')).toBeNull();
  });

  it('says in words that it could not be stored', async () => {
    const settings = { ...memorySettings(), set: refusing('storage') };
    const screen = showPanel({ identities: IDENTITIES }, { settings });
    await screen.press('Details of Alice Example');
    await tick(screen);
    expect(screen.root.querySelector('.sg-default-identity [role="alert"]')?.textContent).toContain('store of keys');
  });
});
