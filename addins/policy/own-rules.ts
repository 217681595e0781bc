import {
  EMPTY_USER_LAYER,
  parseUserLayer,
  SignetError,
  type Exception,
  type SettingValues,
  type UserLayer,
} from '../../shared/index';
import { type Settings } from '../storage/index';
import { readSendOptions } from '../worker/send-options';
import { OWN_RULES_SETTING } from './setting-names';

/* What users set for themselves about protection, and the exceptions they made. */

/** What the add-ons kept before there were policies. */
const EARLIER = 'thunderbird:default-protection';
const EARLIER_IN_OUTLOOK = 'outlook:encrypt-if-possible';

/** Rejects with `malformed-policy` where it cannot be read: what was asked for is then unknown, and not nothing. */
export async function ownRules(settings: Pick<Settings, 'get'>): Promise<UserLayer> {
  const stored = await settings.get(OWN_RULES_SETTING);
  if (stored === undefined) {
    return (await settings.get(EARLIER_IN_OUTLOOK)) === false ? UNENCRYPTED : fromEarlier(await settings.get(EARLIER));
  }
  const reading = parseUserLayer(typeof stored === 'string' ? stored : '');
  if (reading.kind === 'user-layer') return reading.layer;
  throw new SignetError('malformed-policy', 'own rules: unreadable', 'own');
}

/** The same, with what users set about how messages are written: all that bears on a decision. Rejects as `ownRules` does. */
export async function userLayer(settings: Pick<Settings, 'get'>): Promise<UserLayer> {
  const [own, { form, headerPolicy, legacyDisplay, tripleWrap }] = await Promise.all([
    ownRules(settings),
    readSendOptions(settings),
  ]);
  const written: UserLayer['settings'] = {
    ...(form !== undefined && { form }),
    ...(headerPolicy !== undefined && { headerProtection: headerPolicy }),
    ...(legacyDisplay !== undefined && { legacyDisplay }),
    ...(tripleWrap !== undefined && { tripleWrap }),
  };
  return { ...own, settings: { ...written, ...own.settings } };
}

/** Nothing is encrypted by itself. */
const UNENCRYPTED: UserLayer = { ...EMPTY_USER_LAYER, settings: { encrypt: 'offer' } };

function fromEarlier(stored: unknown): UserLayer {
  if (typeof stored !== 'object' || stored === null) return EMPTY_USER_LAYER;
  const { sign, encrypt, ifPossible } = stored as Readonly<Record<string, unknown>>;
  const wanted = ifPossible === false ? 'offer' : 'when-possible';
  return {
    ...EMPTY_USER_LAYER,
    settings: { sign: sign === false ? 'offer' : 'always', encrypt: encrypt === true ? 'always' : wanted },
  };
}

export async function setOwn<N extends 'sign' | 'encrypt' | 'drafts' | 'record'>(
  settings: Settings,
  values: Pick<SettingValues, N>,
): Promise<void> {
  const own = await ownRules(settings);
  await store(settings, { ...own, settings: { ...own.settings, ...values } });
}

/** Remembers an exception; one about the same people of the same kind is replaced. */
export async function addException(settings: Settings, added: Exception): Promise<void> {
  const own = await ownRules(settings);
  const others = (own.exceptions ?? []).filter((one) => !isSame(one, added));
  await store(settings, { ...own, exceptions: [...others, added] });
}

export async function removeException(settings: Settings, removed: Exception): Promise<void> {
  const own = await ownRules(settings);
  await store(settings, { ...own, exceptions: (own.exceptions ?? []).filter((one) => !isSame(one, removed)) });
}

/** Rejects with `malformed-policy` for what could not be read again, such as a pattern that is none. */
async function store(settings: Settings, layer: UserLayer): Promise<void> {
  const text = JSON.stringify(layer);
  if (parseUserLayer(text).kind === 'unreadable') throw new SignetError('malformed-policy', 'own rules: faulty', 'own');
  await settings.set(OWN_RULES_SETTING, text);
}

const isSame = (a: Exception, b: Exception): boolean =>
  a.kind === b.kind && a.pattern.toLowerCase() === b.pattern.toLowerCase();
