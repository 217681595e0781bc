import { SIGN_BY_DEFAULT } from '../preference-names';
import { officeCall } from './call';

/** Preferences that follow the mailbox (32 KB, readable by others with access): never keys, passphrases or content. */
export interface Preferences {
  /** New messages start with signing switched on. */
  signByDefault(): boolean | undefined;
  setSignByDefault(on: boolean): Promise<void>;
}

type Settings = Pick<Office.RoamingSettings, 'get' | 'set' | 'saveAsync'>;

export function createPreferences(settings: Settings): Preferences {
  return {
    signByDefault() {
      const value: unknown = settings.get(SIGN_BY_DEFAULT);
      return typeof value === 'boolean' ? value : undefined;
    },
    async setSignByDefault(on) {
      settings.set(SIGN_BY_DEFAULT, on);
      await officeCall('roamingSettings.saveAsync', (done) => settings.saveAsync(done));
    },
  };
}
