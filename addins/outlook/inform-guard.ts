import { OWN_RULES_SETTING } from '../policy/setting-names';
import { type Settings } from '../storage/index';
import { type Preferences } from './host/preferences';

type Told = Pick<Preferences, 'ownRules' | 'setOwnRules'>;

/** Own rules that say nothing. */
const NOTHING = JSON.stringify({ version: 2 });

/**
 * The same settings; the user's own rules are told to the guard on Send too, and first: where that fails nothing is kept, and
 * where nothing can be kept it is told the earlier ones again. What that takes is loaded with the first of them.
 */
export function informGuard(settings: Settings, preferences: Told): Settings {
  const keepOwnRules = async (value: unknown): Promise<void> => {
    const { rulesForGuard } = await import('./guard-rules');
    const before = (await settings.get(OWN_RULES_SETTING)) ?? NOTHING;
    await preferences.setOwnRules(rulesForGuard(value));
    await settings.set(OWN_RULES_SETTING, value).catch(async (thrown: unknown) => {
      await preferences.setOwnRules(rulesForGuard(before));
      throw thrown;
    });
  };
  return {
    get: (name) => settings.get(name),
    set: (name, value) => (name === OWN_RULES_SETTING ? keepOwnRules(value) : settings.set(name, value)),
  };
}

/** Tells the guard what is kept here, where it does not know that: rules from before it was told, or from another machine. */
export async function remindGuard(settings: Pick<Settings, 'get'>, preferences: Told): Promise<void> {
  const kept = await settings.get(OWN_RULES_SETTING);
  if (kept === undefined) return;
  const { rulesForGuard } = await import('./guard-rules');
  const text = rulesForGuard(kept);
  if (preferences.ownRules() !== text) await preferences.setOwnRules(text);
}
