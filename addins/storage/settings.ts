import { type Database } from './database';

/** Small preferences by name. Structured-clone values; never keys, passphrases or content. */
export interface Settings {
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
}

export function createSettings(database: Database): Settings {
  return {
    get: (name) => database.run((connection) => connection.get('settings', name)),
    async set(name, value) {
      await database.run((connection) => connection.put('settings', value, name));
    },
  };
}
