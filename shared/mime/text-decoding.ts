import { latin1Text, utf8Text } from '../base/bytes';

/** Labels met in mail that the Encoding Standard does not know, and what their senders mean. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['ansi', 'windows-1252'],
  ['cp-850', 'windows-1252'],
  ['cp850', 'windows-1252'],
  ['cp437', 'windows-1252'],
  ['cp932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['cp950', 'big5'],
  ['hebrew', 'iso-8859-8'],
  ['iso-8859-8-e', 'iso-8859-8'],
  ['iso8859_1', 'windows-1252'],
  ['ks_c_5601', 'euc-kr'],
  ['unicode', 'utf-8'],
  ['utf', 'utf-8'],
  ['utf8mb4', 'utf-8'],
  ['x-gbk', 'gbk'],
]);

/**
 * Text of octets in the charset named by `label`. A label that is absent, unknown or plain ASCII is read as UTF-8 where
 * that is valid, else as windows-1252, which gives every octet a character. Never throws; octets that the charset does
 * not know become U+FFFD. A byte order mark in front is dropped.
 */
export function decodeText(octets: Uint8Array, label: string | undefined): string {
  const name = normalLabel(label);
  if (name === 'utf-7') return withUtf7(octets);
  const decoder = name === undefined ? undefined : decoderOf(name);
  if (decoder?.encoding === 'windows-1252') return windows1252Text(octets);
  if (decoder) return decoder.decode(octets);
  const text = utf8Text(octets);
  if (text !== undefined) return text.startsWith('\ufeff') ? text.slice(1) : text;
  return windows1252Text(octets);
}

function normalLabel(label: string | undefined): string | undefined {
  const name = label
    ?.trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, '');
  if (name === undefined || name === '' || /^(?:us-?)?ascii$/.test(name) || name === 'ansi_x3.4-1968') return undefined;
  return LABELS.get(name) ?? name;
}

/** By label; there are only so many that work. */
const decoders = new Map<string, TextDecoder>();

function decoderOf(name: string): TextDecoder | undefined {
  // "cp-1251", "windows1251", "win-1251", "iso 8859 15": the same words with other joints.
  const number = /^(?:cp|win|windows|ibm)[-_ ]?(125[0-8]|874|866)$/.exec(name)?.[1];
  const part = /^iso[-_ ]?8859[-_ ]?(\d{1,2})$/.exec(name)?.[1];
  const label = number === '866' ? 'ibm866' : number ? `windows-${number}` : part ? `iso-8859-${part}` : name;
  const known = decoders.get(label);
  if (known) return known;
  try {
    const decoder = new TextDecoder(label);
    decoders.set(label, decoder);
    return decoder;
  } catch {
    return undefined;
  }
}

/** Characters of the octets 0x80 to 0x9f. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** By hand: the decoder of Node 20 reads these octets as control characters. */
export function windows1252Text(octets: Uint8Array): string {
  return latin1Text(octets).replace(
    /[\u0080-\u009f]/g,
    (character) => HIGH[character.charCodeAt(0) - 0x80] ?? character,
  );
}

/** RFC 2152: runs of modified base64 over UTF-16 between "+" and "-". */
function withUtf7(octets: Uint8Array): string {
  const text = windows1252Text(octets);
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_run, run: string) => (run === '' ? '+' : utf16Run(run)));
}

function utf16Run(run: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let out = '';
  let bits = 0;
  let held = 0;
  for (const character of run) {
    bits = ((bits << 6) | alphabet.indexOf(character)) & 0x3fffff;
    held += 6;
    if (held < 16) continue;
    held -= 16;
    out += String.fromCharCode((bits >> held) & 0xffff);
  }
  return out;
}
