import { type Bytes, equal, latin1Text, utf8Text } from '../../shared/base/bytes';
import { decodedText } from '../../shared/mime/charset';
import { bodyOctets, decodedBody, type Entity, isMessage, isMultipart } from '../../shared/mime/entity';
import { corpusFile } from '../support/corpora';
import { type ExpectedEntity, type PerlReference } from './mime-expectations';

/** Differences between our tree and mime4j's, each as one line. */
export function compareWithMime4j(expected: ExpectedEntity, e: Entity, place = '1'): readonly string[] {
  const out: string[] = [];
  const ours = e.header.fields.map((field) => `${field.name}: ${collapsed(field.value)}`);
  const theirs = expected.fields.map(fieldText);
  if (ours.join('\n') !== theirs.join('\n')) out.push(`${place}: header fields`);
  if (expected.multipart !== isMultipart(e)) out.push(`${place}: multipart`);
  if (expected.children.length !== e.children.length) return [...out, `${place}: children`];
  for (const [i, child] of expected.children.entries()) {
    out.push(...compareWithMime4j(child, e.children[i] as Entity, `${place}.${i + 1}`));
  }
  if (expected.bodyFile !== undefined && !sameBody(corpusFile(expected.bodyFile), e)) out.push(`${place}: body`);
  return out;
}

function fieldText(field: string): string {
  const colon = field.indexOf(':');
  return `${field.slice(0, colon).trim().toLowerCase()}: ${collapsed(field.slice(colon + 1))}`;
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The same octets, or for text the same characters, line breaks apart: mime4j writes text bodies anew. */
function sameBody(file: Bytes, e: Entity): boolean {
  const body = decodedBody(e);
  if (equal(file, body)) return true;
  const lines = (text: string): string => text.replace(/\r\n/g, '\n');
  return lines(latin1Text(file)) === lines(latin1Text(body)) || lines(utf8Text(file) ?? '') === lines(decodedText(e));
}

/** Differences between our tree and what MIME-tools tells of its own. */
export function compareWithPerl(reference: PerlReference, root: Entity): readonly string[] {
  const ours = new Map<string, Entity>([['Msg', root]]);
  const visit = (e: Entity, prefix: string): void => {
    for (const [i, child] of e.children.entries()) {
      ours.set(`${prefix}_${i + 1}`, child);
      visit(child, `${prefix}_${i + 1}`);
    }
  };
  visit(root, 'Part');
  const out: string[] = [];
  for (const name of ours.keys()) if (name !== 'Msg' && !reference.has(name)) out.push(`${name}: not theirs`);
  for (const [name, values] of reference) {
    const e = ours.get(name);
    if (!e) out.push(`${name}: missing`);
    else for (const [key, value] of values) if (!agrees(e, key, value)) out.push(`${name}: ${key}`);
  }
  return out;
}

function agrees(e: Entity, key: string, value: string): boolean {
  const parameter = (name: string): string => e.contentType.parameters.get(name)?.toLowerCase() ?? '';
  switch (key) {
    case 'Type':
      return e.contentType.value === value.toLowerCase();
    case 'Size':
      return e.children.length > 0 || decodedBody(e).length === Number(value);
    case 'Filename':
      return e.filename === value;
    case 'Charset':
    case 'Boundary':
      return parameter(key.toLowerCase()) === value.toLowerCase();
    case 'Encoding':
      return e.transferEncoding === value.toLowerCase();
    case 'Disposition':
      return e.disposition?.value === value.toLowerCase();
    case 'Subject':
    case 'From':
    case 'To':
      return collapsed(e.header.first(key) ?? '') === collapsed(value);
    default:
      return true;
  }
}

/** Kinds of parts in KDE's object trees, in order; what only groups other parts is left out. */
export function kdeKinds(tree: string): readonly string[] {
  const kinds = tree.match(/(?:Text|Html|Alternative|Attachment|EncapsulatedRfc822|Cert|Encrypted)(?=MessagePart)/g);
  return kinds ?? [];
}

/** The same for our tree, by KDE's rules: a text part with a file name is an attachment, alternatives are one. */
export function kindsOf(e: Entity): readonly string[] {
  const type = e.contentType.value;
  if (type === 'multipart/alternative') return ['Alternative'];
  if (type === 'multipart/signed') return e.children.slice(0, 1).flatMap(kindsOf);
  if (isMultipart(e)) return e.children.flatMap(kindsOf);
  if (isMessage(e)) return ['EncapsulatedRfc822', ...e.children.flatMap(kindsOf)];
  if (e.contentType.parameters.get('smime-type') === 'certs-only') return ['Cert'];
  if (e.filename !== undefined || e.disposition?.value === 'attachment') return ['Attachment'];
  return [type === 'text/html' ? 'Html' : type === 'text/plain' ? 'Text' : 'Attachment'];
}

/** Every part lies in its parent's body, in order, without overlap. */
export function rangesHold(e: Entity): boolean {
  if (e.start > e.bodyStart || e.bodyStart > e.end || e.end > e.source.length) return false;
  let past = e.bodyStart;
  return e.children.every((child) => {
    if (child.source === e.source && (child.start < past || child.end > e.end)) return false;
    past = child.source === e.source ? child.end : past;
    return rangesHold(child);
  });
}

/** Lines [from, to) of a file, numbered from 1, without the line break of the last. */
export function lineRange(octets: Bytes, from: number, to: number): string {
  return latin1Text(octets)
    .split(/\r?\n/)
    .slice(from - 1, to - 1)
    .join('\n');
}

export function bodyLines(e: Entity): string {
  return latin1Text(bodyOctets(e)).replace(/\r\n/g, '\n');
}
