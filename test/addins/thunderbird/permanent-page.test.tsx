/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { type VaultState } from '../../../shared/index';
import { type CopyOptions, type CopyReport } from '../../../addins/thunderbird/permanent/keep-copies';
import { PermanentPage, type PermanentPageProps } from '../../../addins/thunderbird/permanent/permanent-page';
import { mount } from '../ui/gallery';

const FOLDERS = [
  { id: 'local', name: 'Local Folders/Kept', isLocal: true },
  { id: 'server', name: 'alice@example.test/Kept', isLocal: false },
];
const OPEN = { protection: 'device', isLocked: false, isRequired: false } as VaultState;
const LEFT: CopyReport = { messageId: 1, subject: 'Plans', outcome: { kind: 'left', why: 'not-encrypted' } };

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 10));

async function calm(root: HTMLElement): Promise<void> {
  for (let i = 0; i < 100 && root.querySelector('[aria-busy=true]'); i++) await act(settled);
}

async function show(more: {
  readonly rule?: 'anywhere' | 'local' | 'never';
  readonly state?: VaultState;
  readonly allows?: boolean;
  readonly messageIds?: readonly number[];
}) {
  const { rule = 'anywhere', state = OPEN, allows = true, messageIds = [1, 2] } = more;
  const asked: string[][] = [];
  const kept: CopyOptions[] = [];
  const props: PermanentPageProps = {
    language: 'en',
    keys: { state: () => Promise.resolve(state) } as PermanentPageProps['keys'],
    load: () => Promise.resolve({ messageIds, folders: FOLDERS, rule }),
    permit(...permissions) {
      asked.push([...permissions]);
      return Promise.resolve(allows);
    },
    localFolder: (name) => Promise.resolve(`made:${name}`),
    keep(_ids, options) {
      kept.push(options);
      return Promise.resolve([LEFT]);
    },
    onUnlocked: () => undefined,
    onClose: () => undefined,
  };
  const root = mount(<PermanentPage {...props} />);
  await calm(root);
  const press = (selector: string) =>
    act(async () => {
      root.querySelector<HTMLElement>(selector)?.click();
      await settled();
    }).then(() => calm(root));
  const choose = (folder: string) =>
    act(async () => {
      const select = root.querySelector('select') as HTMLSelectElement;
      select.value = folder;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await settled();
    });
  return { root, asked, kept, press, choose };
}

describe('the window that keeps decrypted copies', () => {
  it('makes a local folder and keeps the originals where nothing else is chosen, and names what was left', async () => {
    const { root, asked, kept, press } = await show({});
    await press('.sg-primary');
    expect(asked).toEqual([['accountsFolders']]);
    expect(kept).toEqual([{ folderId: 'made:Decrypted', originals: 'keep' }]);
    expect(root.textContent).toContain('Plans');
    expect(root.textContent).toContain('It is not encrypted.');
  });

  it('asks for no permission that is not needed', async () => {
    const { asked, kept, press, choose } = await show({});
    await choose('local');
    await press('.sg-primary');
    expect(asked).toEqual([]);
    expect(kept).toEqual([{ folderId: 'local', originals: 'keep' }]);
  });

  it('does nothing where a permission is denied', async () => {
    const { root, asked, kept, press } = await show({ allows: false });
    await press('input[name=trash]');
    await press('.sg-primary');
    expect(asked).toEqual([['accountsFolders', 'messagesMove']]);
    expect(kept).toEqual([]);
    expect(root.textContent).toContain('nothing was changed');
  });

  it('says that a server will see the text', async () => {
    const { root, choose } = await show({});
    expect(root.querySelector('.sg-notice')).toBeNull();
    await choose('server');
    expect(root.querySelector('.sg-notice')?.textContent).toContain('mail server');
  });

  it('keeps to local folders, or to none, where the organisation says so', async () => {
    const local = await show({ rule: 'local' });
    expect([...local.root.querySelectorAll('option')].map(({ value }) => value)).toEqual(['', 'local']);
    const never = await show({ rule: 'never' });
    expect(never.root.querySelector('button')).toBeNull();
  });

  it('asks for the passphrase first where the keys are locked', async () => {
    const { root, kept, press } = await show({ state: { ...OPEN, protection: 'passphrase', isLocked: true } });
    await press('.sg-primary');
    expect(root.querySelector('input[type=password]')).not.toBeNull();
    expect(kept).toEqual([]);
  });

  it('says so where the choice is no longer known', async () => {
    const { root } = await show({ messageIds: [] });
    expect(root.querySelector('button')).toBeNull();
    expect(root.textContent).toContain('Choose them again');
  });
});
