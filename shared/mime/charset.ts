import { decodedBody, type Entity } from './entity';
import { decodeText } from './text-decoding';
export { decodeText } from './text-decoding';

/**
 * The entity's body as text: transfer encoding undone, read in the charset it names, else as UTF-8 where that is
 * valid, else as windows-1252. Line breaks stay as received. Never throws.
 */
export function decodedText(e: Entity): string {
  return decodeText(decodedBody(e), e.contentType.parameters.get('charset'));
}
