import { toBase64 } from '../base/base64';
import { LIMITS } from '../base/limits';
import { decodedBody, type Entity } from '../mime/entity';
import {
  attachmentsOf,
  inlineParts,
  type LegacyDisplay,
  legacyDisplayOf,
  shownHtml,
  shownText,
} from '../mime/shown-text';

/** A picture that came inside the message, under the Content-ID by which the HTML names it. */
export interface InlineImage {
  /** Without angle brackets. */
  readonly contentId: string;
  /** A "data:" URL of a picture format that every browser has. */
  readonly url: string;
}

/**
 * One text of a message. Parts are shown one by one and never joined, so that none can quote another (EFAIL). HTML is as
 * received and must be sanitized. `shortened`: too long to be shown as it is; the whole is among the attachments.
 */
export type BodyPart =
  | { readonly kind: 'text'; readonly text: string; readonly shortened?: 'cut' | 'unformatted' }
  | { readonly kind: 'html'; readonly html: string; readonly images: readonly InlineImage[] };

/** Something to save; its octets are asked for by `index`. */
export interface AttachmentView {
  readonly index: number;
  /** For display: it may hold folders, which whoever saves under it must drop. */
  readonly filename: string;
  readonly contentType: string;
  /** Octets, about. */
  readonly size: number;
}

/** What a reader is shown of an entity, as plain data. */
export interface MessageBody {
  readonly parts: readonly BodyPart[];
  readonly attachments: readonly AttachmentView[];
}

/** Multiparts whose parts say one thing together; the parts of every other kind are shown one by one. */
const TOGETHER = new Set(['multipart/alternative', 'multipart/related', 'multipart/signed', 'multipart/encrypted']);
/** Picture formats whose decoders every browser has; SVG is a document and not among them. */
const PICTURES = /^image\/(?:png|jpeg|jpg|gif|webp|bmp)$/;

/**
 * What is shown of the innermost entity of a message or of an errant part. Texts and pictures over `LIMITS` are left to
 * be saved: drawing them would hold up the page. So is what belongs in the page and is not drawn there. The entities behind the attachments are put at the end of `saved`.
 */
export function messageBody(root: Entity, saved: Entity[]): MessageBody {
  const first = saved.length;
  const drawn = new Set<Entity>();
  const long: Entity[] = [];
  const legacyDisplay = legacyDisplayOf(root);
  const parts = partsOf(root, { drawn, long, imageOctets: LIMITS.shownImageOctets, legacyDisplay });
  for (const entity of new Set([...attachmentsOf(root, (part) => drawn.has(part)), ...long])) saved.push(entity);
  return { parts, attachments: saved.slice(first).map((entity, place) => attachmentView(entity, first + place)) };
}

interface Scope {
  /** Pictures that are shown. */
  readonly drawn: Set<Entity>;
  /** Texts that are not shown as they are. */
  readonly long: Entity[];
  /** Octets of pictures that may still be shown. */
  imageOctets: number;
  /** Of the whole payload. */
  readonly legacyDisplay: LegacyDisplay;
}

function partsOf(entity: Entity, scope: Scope): readonly BodyPart[] {
  const type = entity.contentType.value;
  if (type === 'multipart/signed') return entity.children.slice(0, 1).flatMap((child) => partsOf(child, scope));
  if (type.startsWith('multipart/') && !TOGETHER.has(type) && entity.children.length > 0) {
    return entity.children.flatMap((child) => partsOf(child, scope));
  }
  const html = shownHtml(entity, scope.legacyDisplay);
  const hasHtml = html !== undefined && html.trim() !== '';
  if (hasHtml && html.length <= LIMITS.shownHtml)
    return [{ kind: 'html', html, images: imagesOf(entity, html, scope) }];
  const text = shownText(entity, scope.legacyDisplay);
  if (text.trim() === '') return [];
  const isCut = text.length > LIMITS.shownText;
  if (!isCut && !hasHtml) return [{ kind: 'text', text }];
  scope.long.push(entity);
  return [{ kind: 'text', text: text.slice(0, LIMITS.shownText), shortened: isCut ? 'cut' : 'unformatted' }];
}

/** The pictures that the HTML names and there is room for; the others are to be saved. */
function imagesOf(entity: Entity, html: string, scope: Scope): readonly InlineImage[] {
  const named = new Set([...html.matchAll(/\bcid:([^"'\s>)]+)/gi)].map((match) => contentIdOf(match[1] ?? '')));
  const images: InlineImage[] = [];
  for (const [contentId, part] of inlineParts(entity)) {
    const type = part.contentType.value;
    if (!named.has(contentId) || !PICTURES.test(type)) continue;
    const octets = decodedBody(part);
    if (octets.length > scope.imageOctets) continue;
    scope.imageOctets -= octets.length;
    scope.drawn.add(part);
    images.push({ contentId, url: `data:${type};base64,${toBase64(octets)}` });
  }
  return images;
}

/** RFC 2392: a percent-encoded Content-ID, here inside HTML. */
function contentIdOf(encoded: string): string {
  const text = encoded.replaceAll('&amp;', '&');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function attachmentView(entity: Entity, index: number): AttachmentView {
  const encoded = entity.end - entity.bodyStart;
  return {
    index,
    filename: entity.filename ?? '',
    contentType: entity.contentType.value,
    size: entity.transferEncoding === 'base64' ? Math.round((encoded * 57) / 78) : encoded,
  };
}
