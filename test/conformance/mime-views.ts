import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { type Bytes, latin1Text } from '../../shared/base/bytes';
import { decodedText } from '../../shared/mime/charset';
import { decodedBody, type Entity, entityOctets, isMessage, isMultipart } from '../../shared/mime/entity';
import { digest } from './mime-judged';

/** What two readers can both tell of a message: attached messages are files here, and compared by themselves. */
export interface View {
  /** Names of the root's header fields, lower case, in order. */
  readonly fields: readonly string[];
  /** Types of all parts with their nesting; leaves with the beginning of a digest of their decoded octets. */
  readonly tree: string;
}

/** How our tree differs from what another reader has. */
export function treeDifferences(e: Entity, theirs: View): readonly string[] {
  const ours = treeOf(e);
  const fields = e.header.fields.map(({ name }) => name).join();
  return [
    ...(ours === theirs.tree ? [] : [`ours ${ours}, theirs ${theirs.tree}`]),
    ...(fields === theirs.fields.join() ? [] : [`ours ${fields}, theirs ${theirs.fields.join()}`]),
  ];
}

function treeOf(e: Entity): string {
  const type = e.contentType.value;
  if (isMultipart(e) && e.children.length > 0) return `${type}(${e.children.map(treeOf).join(' ')})`;
  return isMultipart(e) ? type : `${type}#${digest(decodedBody(e))}`;
}

/** The message and every message inside it, as octets. */
export function messagesIn(e: Entity): readonly Bytes[] {
  const inside = e.children.flatMap(messagesIn);
  return isMessage(e) ? [...e.children.map(entityOctets), ...inside] : inside;
}

interface PostalNode {
  readonly contentType: { readonly parsed: { readonly value: string }; readonly multipart: string | false };
  readonly childNodes: readonly PostalNode[];
  readonly content: ArrayBuffer | null;
}

/**
 * What postal-mime reads, its tree included, which it keeps to itself. The "From " line of an mbox is left out, which it
 * takes for a field.
 */
export async function postalView(octets: Bytes): Promise<View> {
  const parser = new PostalMime({ maxRfc822NestingDepth: 0 });
  const { headers } = await parser.parse(octets);
  const { root } = parser as unknown as { readonly root: PostalNode };
  const isMbox = /^>?From (?!\s*:)/.test(latin1Text(octets.subarray(0, 80)));
  return { fields: headers.slice(isMbox ? 1 : 0).map(({ key }) => key), tree: postalTree(root) };
}

function postalTree({ contentType, childNodes, content }: PostalNode): string {
  const type = contentType.parsed.value;
  if (childNodes.length > 0) return `${type}(${childNodes.map(postalTree).join(' ')})`;
  return contentType.multipart === false ? `${type}#${digest(new Uint8Array(content ?? new ArrayBuffer(0)))}` : type;
}

/** A message as mailparser has it: what it calls attachments by their part numbers, and the text of all others. */
export interface FlatView {
  readonly fields: readonly string[];
  readonly parts: readonly string[];
  /** White space as one space. */
  readonly text: string;
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

export async function mailparserView(octets: Bytes): Promise<FlatView> {
  const mail = await simpleParser(Buffer.from(octets), {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  });
  return {
    fields: mail.headerLines.map(({ key }) => key),
    parts: mail.attachments.map(({ partId, content }) => `${partId ?? '1'}#${digest(content)}`),
    text: squeezed(mail.text ?? ''),
  };
}

/**
 * How our tree differs from what mailparser has. Attached messages it takes into the text around them, reports it shows
 * as text: of these only what stands beside them is compared, and the messages by themselves.
 */
export function flatDifferences(e: Entity, theirs: FlatView): readonly string[] {
  const parts: string[] = [];
  const texts: string[] = [];
  const messages: string[] = [];
  const visit = (part: Entity, place: string): void => {
    const name = place === '' ? '1' : place.slice(1);
    const own = `${name}#${digest(decodedBody(part))}`;
    const isTheirs = theirs.parts.some((one) => (isMessage(part) ? one === own : one.startsWith(`${name}#`)));
    if (isMultipart(part)) part.children.forEach((child, i) => visit(child, `${place}.${i + 1}`));
    else if (isTheirs) parts.push(own);
    else if (part.contentType.value.startsWith('message/')) messages.push(name);
    else if (part.contentType.value === 'text/plain') texts.push(squeezed(decodedText(part)));
    else if (!part.contentType.value.startsWith('text/')) parts.push(`${name} ${part.contentType.value}`);
  };
  visit(e, '');
  const isBeside = (part: string): boolean =>
    !messages.some((name) => part.startsWith(`${name}.`) || part.startsWith(`${name}#`));
  const beside = isMultipart(e) || messages.length === 0 ? theirs.parts.filter(isBeside) : [];
  const isShown =
    messages.length > 0
      ? texts.every((text) => theirs.text.includes(text))
      : squeezed(texts.join('\n')) === theirs.text;
  return [
    ...(beside.join() === parts.join() ? [] : ['parts']),
    ...(isShown ? [] : ['text']),
    ...(theirs.fields.join() === e.header.fields.map(({ name }) => name).join() ? [] : ['fields']),
  ];
}
