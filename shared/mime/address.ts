import { comparableAddress } from '../base/comparable-address';
import { SignetError } from '../base/errors';
import { decodeEncodedWords, encodeWords, refuseLineBreaks, withoutControls } from './encoded-word';

export interface Mailbox {
  /** Display name, encoded words decoded, without control characters; empty where there is none. */
  readonly name: string;
  /** The addr-spec as written, comments and folding white space removed. Never decoded. */
  readonly address: string;
}

type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'space' }
  | { readonly kind: 'mark'; readonly text: '<' | '>' | ',' | ';' | ':' };

/**
 * Mailboxes of an address-list (RFC 5322 3.4), groups flattened, in order. Tolerant: never throws, an entry without
 * address is left out, and one whose address makes no sense keeps it as written so that it matches nothing. What stands
 * in angle brackets is the address; an address inside a display name, a comment or an encoded word never is.
 */
export function parseMailboxes(value: string): readonly Mailbox[] {
  return readList(value).mailboxes;
}

/**
 * The one mailbox that every program takes for the sender, from the values of all From fields; undefined where there
 * are several fields or mailboxes, an entry without address, a group, more than one address in angle brackets, or
 * anything but a comment behind it: programs differ in what they show of those.
 */
export function soleMailbox(fields: readonly string[]): Mailbox | undefined {
  const [field, ...more] = fields;
  if (field === undefined || more.length > 0) return undefined;
  const { mailboxes, isPlain } = readList(field);
  return isPlain && mailboxes.length === 1 ? mailboxes[0] : undefined;
}

interface MailboxList {
  readonly mailboxes: readonly Mailbox[];
  /** Each entry is one mailbox and no more. */
  readonly isPlain: boolean;
}

function readList(value: string): MailboxList {
  const mailboxes: Mailbox[] = [];
  let isPlain = true;
  let entry: Token[] = [];
  let angle = false;
  let hasAddress = false;
  const begin = (): void => {
    entry = [];
    angle = false;
    hasAddress = false;
  };
  const close = (): void => {
    const mailbox = readMailbox(entry);
    if (mailbox) mailboxes.push(mailbox);
    isPlain &&= mailbox ? isOneAddress(entry) : entry.every(({ kind }) => kind === 'space');
    begin();
  };
  for (const token of tokens(value)) {
    const mark = token.kind === 'mark' ? token.text : '';
    if (mark === '<') angle = true;
    if (mark === '>') angle = false;
    hasAddress ||= token.kind === 'word' && token.text.includes('@');
    if (!angle && (mark === ',' || mark === ';')) close();
    else if (!angle && mark === ':' && !hasAddress) {
      isPlain = false;
      begin();
    } else entry.push(token);
  }
  close();
  return { mailboxes, isPlain };
}

/** At most one address in angle brackets, and no word or mark behind it, which some take for the address or a group. */
function isOneAddress(entry: readonly Token[]): boolean {
  const close = entry.findIndex((token) => token.kind === 'mark' && token.text === '>');
  const behind = close === -1 ? [] : entry.slice(close + 1);
  return entry.filter(isOpeningAngle).length < 2 && behind.every(({ kind }) => kind === 'space' || kind === 'comment');
}

function isOpeningAngle(token: Token): boolean {
  return token.kind === 'mark' && token.text === '<';
}

function* tokens(value: string): Generator<Token> {
  for (let i = 0; i < value.length;) {
    const character = value[i] as string;
    if (character === '"' || character === '(') {
      const [text, next] = character === '"' ? readQuoted(value, i) : readComment(value, i);
      yield { kind: character === '"' ? 'quoted' : 'comment', text };
      i = next;
    } else if (/\s/.test(character)) {
      yield { kind: 'space' };
      i++;
    } else if (isMark(character)) {
      yield { kind: 'mark', text: character };
      i++;
    } else {
      const next = wordEnd(value, i);
      yield { kind: 'word', text: value.slice(i, next) };
      i = next;
    }
  }
}

function isMark(character: string): character is '<' | '>' | ',' | ';' | ':' {
  return '<>,;:'.includes(character);
}

function wordEnd(value: string, at: number): number {
  // A domain literal holds colons: [IPv6:::1].
  let literal = false;
  for (let i = at; i < value.length; i++) {
    const character = value[i] as string;
    if (character === '[') literal = true;
    if (character === ']') literal = false;
    if (literal ? /[\s<>]/.test(character) : i > at && (/[\s"(]/.test(character) || isMark(character))) return i;
  }
  return value.length;
}

/** The content of a quoted string and the place past it; it ends with the text at the latest. */
function readQuoted(value: string, at: number): [string, number] {
  let text = '';
  for (let i = at + 1; i < value.length; i++) {
    const character = value[i] as string;
    if (character === '"') return [text, i + 1];
    if (character === '\\' && i + 1 < value.length) i++;
    text += value[i] as string;
  }
  return [text, value.length];
}

function readComment(value: string, at: number): [string, number] {
  let text = '';
  let depth = 1;
  for (let i = at + 1; i < value.length; i++) {
    const character = value[i] as string;
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return [text, i + 1];
    if (character === '\\' && i + 1 < value.length) i++;
    text += value[i] as string;
  }
  return [text, value.length];
}

function readMailbox(entry: readonly Token[]): Mailbox | undefined {
  // The last angle brackets hold the address: "a@x <b@y>" is b@y.
  const open = entry.map(isOpeningAngle).lastIndexOf(true);
  if (open === -1) {
    const address = addressText(entry);
    const comment = entry.find((token) => token.kind === 'comment');
    return address === '' ? undefined : { name: displayName(comment ? [comment] : []), address };
  }
  const close = entry.findIndex((token, i) => i > open && token.kind === 'mark' && token.text === '>');
  const inside = entry.slice(open + 1, close === -1 ? undefined : close);
  const address = addressText(withoutRoute(inside));
  return address === '' ? undefined : { name: displayName(entry.slice(0, open)), address };
}

/** RFC 5322 4.4: "@relay,@relay:" in front of the address. */
function withoutRoute(inside: readonly Token[]): readonly Token[] {
  const first = inside.find((token) => token.kind !== 'space');
  const colon = inside.findIndex((token) => token.kind === 'mark' && token.text === ':');
  return first?.kind === 'word' && first.text.startsWith('@') && colon !== -1 ? inside.slice(colon + 1) : inside;
}

/** Tokens of an addr-spec as one text; white space is kept, as one space, only where it parts two words. */
function addressText(list: readonly Token[]): string {
  let text = '';
  let gap = '';
  let last = '';
  for (const token of list) {
    if (token.kind === 'comment') continue;
    if (token.kind === 'space') {
      gap = text === '' ? '' : ' ';
      continue;
    }
    const part = token.kind === 'quoted' ? quotedLocalPart(token.text) : token.text;
    text += isJoint(last) || isJoint(part[0] ?? '') ? part : gap + part;
    gap = '';
    last = part.at(-1) ?? last;
  }
  return withoutControls(text);
}

function isJoint(character: string): boolean {
  return character === '.' || character === '@';
}

function quotedLocalPart(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The words of a phrase; its comments only where there is nothing else. */
function displayName(list: readonly Token[]): string {
  const words = list.filter((token) => token.kind === 'word' || token.kind === 'quoted');
  const shown = list.filter((token) => words.length === 0 || token.kind !== 'comment');
  const text = shown.map((token) => (token.kind === 'space' ? ' ' : token.text)).join('');
  return decodeEncodedWords(text).replace(/\s+/g, ' ').trim();
}

/**
 * The value of an address field: names quoted or encoded as needed, one mailbox a line after the first. Throws
 * `malformed-mime` for line breaks anywhere and for an address that is not of the form local@domain.
 */
export function formatMailboxes(list: readonly Mailbox[]): string {
  return list.map(formatMailbox).join(',\r\n ');
}

function formatMailbox(mailbox: Mailbox): string {
  const { name, address } = mailbox;
  refuseLineBreaks(name, 'a display name');
  refuseLineBreaks(address, 'an address');
  if (!isAddress(address)) throw new SignetError('malformed-mime', 'an address is not of the form local@domain');
  return name === '' ? address : `${formatName(name)}<${address}>`;
}

function formatName(name: string): string {
  if (
    !/^[ -~]*$/.test(name) ||
    name.includes('=?') ||
    name.length > 200 ||
    name.trim() !== name ||
    /\s{2}/.test(name)
  ) {
    return `${encodeWords(name)}\r\n `;
  }
  if (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/.test(name)) return `${name} `;
  return `"${name.replace(/["\\]/g, '\\$&')}" `;
}

/** RFC 5321 4.5.3.1: 64 octets of local part, 255 of domain. */
const LONGEST_ADDRESS = 320;

/** The form local@domain of RFC 5322 3.4.1 and RFC 6532, without comments, folding or obsolete syntax. */
export function isAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  if (at < 1 || address.length > LONGEST_ADDRESS) return false;
  const local = address.slice(0, at);
  const dotAtom = /^[^\s"(),.:;<>@[\]\\\u0000-\u001f\u007f]+(?:\.[^\s"(),.:;<>@[\]\\\u0000-\u001f\u007f]+)*$/;
  const quoted = /^"(?:[^"\\\u0000-\u001f\u007f]|\\[^\u0000-\u001f\u007f])*"$/;
  const domain = address.slice(at + 1);
  return (dotAtom.test(local) || quoted.test(local)) && (dotAtom.test(domain) || /^\[[!-Z^-~]*\]$/.test(domain));
}

/**
 * What a person would take for addresses in a display name: lookalikes of "@" and "." count, characters that do not show
 * and space beside these two do not.
 */
export function addressesIn(name: string): readonly string[] {
  const text = name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{M}]/gu, '')
    .replace(/[\u3002\u2024\u2027\u00b7\u30fb]/g, '.')
    .replace(/\s*([@.])\s*/gu, '$1');
  return text.match(/[^\s@<>()[\]"',;:]{1,64}@[^\s@<>()[\]"',;:.]{1,63}(?:\.[^\s@<>()[\]"',;:.]{1,63})+/gu) ?? [];
}

/** Equality of addr-specs, as `comparableAddress` has it. What has no "@" equals nothing. */
export function sameAddress(a: string, b: string): boolean {
  const left = comparableAddress(a);
  return left !== undefined && left === comparableAddress(b);
}
