/**
 * What is wanted of a draft, as it carries that between our runtimes: values of internet headers. It is a wish and never
 * a proof that something is protected. No imports and ES2016 only, as classic Outlook's launch events read it too.
 */
export const PROTECTION_HEADER = 'x-signet-protection';
/**
 * What settings want. Launch events alone write this one and never the user's, so that neither overwrites the other,
 * whichever comes first.
 */
export const PRESET_HEADER = 'x-signet-preset';
/** Message-ID that our messages to this draft have or are made of, from the first attempt to send on, and all attempts. */
export const MESSAGE_ID_HEADER = 'x-signet-message-id';

/** All that must be gone before Outlook itself sends a draft. */
export const DRAFT_HEADERS: readonly string[] = [PROTECTION_HEADER, PRESET_HEADER, MESSAGE_ID_HEADER];

export interface ProtectionChoice {
  readonly sign: boolean;
  readonly encrypt: boolean;
  /** The user said so, or was shown it as settled: nothing changes it by itself any more. */
  readonly isChosen?: true;
  /** It is sent as several messages, and rules encrypt some of them: that is no wish for the others. */
  readonly isSplit?: true;
}

export const UNPROTECTED: ProtectionChoice = { sign: false, encrypt: false };

const WORDS = ['sign', 'encrypt', 'chosen', 'split'];

/** Undefined for a value that is not ours: the caller has to take it for protected. */
export function parseProtection(value: string | undefined): ProtectionChoice | undefined {
  if (value === undefined || value.trim() === '') return UNPROTECTED;
  const words = value
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  if (words.some((word) => WORDS.indexOf(word) < 0)) return undefined;
  const has = (word: string): boolean => words.indexOf(word) >= 0;
  const marks: Pick<ProtectionChoice, 'isChosen' | 'isSplit'> = {
    ...(has('chosen') && { isChosen: true }),
    ...(has('split') && { isSplit: true }),
  };
  return { sign: has('sign'), encrypt: has('encrypt'), ...marks };
}

/** Empty where nothing is asked for and nobody said so. */
export function formatProtection({ sign, encrypt, isChosen, isSplit }: ProtectionChoice): string {
  return [sign ? 'sign' : '', encrypt ? 'encrypt' : '', isChosen ? 'chosen' : '', isSplit ? 'split' : '']
    .filter((word) => word !== '')
    .join(',');
}

/**
 * What the draft says of itself: the preset adds to the user's word and never takes from it, and counts no more once the
 * user has chosen. Undefined where one of the two is not ours: the caller has to take it for protected.
 */
export function draftProtection(headers: object): ProtectionChoice | undefined {
  const own = parseProtection(headerValue(headers, PROTECTION_HEADER));
  if (own === undefined || own.isChosen === true) return own;
  const preset = parseProtection(headerValue(headers, PRESET_HEADER));
  return preset && bothOf(own, preset);
}

/** Whatever one of them asks for; what one of them asks for whole is no more split. */
export function bothOf(one: ProtectionChoice, other: ProtectionChoice): ProtectionChoice {
  const isWish = ({ encrypt, isSplit }: ProtectionChoice): boolean => encrypt && isSplit !== true;
  const isSplit = (one.isSplit === true || other.isSplit === true) && !isWish(one) && !isWish(other);
  const both = { sign: one.sign || other.sign, encrypt: one.encrypt || other.encrypt };
  return isSplit ? { ...both, isSplit } : both;
}

/** The value of a header among what a host gave; hosts differ in the case of names. */
export function headerValue(headers: object | null | undefined, name: string): string | undefined {
  if (headers === null || headers === undefined) return undefined;
  const values = headers as Readonly<Record<string, unknown>>;
  const key = Object.keys(values).filter((one) => one.toLowerCase() === name)[0];
  const value = key === undefined ? undefined : values[key];
  return typeof value === 'string' ? value : undefined;
}
