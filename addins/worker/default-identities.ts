import { sameAddress } from '../../shared/index';
import { type Settings } from '../storage/index';

/** Which identity signs for an address, where the user chose one. */
export interface DefaultIdentity {
  readonly address: string;
  readonly id: string;
}

const SETTING = 'default-identities';

/** What was chosen; what is no choice is left out. */
export async function defaultIdentities(settings: Pick<Settings, 'get'>): Promise<readonly DefaultIdentity[]> {
  const stored = await settings.get(SETTING);
  return Array.isArray(stored) ? stored.filter(isChoice) : [];
}

function isChoice(value: unknown): value is DefaultIdentity {
  const { address, id } = (value ?? {}) as Partial<DefaultIdentity>;
  return typeof address === 'string' && typeof id === 'string';
}

/** The id that was chosen for an address. */
export async function defaultIdentity(settings: Pick<Settings, 'get'>, address: string): Promise<string | undefined> {
  return (await defaultIdentities(settings)).find((one) => sameAddress(one.address, address))?.id;
}

/** Chooses an identity for an address; `id` undefined: the newest again. */
export async function chooseDefaultIdentity(
  settings: Settings,
  address: string,
  id: string | undefined,
): Promise<void> {
  const others = (await defaultIdentities(settings)).filter((one) => !sameAddress(one.address, address));
  await settings.set(SETTING, id === undefined ? others : [...others, { address, id }]);
}
