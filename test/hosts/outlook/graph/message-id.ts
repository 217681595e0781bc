/**
 * Item ids as two systems write them. Graph's form has `-` and `_` where the form of EWS and office.js has `/` and `+`
 * (`mailbox.convertToRestId` changes one into the other): each id of this stand-in has both, so that a caller that
 * forgets to convert is found out.
 */
const PREFIX = 'AAMkADSignet-';
const SUFFIX = '_AAA=';

export function restIdOf(key: string): string {
  return `${PREFIX}${key}${SUFFIX}`;
}

/** The key in a Graph id; undefined for anything else. */
export function keyOfRestId(id: string): string | undefined {
  if (!id.startsWith(PREFIX) || !id.endsWith(SUFFIX)) return undefined;
  const key = id.slice(PREFIX.length, -SUFFIX.length);
  return /^[0-9a-f]{16}$/.test(key) ? key : undefined;
}

/** The conversation of a message, in Graph's form: that of the first message its References name, else In-Reply-To. */
export function conversationIdOf(item: {
  readonly internetMessageId: string;
  readonly inReplyTo: string | undefined;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}): string {
  const references = item.headers.find(({ name }) => name.toLowerCase() === 'references')?.value ?? '';
  const [first = item.inReplyTo ?? item.internetMessageId] = /<[^>]+>/.exec(references) ?? [];
  const text = btoa(first.replace(/[^\x20-\x7e]/g, ''))
    .replace(/\//g, '-')
    .replace(/\+/g, '_');
  // Both marks, so that a forgotten conversion is found out here too.
  return `AAQkADSignet-${text}_`;
}

export function ewsIdOf(restId: string): string {
  return restId.replace(/-/g, '/').replace(/_/g, '+');
}

export function restIdOfEws(ewsId: string): string {
  return ewsId.replace(/\//g, '-').replace(/\+/g, '_');
}
