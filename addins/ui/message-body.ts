import { attachmentsOf, decodedBody, inlineParts, shownHtml, shownText, type Entity } from '../../shared/index';
import { type AttachmentView, type BodyPart, type InlineImage, type MessageBody } from './props';

/** Multiparts whose parts say one thing together; the parts of every other kind are shown one by one. */
const TOGETHER = new Set(['multipart/alternative', 'multipart/related', 'multipart/signed', 'multipart/encrypted']);

/** What a reader is shown of the innermost root entity of an opened message. */
export function messageBody(root: Entity): MessageBody {
  return { parts: partsOf(root), attachments: attachmentsOf(root).map(attachmentView) };
}

function partsOf(entity: Entity): readonly BodyPart[] {
  const type = entity.contentType.value;
  if (type === 'multipart/signed') return entity.children.slice(0, 1).flatMap(partsOf);
  if (type.startsWith('multipart/') && !TOGETHER.has(type) && entity.children.length > 0) {
    return entity.children.flatMap(partsOf);
  }
  const html = shownHtml(entity);
  if (html !== undefined && html.trim() !== '') return [{ kind: 'html', html, images: imagesOf(entity) }];
  const text = shownText(entity);
  return text.trim() === '' ? [] : [{ kind: 'text', text }];
}

function imagesOf(entity: Entity): readonly InlineImage[] {
  return [...inlineParts(entity)]
    .filter(([, part]) => part.contentType.value.startsWith('image/'))
    .map(([contentId, part]) => ({ contentId, contentType: part.contentType.value, octets: decodedBody(part) }));
}

function attachmentView(entity: Entity): AttachmentView {
  const encoded = entity.end - entity.bodyStart;
  return {
    filename: entity.filename ?? '',
    contentType: entity.contentType.value,
    size: entity.transferEncoding === 'base64' ? Math.round((encoded * 57) / 78) : encoded,
    octets: () => decodedBody(entity),
  };
}
