import { type Bytes, type CanonicalOctets, concat, latin1Bytes } from '../base/bytes';
import { canonicalForm } from './canonical-form';
import { decodedText } from './charset';
import { encodedText } from './compose-mime';
import { decodeEncodedWords } from './encoded-word';
import { type Entity, isMultipart, parseEntity } from './entity';
import { type FieldText } from './header-protection';
import { formatParameter } from './parameters';

/** RFC 9787 1.1.2, and the informational fields of RFC 5322 3.6.5: what a reader would miss. */
const USER_FACING =
  /^(?:subject|from|to|cc|date|reply-to|followup-to|sender|comments|keywords|resent-(?:from|to|cc|date|sender))$/i;

/**
 * The entity with hidden fields repeated at the beginning of its main body parts, for readers without header protection
 * (RFC 9788 5.2.2 to 5.2.5); the same entity where nothing hidden is of interest to a reader. Changed parts are UTF-8;
 * everything else stays octet for octet.
 */
export function addLegacyDisplay(entity: CanonicalOctets, hidden: readonly FieldText[]): CanonicalOctets {
  const lines = hidden
    .filter(({ name }) => USER_FACING.test(name))
    .map(({ name, value }) => `${name}: ${decodeEncodedWords(value)}`);
  if (lines.length === 0) return entity;
  const pieces: Bytes[] = [];
  let at = 0;
  for (const part of mainBodyParts(parseEntity(entity))) {
    pieces.push(entity.subarray(at, part.start), withLegacyDisplay(part, lines));
    at = part.end;
  }
  return canonicalForm(concat([...pieces, entity.subarray(at)]));
}

/** RFC 9787 7.1, RFC 9788 5.2.4: text that is no attachment, down the first parts of mixed and related. */
function mainBodyParts(entity: Entity): readonly Entity[] {
  if (entity.disposition?.value === 'attachment') return [];
  const type = entity.contentType.value;
  if (!isMultipart(entity)) return type === 'text/plain' || type === 'text/html' ? [entity] : [];
  return (type === 'multipart/alternative' ? entity.children : entity.children.slice(0, 1)).flatMap(mainBodyParts);
}

function withLegacyDisplay(part: Entity, lines: readonly string[]): Bytes {
  const isHtml = part.contentType.value === 'text/html';
  const text = decodedText(part);
  const content = isHtml ? intoHtml(text, lines) : `${lines.join('\r\n')}\r\n\r\n${text}`;
  const { charset, transferEncoding, body } = encodedText(content);
  const kept = part.header.fields.filter(({ name }) => name !== 'content-type' && name !== 'content-transfer-encoding');
  return concat([
    latin1Bytes(`Content-Type: ${part.contentType.value}; charset=${charset}${otherParameters(part)}\r\n`),
    latin1Bytes(`Content-Transfer-Encoding: ${transferEncoding}\r\n`),
    ...kept.map(({ start, end }) => part.source.subarray(start, end)),
    latin1Bytes('\r\n'),
    body,
  ]);
}

function otherParameters({ contentType }: Entity): string {
  const kept = [...contentType.parameters].filter(([name]) => name !== 'charset' && name !== 'hp-legacy-display');
  return [...kept, ['hp-legacy-display', '1'] as const].map(([name, value]) => formatParameter(name, value)).join('');
}

/** RFC 9788 5.2.3.1: first thing in the body. */
function intoHtml(html: string, lines: readonly string[]): string {
  const escaped = lines.join('\r\n').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const display = `<div class="header-protection-legacy-display"><pre>${escaped}</pre></div>`;
  const open = /<body(?:\s[^>]*)?>/i.exec(html) ?? /^\s*(?:<!doctype[^>]*>)?/i.exec(html);
  const at = open ? open.index + open[0].length : 0;
  return `${html.slice(0, at)}${display}${html.slice(at)}`;
}
