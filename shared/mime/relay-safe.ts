import { type Bytes, type CanonicalOctets, concat, latin1Bytes } from '../base/bytes';
import { canonicalForm } from './canonical-form';
import { encodedFile, isRelaySafe, octetsForRelays } from './compose-mime';
import { bodyOctets, decodedBody, type Entity, isMessage, isMultipart, parseEntity } from './entity';
import { formatParameter } from './parameters';
import { isKnownEncoding } from './transfer-encoding';

/**
 * The entity in a form that relays leave alone (RFC 8551 3.1.3), for one that another program built: each part that holds
 * 8-bit octets, a line of over 998 octets, one that ends in white space or one that begins with "From " is encoded anew, and
 * decodes to the same octets. An attached message may have no encoding (RFC 2046 5.2.1), and becomes a file of its own
 * octets. All else stays octet for octet, what is already signed or encrypted inside as well; the same array where nothing
 * was to be done. Fields in the headers of parts stay as they are.
 */
export function relaySafe(entity: CanonicalOctets): CanonicalOctets {
  const pieces: Bytes[] = [];
  let at = 0;
  for (const part of unsafeParts(parseEntity(entity))) {
    pieces.push(entity.subarray(at, part.start), encodedAnew(part));
    at = part.end;
  }
  return pieces.length === 0 ? entity : canonicalForm(concat([...pieces, entity.subarray(at)]));
}

function unsafeParts(part: Entity): readonly Entity[] {
  if (/^multipart\/(?:signed|encrypted)$/.test(part.contentType.value)) return [];
  if (isMultipart(part)) return part.children.flatMap(unsafeParts);
  return isKnownEncoding(part.transferEncoding) && !isRelaySafe(bodyOctets(part)) ? [part] : [];
}

function encodedAnew(part: Entity): Bytes {
  const isText = part.contentType.value.startsWith('text/');
  const octets = isMessage(part) ? bodyOctets(part) : decodedBody(part);
  const { transferEncoding, body } = isText ? octetsForRelays(octets) : encodedFile(octets);
  const replaced = isMessage(part) ? ['content-transfer-encoding', 'content-type'] : ['content-transfer-encoding'];
  const kept = part.header.fields.filter(({ name }) => !replaced.includes(name));
  return concat([
    latin1Bytes(isMessage(part) ? fileType(part) : ''),
    latin1Bytes(`Content-Transfer-Encoding: ${transferEncoding}\r\n`),
    ...kept.map(({ start, end }) => part.source.subarray(start, end)),
    latin1Bytes('\r\n'),
    body,
  ]);
}

function fileType({ filename }: Entity): string {
  return `Content-Type: application/octet-stream${filename === undefined ? '' : formatParameter('name', filename)}\r\n`;
}
