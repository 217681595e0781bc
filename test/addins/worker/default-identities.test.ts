import { chooseDefaultIdentity, defaultIdentities, defaultIdentity } from '../../../addins/worker/default-identities';
import { dismissedReminders, dismissReminder } from '../../../addins/worker/dismissed-reminders';
import { type Settings } from '../../../addins/storage/index';

const memory = (values = new Map<string, unknown>()): Settings => ({
  get: (name) => Promise.resolve(values.get(name)),
  set: (name, value) => Promise.resolve(void values.set(name, value)),
});

describe('the identity chosen for an address', () => {
  it('is one for each address, however it is spelled, until another is chosen or none', async () => {
    const settings = memory();
    await chooseDefaultIdentity(settings, 'alice@x.example', 'a');
    await chooseDefaultIdentity(settings, 'bob@x.example', 'b');
    await chooseDefaultIdentity(settings, 'Alice@X.example', 'c');
    expect(await defaultIdentity(settings, 'ALICE@x.example')).toBe('c');
    expect(await defaultIdentities(settings)).toHaveLength(2);
    await chooseDefaultIdentity(settings, 'alice@x.example', undefined);
    expect(await defaultIdentity(settings, 'alice@x.example')).toBeUndefined();
  });

  it.each([[undefined], ['x'], [{}], [[null, 3, { address: 1 }, { address: 'a@x.example' }]]])(
    'is none where %j is stored',
    async (value) => {
      const settings = memory();
      await settings.set('default-identities', value);
      expect(await defaultIdentities(settings)).toEqual([]);
    },
  );
});

describe('dismissed reminders', () => {
  it('are kept by identity, the last threshold each', async () => {
    const settings = memory();
    await dismissReminder(settings, { id: 'a', threshold: 30 });
    await dismissReminder(settings, { id: 'b', threshold: 7 });
    await dismissReminder(settings, { id: 'a', threshold: 14 });
    expect(await dismissedReminders(settings)).toEqual({ a: 14, b: 7 });
  });

  it('leave out what is no threshold', async () => {
    const settings = memory();
    await settings.set('dismissed-reminders', { a: 'x', b: 7 });
    expect(await dismissedReminders(settings)).toEqual({ b: 7 });
  });
});
