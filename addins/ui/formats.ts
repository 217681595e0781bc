import { type Language } from './props';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

export function dayText(date: Date, language: Language): string {
  return format(date, language, { dateStyle: 'medium' });
}

export function timeText(date: Date, language: Language): string {
  return format(date, language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** An Invalid Date, which a hostile message may bring, becomes a dash. */
function format(date: Date, language: Language, options: Intl.DateTimeFormatOptions): string {
  return Number.isNaN(date.getTime()) ? '–' : new Intl.DateTimeFormat(LOCALES[language], options).format(date);
}

const ALGORITHM_WORDS: Readonly<Record<string, string>> = { rsa: 'RSA', pss: 'PSS', ecdsa: 'ECDSA', oaep: 'OAEP' };

/** "ecdsa-p256" as people write it, "ECDSA P-256"; dotted object identifiers stay as they are. */
export function algorithmText(name: string): string {
  if (/^[\d.]+$/.test(name)) return name;
  const aes = /^(aes|des)-(.+)$/.exec(name);
  if (aes) return name.toUpperCase();
  return name
    .split('-')
    .map((word) => ALGORITHM_WORDS[word] ?? word.toUpperCase().replace(/^(SHA|P)(\d)/, '$1-$2'))
    .join(' ');
}

/** Hexadecimal octets in pairs. */
export function serialText(serial: string): string {
  return (serial.match(/.{1,2}/g) ?? []).join(':').toUpperCase();
}

export function sizeText(octets: number, language: Language): string {
  const [value, unit] =
    octets < 1000 ? [octets, 'byte'] : octets < 1e6 ? [octets / 1e3, 'kilobyte'] : [octets / 1e6, 'megabyte'];
  return new Intl.NumberFormat(LOCALES[language], { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
