import { type Settings } from '../storage/index';

const SETTING = 'outlook:encrypt-if-possible';

/** Whether a draft is encrypted by itself as soon as everybody in it can read that. Left unsaid: yes. */
export async function encryptsIfPossible(settings: Settings): Promise<boolean> {
  return (await settings.get(SETTING)) !== false;
}

export function setEncryptsIfPossible(settings: Settings, isOn: boolean): Promise<void> {
  return settings.set(SETTING, isOn);
}
