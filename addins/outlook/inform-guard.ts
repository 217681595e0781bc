import { OWN_RULES_SETTING } from '../policy/setting-names';
import { type Settings } from '../storage/index';
import { type Preferences } from './host/preferences';

/**
 * The same settings; the user's own rules are told to the guard on Send too, and first: where that fails nothing is kept, and
 * the guard is never laxer than what is kept here. What that takes is loaded with the first of them.
 */
export function informGuard(settings: Settings, preferences: Pick<Preferences, 'setOwnRules'>): Settings {
  return {
    get: (name) => settings.get(name),
    async set(name, value) {
      if (name === OWN_RULES_SETTING) {
        const { rulesForGuard } = await import('./guard-rules');
        await preferences.setOwnRules(rulesForGuard(value));
      }
      await settings.set(name, value);
    },
  };
}
