import { type Settings } from '../storage/index';

const SETTING = 'kept-files';

/** Ids of identities whose file the user says is kept. */
export async function keptFiles(settings: Pick<Settings, 'get'>): Promise<readonly string[]> {
  const stored = await settings.get(SETTING);
  return Array.isArray(stored) ? stored.filter((one): one is string => typeof one === 'string') : [];
}

/** Remembers that the user keeps the files of these identities. */
export async function rememberKeptFiles(settings: Settings, ids: readonly string[]): Promise<void> {
  await settings.set(SETTING, [...new Set([...(await keptFiles(settings)), ...ids])]);
}
