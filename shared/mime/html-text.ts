import { decodeEntities } from './html-entities';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements whose content is never shown. */
const DROPPED = words('script style title template iframe noframes noembed');
/** Elements that begin and end a line. */
const LINES = words(
  'address article aside body caption center dd dir div dl dt fieldset figcaption figure footer form header hr html ' +
    'legend li main menu nav section tbody tfoot thead tr',
);
/** Elements set apart by an empty line. */
const PARAGRAPHS = words('p blockquote h1 h2 h3 h4 h5 h6 pre table ul ol');

interface Tag {
  /** Lower case; empty for comments and declarations. */
  readonly name: string;
  readonly closing: boolean;
  readonly attributes: string;
  /** Past the tag. */
  readonly next: number;
}

/**
 * HTML reduced to its text: tags away, block elements as line breaks, white space collapsed as a browser does,
 * references decoded, content that is never shown dropped; with `legacyDisplay: 'hide'` also the copy of protected
 * header fields that RFC 9788 puts there for old readers. One pass; never throws. Text to read and to compare, no
 * sanitizer: what it gives must be shown as text.
 */
export function htmlToText(html: string, options: { readonly legacyDisplay?: 'hide' | 'show' } = {}): string {
  const flow = new TextFlow();
  let preformatted = 0;
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at);
    const textEnd = open === -1 ? html.length : open;
    if (textEnd > at) flow.add(decodeEntities(html.slice(at, textEnd)), preformatted > 0);
    if (open === -1) break;
    const tag = readTag(html, open);
    if (!tag) {
      flow.add('<', preformatted > 0);
      at = open + 1;
      continue;
    }
    at = tag.next;
    if (!tag.closing && DROPPED.has(tag.name)) at = pastElement(html, tag);
    else if (options.legacyDisplay === 'hide' && isLegacyDisplay(tag)) at = pastDivision(html, tag.next);
    if (tag.name === 'pre') preformatted = Math.max(0, preformatted + (tag.closing ? -1 : 1));
    breakAt(flow, tag);
  }
  return flow.text();
}

/** The HTML without the copy of protected header fields for old readers (RFC 9788 4.5.3.3); as it is otherwise. */
export function withoutLegacyDisplay(html: string): string {
  let out = '';
  let kept = 0;
  for (let at = html.indexOf('<'); at !== -1;) {
    const tag = readTag(html, at);
    let next = tag?.next ?? at + 1;
    if (tag && !tag.closing && DROPPED.has(tag.name)) next = pastElement(html, tag);
    else if (tag && isLegacyDisplay(tag)) {
      next = pastDivision(html, tag.next);
      out += html.slice(kept, at);
      kept = next;
    }
    at = html.indexOf('<', next);
  }
  return out + html.slice(kept);
}

function breakAt(flow: TextFlow, tag: Tag): void {
  if (tag.name === 'br') flow.newLine();
  else if (PARAGRAPHS.has(tag.name)) flow.apart(2);
  else if (LINES.has(tag.name)) flow.apart(1);
  else if (tag.name === 'td' || tag.name === 'th') flow.add(' ', false);
}

/** The tag, comment or declaration at `open`; undefined where "<" is text. One that never ends goes to the end. */
function readTag(html: string, open: number): Tag | undefined {
  if (html.startsWith('<!--', open)) return unnamed(html, html.indexOf('-->', open + 4), 3);
  const first = html[open + 1] ?? '';
  if (first === '!' || first === '?') return unnamed(html, html.indexOf('>', open), 1);
  const closing = first === '/';
  const nameStart = open + (closing ? 2 : 1);
  if (!/[a-zA-Z]/.test(html[nameStart] ?? '')) return closing ? unnamed(html, html.indexOf('>', open), 1) : undefined;
  let nameEnd = nameStart;
  while (nameEnd < html.length && !/[\s/>]/.test(html[nameEnd] as string)) nameEnd++;
  const end = tagEnd(html, nameEnd);
  return {
    name: html.slice(nameStart, Math.min(nameEnd, nameStart + 20)).toLowerCase(),
    closing,
    attributes: html.slice(nameEnd, end),
    next: end + 1,
  };
}

function unnamed(html: string, end: number, length: number): Tag {
  return { name: '', closing: false, attributes: '', next: end === -1 ? html.length : end + length };
}

/** Place of the ">" that ends a tag; one inside a quoted value does not. */
function tagEnd(html: string, from: number): number {
  for (let i = from; i < html.length; i++) {
    const character = html[i];
    if (character === '>') return i;
    if (character !== '=') continue;
    while (/\s/.test(html[i + 1] ?? '')) i++;
    const quote = html[i + 1];
    if (quote !== '"' && quote !== "'") continue;
    const close = html.indexOf(quote, i + 2);
    if (close === -1) return html.length;
    i = close;
  }
  return html.length;
}

function pastElement(html: string, tag: Tag): number {
  const close = new RegExp(`</${tag.name}(?=[\\s/>])`, 'gi');
  close.lastIndex = tag.next;
  const found = close.exec(html);
  return found ? tagEnd(html, found.index) + 1 : html.length;
}

function isLegacyDisplay(tag: Tag): boolean {
  return tag.name === 'div' && !tag.closing && /\bheader-protection-legacy-display\b/.test(tag.attributes);
}

/** Past the "</div>" of the division whose content begins at `from`. */
function pastDivision(html: string, from: number): number {
  let depth = 1;
  for (let at = html.indexOf('<', from); at !== -1;) {
    const tag = readTag(html, at);
    if (tag?.name === 'div') depth += tag.closing ? -1 : 1;
    if (depth === 0) return tag?.next ?? html.length;
    at = html.indexOf('<', tag?.next ?? at + 1);
  }
  return html.length;
}

/** Text with white space collapsed and line breaks that do not pile up. */
class TextFlow {
  readonly #pieces: string[] = [];
  #breaks = 0;
  #space = false;
  #empty = true;

  add(text: string, preformatted: boolean): void {
    const shown = preformatted ? text.replace(/\r\n?/g, '\n') : text.replace(/[ \t\r\n\f]+/g, ' ');
    const leading = !preformatted && shown.startsWith(' ');
    const body = preformatted
      ? shown
      : shown.slice(leading ? 1 : 0, shown.length - (shown.length > 1 && shown.endsWith(' ') ? 1 : 0));
    if (body === '') {
      this.#space = true;
      return;
    }
    if (!this.#empty && this.#breaks > 0) this.#pieces.push('\n'.repeat(this.#breaks));
    else if (!this.#empty && (leading || this.#space)) this.#pieces.push(' ');
    this.#pieces.push(body);
    this.#breaks = 0;
    this.#empty = false;
    this.#space = !preformatted && shown.length > 1 && shown.endsWith(' ');
  }

  /** At least so many line breaks in front of what follows. */
  apart(breaks: number): void {
    this.#breaks = Math.max(this.#breaks, breaks);
    this.#space = false;
  }

  newLine(): void {
    this.#breaks = Math.min(this.#breaks + 1, 3);
    this.#space = false;
  }

  text(): string {
    return this.#pieces.join('').replaceAll('\u00a0', ' ');
  }
}
