const PREFIX = /^(?:X-Mozilla-(?:Status2?|Keys):[^\r\n]*\n)+/;
/** More than the longest prefix Thunderbird writes: two status lines, and keys padded to 80 columns. */
const LOOK = 4_096;

/**
 * The message without Thunderbird's own lines in front.
 * QUIRK: for a message in a local or offline store, `messages.getRaw` puts X-Mozilla-Status, -Status2 and -Keys before it,
 * each ended by LF alone; the same message has none as long as it is on the server only. Fields of these names that came
 * with the message end in CRLF and stay.
 */
export async function withoutMailboxPrefix(message: Blob): Promise<Blob> {
  const head = new TextDecoder('latin1').decode(await message.slice(0, LOOK).arrayBuffer());
  const prefix = PREFIX.exec(head)?.[0] ?? '';
  return prefix === '' ? message : message.slice(prefix.length);
}
