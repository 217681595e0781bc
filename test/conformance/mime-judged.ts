import { createHash } from 'node:crypto';
import { latin1Bytes, latin1Text } from '../../shared/base/bytes';
import { decodedBody, type Entity, isMessage, isMultipart } from '../../shared/mime/entity';

/**
 * A tree with its decoded parts as text: types, children in parentheses, and for each leaf the beginning of the SHA-256
 * of its decoded octets, line breaks as LF and white space in front of them left out (RFC 2045 6.7, rule 3: some drop
 * it). A multipart without parts has no leaf, nor have the reports that are fields (message/delivery-status).
 */
export function treeText(e: Entity): string {
  const type = e.contentType.value;
  if (e.children.length > 0) return `${type}(${e.children.map(treeText).join(' ')})`;
  const isReport = type.startsWith('message/') && !isMessage(e);
  return isReport || isMultipart(e) ? type : `${type}#${digest(decodedBody(e))}`;
}

/** The beginning of the SHA-256 of decoded octets, as treeText has it. */
export function digest(octets: Uint8Array): string {
  const lines = latin1Text(octets)
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+(?=\n|$)/g, '')
    .replace(/\n+$/, '');
  return createHash('sha256').update(latin1Bytes(lines)).digest('hex').slice(0, 12);
}
