import { withUsual } from '../../../addins/worker/usual-settings';
import { type Settings } from '../../../addins/storage/index';

describe('settings with what an organisation suggests', () => {
  const stored = new Map<string, unknown>();
  const settings: Settings = {
    get: (name) => Promise.resolve(stored.get(name)),
    set: (name, value) => Promise.resolve(void stored.set(name, value)),
  };

  it('are so until the user chooses, whatever that is', async () => {
    const usual = withUsual(settings, { revocation: { lookup: 'always' } });
    expect(await usual.get('revocation')).toEqual({ lookup: 'always' });
    expect(await usual.get('other')).toBeUndefined();
    await usual.set('revocation', false);
    expect(await usual.get('revocation')).toBe(false);
  });
});
