import { type Bytes, concat, hex, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { readHeader } from './header';
import { withoutField } from './compose-header';

/**
 * The Message-ID of the copy for one blind-copy reader: `<id@domain>` becomes `<id.0123456789abcdef@domain>`, the same for
 * the same reader, telling nobody else who. Any case of an address gives the same.
 */
export async function copyId(messageId: string, recipient: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8Bytes(`${messageId} ${recipient.toLowerCase()}`));
  return messageId.replace('@', `.${hex(new Uint8Array(digest, 0, 8))}@`);
}

/**
 * The header of that copy, and its Message-ID without angle brackets: as the main one, with an id of its own and without
 * Bcc. Throws `malformed-mime` where the main one has no Message-ID.
 */
export async function copyHeader(header: Bytes, recipient: string): Promise<{ header: Bytes; messageId: string }> {
  const main = readHeader(header, 0, header.length).header.first('message-id')?.trim() ?? '';
  if (!/^<[^<>@\s]+@[^<>@\s]+>$/.test(main)) throw new SignetError('malformed-mime', 'a Message-ID is expected');
  const id = await copyId(main, recipient);
  const rest = withoutField(withoutField(header, 'bcc'), 'message-id');
  return { header: concat([utf8Bytes(`Message-ID: ${id}\r\n`), rest]), messageId: id.slice(1, -1) };
}
