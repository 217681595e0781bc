import { type CompactUser, type UserLayer } from '../../../shared/index';

/**
 * What the user wants, from the roaming settings: `signByDefault` as the pane's box says it, `ownRules` the text of their
 * exceptions and settings. What is neither there nor readable may be anything.
 */
export function ownWishes(signByDefault: unknown, ownRules: unknown): CompactUser {
  const own = ownRules === undefined || ownRules === null ? {} : layerOf(ownRules);
  if (own === undefined) return 'unreadable';
  if (signByDefault === undefined || signByDefault === null) return own;
  if (typeof signByDefault !== 'boolean') return 'unreadable';
  const { settings = {} } = own;
  const sign = signByDefault ? 'always' : (settings.sign ?? 'offer');
  return { ...own, settings: { ...settings, sign } };
}

/** Not checked: values of settings, which are taken for the strictest where nobody knows them. */
function layerOf(text: unknown): Pick<UserLayer, 'settings' | 'accounts' | 'exceptions'> | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const layer = JSON.parse(text) as UserLayer;
    const { settings = {}, accounts = [], exceptions = [] } = layer;
    const isText = (one: unknown): boolean => typeof one === 'string';
    const areRead =
      accounts.every((one) => one.identity.every(isText) && one.settings instanceof Object) &&
      exceptions.every(({ pattern }) => isText(pattern));
    return areRead && [layer, settings].every((one: unknown) => one instanceof Object) ? layer : undefined;
  } catch {
    return undefined;
  }
}
