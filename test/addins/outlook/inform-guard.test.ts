import { informGuard, remindGuard } from '../../../addins/outlook/inform-guard';
import { rulesForGuard } from '../../../addins/outlook/guard-rules';
import { ownWishes } from '../../../addins/outlook/launch-event/own-wishes';
import { addException, removeException, setOwn } from '../../../addins/policy/own-rules';
import { SignetError, type Exception } from '../../../shared/index';

const exception = (kind: Exception['kind'], pattern: string): Exception => ({
  kind,
  pattern,
  added: '2026-11-01T00:00:00Z',
  reason: 'Their gateway breaks it',
});
const NEVER = exception('never-sign', 'dan@partner.example');

function world(isFull = false, isStorageFull = false) {
  const stored = new Map<string, unknown>();
  const told: string[] = [];
  const preferences = {
    ownRules: () => told.at(-1),
    setOwnRules: (text: string) =>
      isFull ? Promise.reject(new SignetError('host', 'full')) : Promise.resolve(void told.push(text)),
  };
  const settings = informGuard(
    {
      get: (name) => Promise.resolve(stored.get(name)),
      set: (name, value) =>
        isStorageFull
          ? Promise.reject(new SignetError('storage', 'full'))
          : Promise.resolve(void stored.set(name, value)),
    },
    preferences,
  );
  return { stored, told, settings, preferences };
}

describe('what the guard on Send hears of the user', () => {
  it('is each change of their own rules, as it understands them, and no other setting', async () => {
    const { told, settings, stored } = world();
    await settings.set('look-up', { resolver: '' });
    await addException(settings, NEVER);
    await setOwn(settings, { encrypt: 'always' });
    await removeException(settings, NEVER);
    expect(told.map((text) => ownWishes(undefined, text))).toMatchObject([
      { exceptions: [{ kind: 'never-sign', pattern: 'dan@partner.example' }] },
      { settings: { encrypt: 'always' }, exceptions: [{ kind: 'never-sign' }] },
      { settings: { encrypt: 'always' }, exceptions: [] },
    ]);
    expect(stored.get('look-up')).toEqual({ resolver: '' });
  });

  it('is no reason that they gave', async () => {
    const { told, settings } = world();
    await addException(settings, NEVER);
    expect(told.join()).not.toContain('gateway');
  });

  it('comes first: what it cannot be told is not kept either', async () => {
    const { stored, settings } = world(true);
    await expect(addException(settings, NEVER)).rejects.toMatchObject({ code: 'host' });
    expect(stored.size).toBe(0);
  });

  it('is taken back where it cannot be kept', async () => {
    const { told, settings } = world(false, true);
    await expect(addException(settings, NEVER)).rejects.toMatchObject({ code: 'storage' });
    expect(ownWishes(undefined, told.at(-1))).toMatchObject({ exceptions: [] });
  });

  it('is what is kept here, where it knew nothing or something else', async () => {
    const { told, settings, preferences } = world();
    await remindGuard(settings, preferences);
    expect(told).toEqual([]);
    await addException(settings, NEVER);
    const [text] = told;
    await preferences.setOwnRules('from another machine');
    await remindGuard(settings, preferences);
    await remindGuard(settings, preferences);
    expect(told).toEqual([text, 'from another machine', text]);
  });

  it('leaves out what would let drafts go where it is too long, and at last is unreadable, which is the strictest', () => {
    const many = (kind: Exception['kind'], count: number) =>
      Array.from({ length: count }, (_, at) => exception(kind, `somebody-${at}@partner.example`));
    const textOf = (exceptions: readonly Exception[]) => rulesForGuard(JSON.stringify({ version: 2, exceptions }));
    const cut = ownWishes(undefined, textOf([...many('never-sign', 400), ...many('always-encrypt', 3)]));
    expect(cut).toMatchObject({ exceptions: [{ kind: 'always-encrypt' }, {}, {}] });
    expect(ownWishes(undefined, textOf(many('always-encrypt', 400)))).toBe('unreadable');
    expect(ownWishes(undefined, rulesForGuard('no rules'))).toBe('unreadable');
  });
});
