/** @jest-environment ./test/support/jsdom-environment.js */
import { lockAnnouncer } from '../../../addins/worker/lock-news';
import { type ExportedIdentity } from '../../../shared/index';
import { type ExportRequest } from '../../../addins/worker/getting-calls';
import { QuietChannel } from '../../support/quiet-channel';
import { choose, fakeGetting, type IdentityScreen, refusing, saved, showPanel, watchSaving } from './identity-screen';
import { IDENTITIES } from './samples';

const PASSPHRASE = 'abcd-efgh-jkmn-pqrs-tuvw';
const FILE = Uint8Array.of(0x30, 0x00);
const OPEN = 'Take it to a phone or another program';

async function open(
  exportIdentity: (request: ExportRequest) => Promise<ExportedIdentity>,
  noteBackups: (ids: readonly string[]) => Promise<void> = () => Promise.resolve(),
): Promise<IdentityScreen> {
  const getting = fakeGetting({ exportIdentity });
  const screen = showPanel({ identities: IDENTITIES.slice(0, 1) }, { getting, noteBackups });
  await screen.press('Details of Alice Example');
  await screen.press(OPEN);
  return screen;
}

describe('taking an identity elsewhere', () => {
  beforeEach(watchSaving);

  it('makes a file for the chosen target and shows its password, which the file does not travel with', async () => {
    const asked: ExportRequest[] = [];
    const screen = await open((request) => {
      asked.push(request);
      return Promise.resolve({ file: FILE, passphrase: PASSPHRASE });
    });
    expect(screen.root.textContent).toContain('Not tested by us on a real device');
    await screen.press('Make the file');
    expect(asked).toEqual([{ id: 'aa'.repeat(32), target: 'apple', isLegacy: false }]);
    expect(screen.root.querySelector('output')?.textContent).toBe(PASSPHRASE);
    expect(screen.root.textContent).toContain('Never mail it');
    await screen.press('Save the file (.p12)');
    expect(saved()).toEqual(['alice@signet.example.p12']);
    expect(saved().join()).not.toContain(PASSPHRASE);
    expect(screen.root.textContent).toContain('counts as a backup');
  });

  it('counts as a backup once it is saved, not before, and not where that cannot be noted', async () => {
    const noted: string[] = [];
    const made = (): Promise<ExportedIdentity> => Promise.resolve({ file: FILE, passphrase: PASSPHRASE });
    const screen = await open(made, (ids) => Promise.resolve(void noted.push(...ids)));
    await screen.press('Make the file');
    expect(noted).toEqual([]);
    await screen.press('Save the file (.p12)');
    expect(noted).toEqual(['aa'.repeat(32)]);
    const other = await open(made, refusing('storage'));
    await other.press('Make the file');
    await other.press('Save the file (.p12)');
    expect(other.root.textContent).not.toContain('counts as a backup');
    expect(other.root.querySelector('[role="alert"]')).not.toBeNull();
  });

  it('forgets the password when it is done, and makes another file the next time', async () => {
    let count = 0;
    const screen = await open(() => Promise.resolve({ file: FILE, passphrase: `${PASSPHRASE}${++count}` }));
    await screen.press('Make the file');
    await screen.press('Done: forget the password');
    expect(screen.root.innerHTML).not.toContain(PASSPHRASE);
    await screen.press(OPEN);
    expect(screen.root.querySelector('output')).toBeNull();
    await screen.press('Make the file');
    expect(screen.root.querySelector('output')?.textContent).toBe(`${PASSPHRASE}2`);
  });

  it('makes the old form on request alone, with a warning, and a new file for it', async () => {
    const asked: ExportRequest[] = [];
    const screen = await open((request) => {
      asked.push(request);
      return Promise.resolve({ file: FILE, passphrase: PASSPHRASE });
    });
    await screen.press('Make the file');
    await choose(screen, 'input[name="legacy"]', true);
    expect(screen.root.querySelector('output')).toBeNull();
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('3DES');
    await screen.press('Make the file');
    expect(asked.map(({ isLegacy }) => isLegacy)).toEqual([false, true]);
  });

  it('offers no old form where every version reads the new one, and no steps but for phones', async () => {
    const screen = await open(() => Promise.resolve({ file: FILE, passphrase: PASSPHRASE }));
    await choose(screen, 'select[name="target"]', 'thunderbird');
    expect(screen.root.querySelector('input[name="legacy"]')).toBeNull();
    expect(screen.root.textContent).toContain('opened in the tests');
    await screen.press('Make the file');
    expect(screen.root.querySelector('ol.sg-ways')).toBeNull();
  });

  it('takes password and file from the screen when the keys are locked, also what was being made just then', async () => {
    Object.assign(globalThis, { BroadcastChannel: QuietChannel });
    const tellLock = async (screen: IdentityScreen): Promise<void> => {
      lockAnnouncer()('locked');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await screen.settle();
    };
    const made = { file: FILE, passphrase: PASSPHRASE };
    const screen = await open(() => Promise.resolve(made));
    await screen.press('Make the file');
    await tellLock(screen);
    expect(screen.root.textContent).not.toContain(PASSPHRASE);
    expect(() => screen.button('Save the file (.p12)')).toThrow();
    let finish: (exported: ExportedIdentity) => void = () => undefined;
    const late = await open(() => new Promise((resolve) => (finish = resolve)));
    await late.press('Make the file');
    await tellLock(late);
    finish(made);
    await late.settle();
    expect(late.root.querySelector('output')).toBeNull();
    expect(late.root.querySelector('[role="alert"]')?.textContent).toContain('locked');
  });

  it('says why no file was made', async () => {
    const screen = await open(refusing('locked'));
    await screen.press('Make the file');
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('locked');
    expect(screen.root.querySelector('output')).toBeNull();
  });
});

describe('the certificate for others', () => {
  beforeEach(watchSaving);

  it('is saved in each form, without a key', async () => {
    const certificateFile = (_: string, ending: 'cer' | 'pem' | 'p7b') =>
      Promise.resolve({ octets: FILE, ending, contentType: 'x' });
    const screen = showPanel({ identities: IDENTITIES.slice(0, 1) }, { getting: fakeGetting({ certificateFile }) });
    await screen.press('Details of Alice Example');
    for (const label of ['Save as .cer', 'Save as .pem, with issuers', 'Save as .p7b, with issuers']) {
      await screen.press(label);
    }
    expect(saved()).toEqual(['cer', 'pem', 'p7b'].map((ending) => `alice@signet.example.${ending}`));
  });
});

describe('an identity that was made to try things out', () => {
  it('is marked in the list and in its details', async () => {
    const [alice] = IDENTITIES;
    if (!alice) throw new Error('no sample');
    const screen = showPanel({ identities: [{ ...alice, isTest: true }] });
    expect(screen.root.textContent).toContain('Test identity, made here: nobody vouches for it');
    await screen.press('Details of Alice Example');
    expect(screen.root.textContent).toContain('Test identity, made here: nobody vouches for it');
  });
});
