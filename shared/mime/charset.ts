import { latin1Text } from '../base/bytes';
import { decodedBody, type Entity } from './entity';
import { decodeText } from './text-decoding';
export { decodeText } from './text-decoding';

/**
 * The entity's body as text: transfer encoding undone, read in the charset its Content-Type names, for HTML without one
 * in that of its meta element, else as UTF-8 where that is valid, else as windows-1252. Line breaks stay as received.
 * Never throws.
 */
export function decodedText(e: Entity): string {
  return textOfOctets(e, decodedBody(e));
}

/** Decoded octets of the entity, or a range of them, as text in its charset. */
export function textOfOctets(e: Entity, octets: Uint8Array): string {
  const named = e.contentType.parameters.get('charset');
  return decodeText(octets, named ?? (e.contentType.value === 'text/html' ? metaCharset(octets) : undefined));
}

/** QUIRK: mail made from web pages often names its charset in the page alone. UTF-16 there cannot be meant. */
function metaCharset(octets: Uint8Array): string | undefined {
  const head = latin1Text(octets.subarray(0, 2_048));
  const label = /<meta\b[^>]{0,300}?charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1];
  return label === undefined || /^utf-?(?:16|32)/i.test(label) ? undefined : label;
}
