import { createEnvironment, themeOf, type Theme } from '../../../../addins/outlook/host/environment';
import { createPreferences } from '../../../../addins/outlook/host/preferences';
import { createReadItem } from '../../../../addins/outlook/host/read-item';
import { installOffice } from '../support/fake-office';

beforeAll(installOffice);

describe('the theme', () => {
  it.each([
    [{ isDarkTheme: true }, 'dark'],
    [{ isDarkTheme: false }, 'light'],
    [{ bodyBackgroundColor: '#212121' }, 'dark'],
    [{ bodyBackgroundColor: '#FFFFFF' }, 'light'],
    [{ bodyBackgroundColor: 'white' }, undefined],
    [{}, undefined],
    [undefined, undefined],
  ] as const)('of %p is %s', (given, expected) => {
    expect(themeOf(given)).toBe(expected);
  });

  const watch = (officeTheme: object | undefined, system: { matches: boolean }) => {
    const shown: Theme[] = [];
    let changed = (): void => undefined;
    const media = {
      get matches() {
        return system.matches;
      },
      addEventListener: (_name: string, listener: () => void) => {
        changed = listener;
      },
    };
    const context = {
      displayLanguage: 'de-DE',
      officeTheme,
      mailbox: { userProfile: { emailAddress: 'alice@signet.example' } },
    } as unknown as Office.Context;
    const window = { matchMedia: () => media } as unknown as Window;
    createEnvironment(context, window).watchTheme((theme) => shown.push(theme));
    return { shown, change: () => changed() };
  };

  it('is the host’s own where it says so', () => {
    expect(watch({ isDarkTheme: true }, { matches: false }).shown).toEqual(['dark']);
  });

  it('is the system’s otherwise, and follows it', () => {
    const system = { matches: false };
    const { shown, change } = watch(undefined, system);
    system.matches = true;
    change();
    expect(shown).toEqual(['light', 'dark']);
  });
});

describe('preferences', () => {
  const settings = (values: Record<string, unknown>, fails = false) => ({
    get: (name: string): unknown => values[name],
    set: (name: string, value: unknown) => {
      values[name] = value;
    },
    saveAsync: ((done: (result: object) => void) =>
      done({ status: fails ? 'failed' : 'succeeded' })) as Office.RoamingSettings['saveAsync'],
  });

  it('are kept in the mailbox', async () => {
    const values = {};
    await createPreferences(settings(values)).setSignByDefault(true);
    expect(values).toEqual({ 'signet.signByDefault': true });
    expect(createPreferences(settings(values)).signByDefault()).toBe(true);
  });

  it('of another kind count as none', () => {
    expect(createPreferences(settings({ 'signet.signByDefault': 'yes' })).signByDefault()).toBeUndefined();
  });

  it('that cannot be saved reject', async () => {
    await expect(createPreferences(settings({}, true)).setSignByDefault(true)).rejects.toMatchObject({ code: 'host' });
  });
});

describe('the selected message', () => {
  const mailbox = { convertToRestId: (id: string) => `rest-${id}` };
  const item = { itemId: 'ews', internetMessageId: '<1@x>', conversationId: 'c', subject: 'Subject' };

  it('has the id that Graph knows', () => {
    expect(createReadItem(item, mailbox)).toMatchObject({ restId: 'rest-ews', internetMessageId: '<1@x>' });
  });

  it('has none where the host gives none', () => {
    expect(createReadItem({ ...item, itemId: '' }, mailbox).restId).toBeUndefined();
  });

  it('is exported where the host can', async () => {
    expect(createReadItem(item, mailbox).exportMessage).toBeUndefined();
    const answer = (value: string) =>
      ((done: (result: object) => void) => done({ status: 'succeeded', value })) as never;
    const exported = createReadItem({ ...item, getAsFileAsync: answer(btoa('Subject: x')) }, mailbox);
    expect(await (await exported.exportMessage?.())?.text()).toBe('Subject: x');
    const broken = createReadItem({ ...item, getAsFileAsync: answer('***') }, mailbox);
    await expect(broken.exportMessage?.()).rejects.toMatchObject({ code: 'host' });
  });
});
