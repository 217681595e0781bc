import { windows1252Text } from './text-decoding';

/** Named character references met in mail: name and character by turns. */
const TABLE = [
  'amp & lt < gt > quot " apos \' copy © reg ® trade ™ hellip … mdash — ndash – lsquo ‘ rsquo ’ ldquo “ rdquo ” sbquo ‚',
  'bdquo „ laquo « raquo » lsaquo ‹ rsaquo › bull • middot · euro € pound £ yen ¥ cent ¢ sect § para ¶ deg ° plusmn ±',
  'times × divide ÷ frac12 ½ frac14 ¼ frac34 ¾ sup2 ² sup3 ³ micro µ iexcl ¡ iquest ¿ dagger † ordm º ordf ª not ¬',
  'larr ← uarr ↑ rarr → darr ↓ minus − infin ∞ ne ≠ le ≤ ge ≥ check ✓ hearts ♥ szlig ß',
  'Auml Ä Ouml Ö Uuml Ü auml ä ouml ö uuml ü Agrave À agrave à Aacute Á aacute á Acirc Â acirc â Atilde Ã atilde ã',
  'Aring Å aring å AElig Æ aelig æ Ccedil Ç ccedil ç Egrave È egrave è Eacute É eacute é Ecirc Ê ecirc ê Euml Ë euml ë',
  'Igrave Ì igrave ì Iacute Í iacute í Icirc Î icirc î Iuml Ï iuml ï Ntilde Ñ ntilde ñ Ograve Ò ograve ò Oacute Ó oacute ó',
  'Ocirc Ô ocirc ô Otilde Õ otilde õ Oslash Ø oslash ø Ugrave Ù ugrave ù Uacute Ú uacute ú Ucirc Û ucirc û Yacute Ý',
  'yacute ý yuml ÿ ETH Ð eth ð THORN Þ thorn þ OElig Œ oelig œ Scaron Š scaron š alpha α beta β gamma γ delta δ pi π',
];
/** Spaces that do not collapse, and what is not seen. */
const UNSEEN: readonly (readonly [string, string])[] = [
  ['nbsp', '\u00a0'],
  ['ensp', '\u2002'],
  ['emsp', '\u2003'],
  ['thinsp', '\u2009'],
  ['shy', ''],
  ['zwnj', ''],
  ['zwj', ''],
  ['lrm', ''],
  ['rlm', ''],
];
const NAMED = new Map<string, string>(UNSEEN);
const words = TABLE.join(' ').split(' ');
for (let i = 0; i + 1 < words.length; i += 2) NAMED.set(words[i] as string, words[i + 1] as string);

/** References that old pages write without semicolon. */
const BARE = new Set(['amp', 'lt', 'gt', 'quot', 'nbsp', 'copy', 'reg']);

/** The text with its character references decoded; an unknown name stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|([A-Za-z][A-Za-z0-9]{1,15}))(;?)/g, decodeOne);
}

function decodeOne(whole: string, decimal?: string, hexadecimal?: string, name?: string, semicolon?: string): string {
  if (decimal !== undefined) return characterOf(parseInt(decimal, 10));
  if (hexadecimal !== undefined) return characterOf(parseInt(hexadecimal, 16));
  if (name === undefined || (semicolon === '' && !BARE.has(name))) return whole;
  return NAMED.get(name) ?? NAMED.get(name.toLowerCase()) ?? whole;
}

function characterOf(code: number): string {
  // The numbers of windows-1252 are read as its characters, as browsers do.
  if (code >= 0x80 && code <= 0x9f) return windows1252Text(Uint8Array.of(code));
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
  return String.fromCodePoint(code);
}
