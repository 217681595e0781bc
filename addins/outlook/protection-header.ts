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
}

export const UNPROTECTED: ProtectionChoice = { sign: false, encrypt: false };

/** Undefined for a value that is not ours: the caller has to take it for protected. */
export function parseProtection(value: string | undefined): ProtectionChoice | undefined {
  if (value === undefined || value.trim() === '') return UNPROTECTED;
  const words = value
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  if (words.some((word) => word !== 'sign' && word !== 'encrypt')) return undefined;
  return { sign: words.indexOf('sign') >= 0, encrypt: words.indexOf('encrypt') >= 0 };
}

/** Empty where nothing is asked for. */
export function formatProtection(choice: ProtectionChoice): string {
  return [choice.sign ? 'sign' : '', choice.encrypt ? 'encrypt' : ''].filter((word) => word !== '').join(',');
}

/** The value of a header among what a host gave; hosts differ in the case of names. */
export function headerValue(headers: object | null | undefined, name: string): string | undefined {
  if (headers === null || headers === undefined) return undefined;
  const values = headers as Readonly<Record<string, unknown>>;
  const key = Object.keys(values).filter((one) => one.toLowerCase() === name)[0];
  const value = key === undefined ? undefined : values[key];
  return typeof value === 'string' ? value : undefined;
}
