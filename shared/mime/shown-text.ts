import { decodedText, textOfOctets } from './charset';
import { decodeEncodedWords } from './encoded-word';
import { bodyOctets, decodedBody, type Entity, isMessage, isMultipart } from './entity';
import { unflowed } from './flowed-text';
import { createHeader } from './header';
import { htmlToText, withoutLegacyDisplay } from './html-text';
import { cleanFilename } from './parameters';
import { decodeTransferEncoding } from './transfer-encoding';
import { uuencodedFiles } from './uuencode';

/** Text subtypes that are files for a program rather than something to read. */
const FILES = new Set([
  'text/calendar',
  'text/vcard',
  'text/x-vcard',
  'text/directory',
  'text/rtf',
  'text/xml',
  'text/csv',
]);
/** Parts that hold a signature: machinery, not attachments. */
const SIGNATURES = new Set([
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
  'application/pgp-signature',
]);

export type LegacyDisplay = 'hide' | 'show';

/** RFC 9788 4.5.3.1, for all parts of a cryptographic payload: of a part by itself it cannot be told. */
export function legacyDisplayOf(payload: Entity): LegacyDisplay {
  return payload.contentType.parameters.get('hp')?.toLowerCase() === 'cipher' ? 'hide' : 'show';
}

function isHidden(e: Entity, legacyDisplay: LegacyDisplay): boolean {
  return legacyDisplay === 'hide' && e.contentType.parameters.get('hp-legacy-display') === '1';
}

/**
 * The text a reader is shown: plain text, else HTML reduced to text; parts in order, an empty line between them; of
 * alternatives plain text first. Files are left out; an attached message follows under a line of dashes and its own
 * From, Subject and Date, so that nobody takes it for the text of the outer one. `legacyDisplay` says whether the copy of
 * protected fields for old readers is shown as well; left out: not where the entity is a payload of hp="cipher". Text of format=flowed is unflowed (RFC 3676).
 * Files that stand uuencoded in plain text are attachments instead. Line breaks are LF.
 */
export function shownText(e: Entity, legacyDisplay: LegacyDisplay = legacyDisplayOf(e)): string {
  return shownParts(e, 'plain')
    .map((part) => (isMessage(part) ? attachedText(part) : textOf(part, legacyDisplay)))
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

function attachedText(e: Entity): string {
  const [message] = e.children;
  if (!message) return '';
  const fields = ['From', 'Subject', 'Date'].flatMap((name) => {
    const value = message.header.first(name);
    return value === undefined ? [] : [`${name}: ${decodeEncodedWords(value)}`];
  });
  return ['-'.repeat(40), ...fields, '', shownText(message)].join('\n');
}

/** The HTML a reader is shown where the shown alternative is HTML; as received, so that it must be sanitized. */
export function shownHtml(e: Entity, legacyDisplay: LegacyDisplay = legacyDisplayOf(e)): string | undefined {
  const html = shownParts(e, 'html').filter(isHtml);
  if (html.length === 0) return undefined;
  return html
    .map((part) => (isHidden(part, legacyDisplay) ? withoutLegacyDisplay(decodedText(part)) : decodedText(part)))
    .join('\n');
}

/**
 * Everything that is not shown text: files, attached messages, named parts; in order. Signature parts are none. Parts that
 * stand in a page (RFC 2387) are none either, unless `isDrawn` says of one that it cannot be seen there.
 */
export function attachmentsOf(e: Entity, isDrawn: (part: Entity) => boolean = () => true): readonly Entity[] {
  if (isSignature(e)) return [];
  if (!isMultipart(e)) return isShown(e) && e.filename === undefined ? filesInText(e) : [e];
  const type = e.contentType.value;
  const root = type === 'multipart/related' ? relatedRoot(e) : undefined;
  return e.children.flatMap((child, i) => {
    if (root && child !== root && isInline(child)) return isDrawn(child) || isSignature(child) ? [] : [child];
    // What was put behind the signed part is not shown (RFC 1847 2.1 has two parts), so it must not get lost.
    const beside = type === 'multipart/signed' && i > 0 && !isSignature(child);
    return beside ? [child] : attachmentsOf(child, isDrawn);
  });
}

const isSignature = (e: Entity): boolean => SIGNATURES.has(e.contentType.value);

/** Parts that HTML may name by "cid:" (RFC 2392), by Content-ID without angle brackets. The first of equals counts. */
export function inlineParts(e: Entity): ReadonlyMap<string, Entity> {
  const found = new Map<string, Entity>();
  const visit = (part: Entity): void => {
    const id = part.header.first('content-id')?.replace(/^<|>$/g, '');
    if (id && !isMultipart(part) && !found.has(id)) found.set(id, part);
    if (isMultipart(part)) part.children.forEach(visit);
  };
  visit(e);
  return found;
}

type Preference = 'plain' | 'html';

/** The text parts to show, in order. */
function shownParts(e: Entity, preference: Preference): readonly Entity[] {
  if (!isMultipart(e) || e.children.length === 0) {
    return isShown(e) || (preference === 'plain' && isMessage(e)) ? [e] : [];
  }
  const type = e.contentType.value;
  if (type === 'multipart/alternative') return alternative(e, preference);
  if (type === 'multipart/related') return shownParts(relatedRoot(e), preference);
  if (type === 'multipart/encrypted') return [];
  const children = type === 'multipart/signed' ? e.children.slice(0, 1) : e.children;
  return children.flatMap((child) => shownParts(child, preference));
}

/** RFC 2046 5.1.4 puts the best one last; a plain one is what we can show in full. */
function alternative(e: Entity, preference: Preference): readonly Entity[] {
  const readable = e.children.map((child) => shownParts(child, preference)).filter((parts) => parts.some(hasText));
  const wanted = preference === 'plain' ? (part: Entity): boolean => !isHtml(part) : isHtml;
  return (
    readable.find((parts) => parts.every(wanted)) ??
    readable.find((parts) => parts.some(wanted)) ??
    readable.at(-1) ??
    []
  );
}

/** Octets looked at for something to read: a look at each of many nested alternatives must stay cheap. */
const SAMPLE = 1 << 16;

function hasText(e: Entity): boolean {
  const sample = bodyOctets(e).subarray(0, SAMPLE);
  const octets = isMultipart(e) ? sample : decodeTransferEncoding(sample, e.transferEncoding);
  return octets.some((octet) => octet > 32);
}

/** RFC 2387 3.2: the part that "start" names, else the first. */
function relatedRoot(e: Entity): Entity {
  const start = e.contentType.parameters.get('start');
  const named = start ? e.children.find((child) => child.header.first('content-id') === start) : undefined;
  return named ?? (e.children[0] as Entity);
}

function isShown(e: Entity): boolean {
  const type = e.contentType.value;
  if (e.disposition?.value === 'attachment' || isMessage(e)) return false;
  // A multipart that could not be split is text to read, as RFC 2046 would have an unknown type of part.
  return isMultipart(e) || (type.startsWith('text/') && !FILES.has(type));
}

/** Parts of multipart/related, its root apart, that stand in the page rather than beside it. */
function isInline(child: Entity): boolean {
  return child.disposition?.value !== 'attachment' && child.header.first('content-id') !== undefined;
}

function isHtml(e: Entity): boolean {
  return e.contentType.value === 'text/html';
}

function textOf(e: Entity, legacyDisplay: LegacyDisplay): string {
  const hide = isHidden(e, legacyDisplay);
  if (isHtml(e)) return htmlToText(decodedText(e), { legacyDisplay: hide ? 'hide' : 'show' });
  const lines = textBesideFiles(e).replace(/\r\n?/g, '\n');
  // RFC 9788 4.5.3.2: the fields stand in front, up to the first empty line.
  const body = hide ? lines.slice(lines.search(/\n[ \t]*\n/) + 1).replace(/^\s*\n/, '') : lines;
  const { parameters } = e.contentType;
  if (parameters.get('format')?.toLowerCase() !== 'flowed') return body;
  return unflowed(body, { space: parameters.get('delsp')?.toLowerCase() === 'yes' ? 'delete' : 'keep' });
}

function textBesideFiles(e: Entity): string {
  const octets = decodedBody(e);
  const files = e.contentType.value === 'text/plain' ? uuencodedFiles(octets) : [];
  if (files.length === 0) return decodedText(e);
  const ends = [0, ...files.map(({ end }) => end)];
  const between = ends.map((from, i) => octets.subarray(from, files[i]?.start ?? octets.length));
  return between.map((part) => textOfOctets(e, part)).join('');
}

/** Files that stand uuencoded in plain text, as entities of their own over its decoded octets. */
function filesInText(e: Entity): readonly Entity[] {
  if (e.contentType.value !== 'text/plain') return [];
  const source = decodedBody(e);
  return uuencodedFiles(source).map(({ start, end, name }) => ({
    source,
    start,
    bodyStart: start,
    end,
    header: createHeader([]),
    contentType: { value: 'application/octet-stream', parameters: new Map() },
    transferEncoding: 'x-uuencode',
    disposition: undefined,
    filename: cleanFilename(name),
    children: [],
    defects: [],
  }));
}
