/**
 * What the user asked for, as the draft carries it between our runtimes: the value of one internet header. No imports
 * and ES2016 only, as classic Outlook's launch events read it too.
 */
export const PROTECTION_HEADER = 'x-signet-protection';
/** Message-ID that our message to this draft has, from the first attempt to send on. */
export const MESSAGE_ID_HEADER = 'x-signet-message-id';

export interface ProtectionChoice {
  readonly sign: boolean;
  readonly encrypt: boolean;
  /** The user said so, or was shown it as settled: nothing changes it by itself any more. */
  readonly isChosen?: true;
}

export const UNPROTECTED: ProtectionChoice = { sign: false, encrypt: false };

const WORDS = ['sign', 'encrypt', 'chosen'];

/** Undefined for a value that is not ours: the caller has to take it for protected. */
export function parseProtection(value: string | undefined): ProtectionChoice | undefined {
  if (value === undefined || value.trim() === '') return UNPROTECTED;
  const words = value
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  if (words.some((word) => WORDS.indexOf(word) < 0)) return undefined;
  const choice = { sign: words.indexOf('sign') >= 0, encrypt: words.indexOf('encrypt') >= 0 };
  return words.indexOf('chosen') >= 0 ? { ...choice, isChosen: true } : choice;
}

/** Empty where nothing is asked for: Outlook itself sends that draft, and what is not empty would go with it. */
export function formatProtection(choice: ProtectionChoice): string {
  const { sign, encrypt, isChosen } = choice;
  if (!sign && !encrypt) return '';
  return [sign ? 'sign' : '', encrypt ? 'encrypt' : '', isChosen ? 'chosen' : '']
    .filter((word) => word !== '')
    .join(',');
}

/** The value of a header among what a host gave; hosts differ in the case of names. */
export function headerValue(headers: object | null | undefined, name: string): string | undefined {
  if (headers === null || headers === undefined) return undefined;
  const values = headers as Readonly<Record<string, unknown>>;
  const key = Object.keys(values).filter((one) => one.toLowerCase() === name)[0];
  const value = key === undefined ? undefined : values[key];
  return typeof value === 'string' ? value : undefined;
}
