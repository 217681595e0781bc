import { CATEGORY, ENCRYPTED, OWN_RULES, SIGN_BY_DEFAULT } from '../preference-names';
import { officeCall } from './call';

/** Preferences that follow the mailbox (32 KB, readable by others with access): never keys, passphrases or content. */
export interface Preferences {
  /** New messages start with signing switched on. */
  signByDefault(): boolean | undefined;
  setSignByDefault(on: boolean): Promise<void>;
  /** The category that checked messages get. Others with access to the mailbox can have written it: a name is looked at before it is used. */
  category(): unknown;
  /** An empty name: none. */
  setCategory(name: string): Promise<void>;
  /** What the guard on Send was told last of the user's own rules. */
  ownRules(): unknown;
  /** Text of the user's own rules, for the guard on Send. Rejects with `host` where it cannot be kept. */
  setOwnRules(text: string): Promise<void>;
  /** Marks of conversations, for the guard on Send. */
  encrypted(): unknown;
  setEncrypted(marks: string): Promise<void>;
}

type Settings = Pick<Office.RoamingSettings, 'get' | 'set' | 'saveAsync'>;

export function createPreferences(settings: Settings): Preferences {
  return {
    signByDefault() {
      const value: unknown = settings.get(SIGN_BY_DEFAULT);
      return typeof value === 'boolean' ? value : undefined;
    },
    setSignByDefault: (on) => keep(settings, SIGN_BY_DEFAULT, on),
    category: () => settings.get(CATEGORY) as unknown,
    setCategory: (name) => keep(settings, CATEGORY, name),
    ownRules: () => settings.get(OWN_RULES) as unknown,
    setOwnRules: (text) => keep(settings, OWN_RULES, text),
    encrypted: () => settings.get(ENCRYPTED) as unknown,
    setEncrypted: (marks) => keep(settings, ENCRYPTED, marks),
  };
}

async function keep(settings: Settings, name: string, value: unknown): Promise<void> {
  settings.set(name, value);
  await officeCall('roamingSettings.saveAsync', (done) => settings.saveAsync(done));
}
