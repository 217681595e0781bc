/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { PinOffer, pinnable } from '../../../addins/ui/pin-offer';
import { type VerdictView } from '../../../addins/ui/props';
import { loadDetails, VerdictCard } from '../../../addins/ui/verdict-card';
import { type Der, type Pin, type Reason, type SignatureVerdict } from '../../../shared/index';
import { mount } from './gallery';
import { verdict } from './samples';

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 20)));
const certificate = Uint8Array.of(0x30, 0x00) as Der;
const signer = { name: 'Alice', addresses: ['alice@signet.example'], issuer: 'CN=Alice', serial: '01', certificate };
const [sample] = verdict('signed-valid', { signer }).signatures;
const ALICE = { name: 'Alice', address: 'alice@signet.example' };

function view(
  more: Partial<SignatureVerdict> = {},
  reasons: readonly Reason[] = [{ code: 'self-signed' }, { code: 'revocation-not-checked' }],
): VerdictView {
  const signature = {
    ...sample,
    path: 'invalid',
    address: 'match',
    integrity: 'intact',
    isRoot: true,
    reasons,
    ...more,
  };
  return { ...verdict('signed-untrusted'), from: [ALICE], signatures: [signature as SignatureVerdict] };
}

describe('what may be pinned', () => {
  it('is the certificate and the one From, where only trust in the issuer is missing', () => {
    expect(pinnable(view())).toEqual({ certificate, address: ALICE.address });
  });

  it.each<[string, VerdictView]>([
    ['a message that was altered', view({ integrity: 'altered' })],
    ['another address', view({ address: 'mismatch' })],
    ['a certificate without address', view({ address: 'absent' })],
    ['a path that is valid', view({ path: 'valid' })],
    ['a certificate that was revoked', view({ revocation: 'revoked' })],
    ['a part of the message', view({ isRoot: false })],
    ['an expired certificate', view({}, [{ code: 'expired' }])],
    ['one that is untrusted and weak', view({}, [{ code: 'no-path' }, { code: 'weak-algorithm' }])],
    ['a forged certificate', view({}, [{ code: 'bad-certificate-signature' }])],
    ['more than one From', { ...view(), from: [ALICE, ALICE] }],
    ['more than one signature', { ...view(), signatures: [...view().signatures, ...view().signatures] }],
    ['no signature', { ...view(), signatures: [] }],
  ])('is nothing of %s', (_, shown) => {
    expect(pinnable(shown)).toBeUndefined();
  });
});

describe('the offer to pin', () => {
  const pin: Pin = { certificate, address: ALICE.address };
  const show = (): {
    readonly root: HTMLElement;
    readonly pinned: Pin[];
    readonly press: (text: string) => Promise<void>;
  } => {
    const pinned: Pin[] = [];
    const onPin = (one: Pin): Promise<void> => Promise.resolve(void pinned.push(one));
    const root = mount(<PinOffer pin={pin} language="en" onPin={onPin} />);
    return {
      root,
      pinned,
      async press(text) {
        const found = [...root.querySelectorAll('button')].find((one) => one.textContent.startsWith(text));
        await act(() => found?.click());
        await settle();
      },
    };
  };

  it('asks before it does anything, with the address and the fingerprint', async () => {
    const { root, pinned, press } = show();
    await press('Trust this certificate');
    expect(pinned).toEqual([]);
    expect(root.textContent).toContain(ALICE.address);
    expect(root.textContent).toMatch(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/);
    await press('Yes');
    expect(pinned).toEqual([pin]);
  });

  it('does nothing after a no', async () => {
    const { root, pinned, press } = show();
    await press('Trust this certificate');
    await press('No');
    expect(pinned).toEqual([]);
    expect(root.querySelectorAll('button')).toHaveLength(1);
  });

  it('stands among the details, below the warning, and only where somebody keeps the answer', async () => {
    await loadDetails();
    const offers = (card: HTMLElement): readonly (Element | null)[] =>
      [...card.querySelectorAll('button')]
        .filter(({ textContent }) => textContent.startsWith('Trust this certificate'))
        .map((button) => button.closest('details'));
    const onPin = (): Promise<void> => Promise.resolve();
    const card = mount(<VerdictCard verdict={view()} language="en" onPin={onPin} detailsOpen />);
    expect(offers(card)).toEqual([card.querySelector('.sg-card > details')]);
    expect(offers(mount(<VerdictCard verdict={view()} language="en" detailsOpen />))).toEqual([]);
    const altered = view({ integrity: 'altered' });
    expect(offers(mount(<VerdictCard verdict={altered} language="en" onPin={onPin} detailsOpen />))).toEqual([]);
  });
});
