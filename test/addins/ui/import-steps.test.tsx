/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { type IdentityCore } from '../../../addins/ui/identity-core';
import { type IdentityPreview, SignetError } from '../../../shared/index';
import { lockAnnouncer } from '../../../addins/worker/lock-news';
import { QuietChannel } from '../../support/quiet-channel';
import { IDENTITIES } from './samples';
import { type IdentityScreen, refusing, showPanel } from './identity-screen';

type Open = IdentityCore['openIdentityFiles'];
type Request = Parameters<Open>[0];
type Offer = Awaited<ReturnType<Open>>;

function file(name = 'alice.p12', size = 3): File {
  const octets = Uint8Array.from([1, 2, 3]);
  return Object.defineProperties(new File(['pfx'], name), {
    size: { value: size },
    arrayBuffer: { value: () => Promise.resolve(octets.buffer) },
  });
}

const found = (more: Partial<IdentityPreview> = {}): IdentityPreview =>
  ({
    ...IDENTITIES[0],
    accounts: undefined,
    isTrusted: true,
    reasons: [],
    problems: [],
    isImportable: true,
    ...more,
  }) as IdentityPreview;

const offerOf = (more: Partial<Offer> = {}): Offer => ({
  identities: [found()],
  missing: undefined,
  formats: ['pfx'],
  mac: 'good',
  keys: 1,
  keysWithoutCertificate: 0,
  certificates: 1,
  friendlyNames: [],
  accept: () => Promise.resolve(['aa'.repeat(32)]),
  discard: () => undefined,
  ...more,
});

/** Opens with the password alone. */
const locked =
  (password: string | undefined, offer = offerOf(), asked: Request[] = []): Open =>
  (request) => {
    asked.push(request);
    if (request.passphrase !== password) return Promise.reject(new SignetError('passphrase', 'no'));
    return Promise.resolve(offer);
  };

async function begun(open: Open, more: Parameters<typeof showPanel>[0] = {}): Promise<IdentityScreen> {
  const screen = showPanel(more, { openIdentityFiles: open });
  await screen.press('Add an identity');
  return screen;
}

const alert = ({ root }: IdentityScreen): string => root.querySelector('[role="alert"]')?.textContent ?? '';

describe('adding an identity', () => {
  it('takes three steps: file, password, confirmation', async () => {
    const asked: Request[] = [];
    let accepted = 0;
    const accept = (): Promise<readonly string[]> => {
      accepted++;
      return Promise.resolve(['id']);
    };
    let changes = 0;
    const accounts = (): Promise<readonly string[]> => Promise.resolve(['alice@signet.example']);
    const screen = await begun(locked('open sesame', offerOf({ accept }), asked), {
      onChanged: () => changes++,
      accounts,
    });
    expect(screen.root.textContent).toContain('Step 1 of 3');
    expect(document.activeElement).toBe(screen.root.querySelector('input[type="file"]'));
    await screen.choose(file());
    expect(screen.root.textContent).toContain('Step 2 of 3');
    expect(screen.root.textContent).toContain('alice.p12');
    expect(document.activeElement).toBe(screen.root.querySelector('input[type="password"]'));
    await screen.type('open sesame');
    expect(asked.map(({ passphrase }) => passphrase)).toEqual([undefined, 'open sesame']);
    expect(asked[1]).toMatchObject({ files: [Uint8Array.of(1, 2, 3)], accounts: ['alice@signet.example'] });
    expect(screen.root.textContent).toContain('Step 3 of 3');
    expect(screen.root.textContent).toContain('Alice Example');
    expect(document.activeElement).toBe(screen.button('Add'));
    expect(accepted).toBe(0);
    await screen.press('Add');
    expect([accepted, changes]).toEqual([1, 1]);
    await screen.settle();
    expect(screen.root.querySelector('[role="status"]')?.textContent).toBe('Added.');
    expect(screen.root.querySelector('input')).toBeNull();
  });

  it('takes two where the file needs no password', async () => {
    const screen = await begun(locked(undefined));
    await screen.choose(file());
    expect(screen.root.textContent).toContain('Step 2 of 2');
    expect(screen.root.querySelector('input[type="password"]')).toBeNull();
  });

  it('takes a file that is dropped', async () => {
    const screen = await begun(locked(undefined));
    const drop = new Event('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(drop, 'dataTransfer', { value: { files: [file()] } });
    await act(() => void screen.root.querySelector('.sg-drop')?.dispatchEvent(drop));
    await screen.settle();
    expect(drop.defaultPrevented).toBe(true);
    expect(screen.root.textContent).toContain('Is this you?');
  });

  it('asks for the other half of one that is incomplete, and opens both together', async () => {
    const asked: Request[] = [];
    const open: Open = (request) => {
      asked.push(request);
      return Promise.resolve(
        request.files.length === 2 ? offerOf() : offerOf({ identities: [], missing: 'certificate' }),
      );
    };
    const screen = await begun(open);
    await screen.choose(file('alice.key'));
    expect(alert(screen)).toContain('a key without its certificate');
    expect(screen.root.textContent).toContain('Already chosen: alice.key');
    await screen.choose(file('alice.cer'));
    expect(asked.map(({ files }) => files.length)).toEqual([1, 2]);
    expect(screen.root.textContent).toContain('Is this you?');
  });

  it('asks again for a wrong password, and tells so to screen readers', async () => {
    const screen = await begun(refusing('passphrase'));
    await screen.choose(file());
    expect(alert(screen)).toBe('');
    await screen.type('wrong');
    expect(alert(screen)).toContain('wrong');
    expect(screen.root.querySelector('input[type="password"]')?.getAttribute('aria-invalid')).toBe('true');
    expect(screen.root.textContent).toContain('Step 2 of 3');
  });

  it.each([
    ['damaged', new SignetError('malformed-pfx', 'x'), 'damaged'],
    ['changed since it was made', new SignetError('malformed-pfx', 'x', 'mac'), 'changed or damaged since'],
    ['a Java keystore', new SignetError('unsupported', 'x', 'JKS'), 'keytool -importkeystore'],
    ['of a kind nobody knows', new SignetError('unsupported', 'x', '1.2.3'), '1.2.3'],
  ])('stays at the file when it is %s, and says so', async (_, thrown, words) => {
    const screen = await begun(() => Promise.reject(thrown));
    await screen.choose(file());
    expect(screen.root.textContent).toContain('Step 1 of 3');
    expect(alert(screen)).toContain(words);
  });

  it('does not read a file that is far too big', async () => {
    const screen = await begun(refusing('defect'));
    await screen.choose(file('big', 5 << 20));
    expect(alert(screen)).toContain('too big');
  });

  it('keeps nothing when it is cancelled, and ends what is going on', async () => {
    let discarded = 0;
    const screen = await begun(locked(undefined, offerOf({ discard: () => discarded++ })));
    await screen.choose(file());
    await screen.press('Cancel');
    expect([screen.root.querySelector('input'), discarded]).toEqual([null, 1]);
    let signal: AbortSignal | undefined;
    const endless: Open = (_, work) => {
      signal = work?.signal;
      return new Promise(() => undefined);
    };
    const other = await begun(endless);
    await other.choose(file());
    await other.press('Cancel');
    expect(signal?.aborted).toBe(true);
  });

  it('begins anew when the keys are locked meanwhile, and says that nothing was added', async () => {
    Object.assign(globalThis, { BroadcastChannel: QuietChannel });
    const screen = await begun(locked('open sesame'));
    await screen.choose(file());
    await screen.type('open sesame');
    lockAnnouncer()('locked');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await screen.settle();
    expect(alert(screen)).toContain(
      'Only what stands among your identities was added: for the rest, choose the file again.',
    );
    expect(screen.root.querySelector('input[type="file"]')).not.toBeNull();
    await screen.choose(file());
    expect(screen.root.querySelector('input[type="password"]')).not.toBeNull();
  });

  it.each([undefined, 'open sesame'])('begins anew where they are locked while a file is read: %s', async (asked) => {
    const open: Open = ({ passphrase }) =>
      Promise.reject(new SignetError(passphrase === asked ? 'cancelled' : 'passphrase', 'x'));
    const screen = await begun(open);
    await screen.choose(file());
    if (asked !== undefined) await screen.type(asked);
    expect(alert(screen)).toContain('Your keys were locked');
    expect(alert(screen)).not.toContain('It was cancelled');
    expect(screen.root.querySelector('input[type="file"]')).not.toBeNull();
  });

  it('begins anew where the keys of the file were forgotten', async () => {
    const accept = (): Promise<never> => Promise.reject(new SignetError('host', 'x', 'closed'));
    const screen = await begun(locked(undefined, offerOf({ accept })));
    await screen.choose(file());
    await screen.press('Add');
    expect(alert(screen)).toContain('choose the file again.');
    expect(screen.root.querySelector('input[type="file"]')).not.toBeNull();
  });

  it('says in words that it could not be stored, and lets the user try again', async () => {
    const screen = await begun(locked(undefined, offerOf({ accept: refusing('storage') })));
    await screen.choose(file());
    await screen.press('Add');
    expect(alert(screen)).toContain('store of keys');
    expect(screen.button('Add').disabled).toBe(false);
  });
});

describe('what is found in a file', () => {
  const shown = async (offer: Partial<Offer>): Promise<IdentityScreen> => {
    const screen = await begun(locked(undefined, offerOf(offer)));
    await screen.choose(file());
    return screen;
  };

  it('is shown with uses, key and the account it is for', async () => {
    const { root } = await shown({ identities: [found({ accounts: ['alice@signet.example'] })] });
    expect(root.textContent).toContain('Used to: sign, read encrypted mail.');
    expect(root.textContent).toContain('Key: RSA, 3072 bits.');
    expect(root.textContent).toContain('For your account: alice@signet.example');
  });

  it('is warned of, each in words, and can be added all the same', async () => {
    const problems = ['identity-expiring', 'weak-key', 'no-account', 'chain-missing'] as const;
    const screen = await shown({ identities: [found({ problems })], mac: 'absent', keysWithoutCertificate: 2 });
    const marked = [...screen.root.querySelectorAll<HTMLElement>('[data-problem]')];
    expect(marked.map(({ dataset }) => dataset['problem'])).toEqual(problems);
    expect(alert(screen)).toContain('whether it was changed');
    expect(screen.root.textContent).toContain('2 keys in it have no certificate');
    expect(screen.button('Add').disabled).toBe(false);
  });

  it('says why its issuer is not trusted', async () => {
    const { root } = await shown({
      identities: [found({ isTrusted: false, problems: ['not-trusted'], reasons: [{ code: 'no-path' }] })],
    });
    expect(root.querySelector('[data-reason="no-path"]')).not.toBeNull();
  });

  it('cannot be added where nothing can be done with it', async () => {
    const screen = await shown({ identities: [found({ isImportable: false, problems: ['pair-mismatch'] })] });
    expect(screen.root.textContent).toContain('do not belong together');
    expect(() => screen.button('Add')).toThrow();
  });
});
