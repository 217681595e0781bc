import { decodedBody, type Entity, isMessage, isMultipart } from '../../shared/mime/entity';

interface Node {
  readonly name: string;
  readonly children: Node[];
}

/**
 * KDE's object tree (class names, indented) as text such as "Mime(Text Attachment)". What has no part of its own in the
 * MIME structure is left out: the wrappers of text, what KDE made by decrypting OpenPGP, and what it splits a text into
 * by its content (OpenPGP inside text, the old digests of Mailman). `envelopes`: whether we open what is encrypted.
 */
export function expectedKinds(tree: string, envelopes: 'opened' | 'closed'): string {
  const root: Node = { name: '', children: [] };
  const path: Node[] = [root];
  for (const [, indent = '', name = ''] of tree.matchAll(/^( *)\* MimeTreeParser::(\w*?)MessagePart(?:List)?\s*$/gm)) {
    const node: Node = { name, children: [] };
    (path[indent.length - 1] as Node).children.push(node);
    path[indent.length] = node;
    path.length = indent.length + 1;
  }
  const [list] = root.children;
  const leaves = envelopes === 'closed' ? [...LEAVES, 'Encrypted'] : LEAVES;
  return (list?.children ?? []).map((node) => kindText(node, leaves)).join(' ');
}

const LEAVES = ['Text', 'Html', 'Alternative', 'Attachment', 'Cert'];

function kindText({ name, children }: Node, leaves: readonly string[]): string {
  // A list below the outermost one is a text that KDE split.
  if (name === '') return 'Text';
  return leaves.includes(name) ? name : `${name}(${children.map((child) => kindText(child, leaves)).join(' ')})`;
}

/** The same for our tree, by the names that KDE gives to parts. */
export function kindsOf(e: Entity, scope: Entity = e): string {
  const type = e.contentType.value;
  const protocol = e.contentType.parameters.get('protocol');
  if (type === 'multipart/alternative') return 'Alternative';
  if (type === 'multipart/encrypted' && e.children.length === 2) return 'Encrypted';
  if (type === 'multipart/signed' && e.children.length === 2 && SIGNATURES.has(protocol ?? ''))
    return `Signed(${kindsOf(e.children[0] as Entity, scope)})`;
  if (isMultipart(e)) return `Mime(${partKinds(e, scope).join(' ')})`;
  if (isMessage(e)) return `EncapsulatedRfc822(${e.children.map((inner) => kindsOf(inner, scope)).join(' ')})`;
  if (e.contentType.parameters.get('smime-type') === 'certs-only') return 'Cert';
  if (isPgpMessage(e)) return 'Encrypted';
  return leafKind(e, scope);
}

const SIGNATURES = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
]);

/** The two parts of multipart/encrypted that stand in a multipart/mixed, as Exchange leaves them, are one to KDE. */
function partKinds(e: Entity, scope: Entity): readonly string[] {
  return e.children.flatMap((child, i) => {
    const isVersion = (one: Entity | undefined): boolean => one?.contentType.value === 'application/pgp-encrypted';
    if (isVersion(child) && e.children.length > 1) return [];
    return isVersion(e.children[i - 1]) ? ['Encrypted'] : [kindsOf(child, scope)];
  });
}

/** RFC 9580 4.2: the first octet of a packet has its highest bit set. */
function isPgpMessage(e: Entity): boolean {
  return e.contentType.value === 'text/pgp' && (decodedBody(e)[0] ?? 0) > 0x7f;
}

/** KDE's text is the first text of a message; further ones, and what has a file name, it calls attachments. */
function leafKind(e: Entity, scope: Entity): string {
  const type = e.contentType.value;
  if (e.filename !== undefined || e.disposition?.value === 'attachment' || firstText(scope) !== e) return 'Attachment';
  return type === 'text/html' ? 'Html' : 'Text';
}

function firstText(e: Entity): Entity | undefined {
  if (!isMultipart(e)) return e.contentType.value.startsWith('text/') ? e : undefined;
  for (const child of e.children) {
    const found = firstText(child);
    if (found) return found;
  }
  return undefined;
}
