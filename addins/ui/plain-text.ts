/**
 * Characters that change how the text around them is read and show nothing themselves: C0 and C1 controls, soft hyphen,
 * bidi marks, embeddings, overrides and isolates, zero-width space and word joiners, line separators, tag characters.
 * The zero-width joiners U+200C and U+200D stay: names in Persian and Indic scripts need them.
 */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Longest text shown whole; the core's sentences cut names at the same length. */
const LONGEST = 200;

/** Text from a message or a certificate, safe to stand in a line of ours: invisible characters out, cut where endless. */
export function plainText(text: string, longest = LONGEST): string {
  const visible = text
    .replace(/[\t\n\r]/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/\s+/g, ' ')
    .trim();
  return visible.length > longest ? `${visible.slice(0, longest - 1)}…` : visible;
}

export interface Piece {
  readonly text: string;
  /** Stands in the text as foreign and is to be isolated. */
  readonly isForeign: boolean;
}

/** Cuts a sentence of ours at the foreign strings inside it, so that each can be shown isolated. */
export function pieces(sentence: string, foreign: readonly string[]): readonly Piece[] {
  const cleaned = plainText(sentence, 10 * LONGEST);
  const known = [...new Set(foreign.flatMap(spellings))].sort((a, b) => b.length - a.length);
  if (known.length === 0) return [{ text: cleaned, isForeign: false }];
  const pattern = new RegExp(`(${known.map(literally).join('|')})`, 'u');
  return cleaned
    .split(pattern)
    .map((text, index) => ({ text, isForeign: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/** As we show it, and as the core's sentences do, which drop every format character and every control. */
function spellings(text: string): readonly string[] {
  const strict = plainText(text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, ''));
  return [plainText(text), strict].filter((spelling) => spelling !== '');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The text of a message: lines stay, controls and direction overrides go, direction marks that writing needs stay. */
export function bodyText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
