import { type Settings } from '../storage/index';

/** The same settings; what was never stored is as an organisation suggests it. */
export function withUsual(settings: Settings, usual: Readonly<Record<string, unknown>>): Settings {
  return { ...settings, get: async (name) => (await settings.get(name)) ?? usual[name] };
}
